"""Checks of a programme's modules: whether they are filled, and take the time that was planned."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.library.vocabulary import Phase
from programmes.tailoring.checks import Check, Finding, Severity, register
from programmes.tailoring.plan import Plan

# From here on somebody should look: a quarter of what was planned, and at least an hour.
FAR_SHARE, FAR_MINUTES = 0.25, 60


@register
class ModuleWithoutItems(Check):
    id = "module-without-items"
    severity = Severity.STOP
    link = gettext_lazy("Add learning elements")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules:
            if not module.items:
                yield self.finding(
                    _("%(module)s has no content.") % {"module": module.title}, plan.links.module(module)
                )


@register
class AfterWorkMissing(Check):
    id = "no-after-work"
    link = gettext_lazy("See the module")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules:
            work = module.phase(Phase.AFTER_WORK)
            if module.items and not work:
                message = _("%(module)s has no after-work.") % {"module": module.title}
                yield self.finding(message, plan.links.module(module))


@register
class AfterWorkWithoutDeadline(Check):
    id = "after-work-without-deadline"
    link = gettext_lazy("Set a deadline")

    def find(self, plan: Plan) -> Iterator[Finding]:
        if plan.programme.is_template:
            return
        for module in plan.modules:
            work = module.phase(Phase.AFTER_WORK)
            if work and module.deadline(Phase.AFTER_WORK) is None:
                message = _("The after-work in %(module)s has no deadline.") % {"module": module.title}
                yield self.finding(message, plan.links.item(work[0]), work[0])


@register
class HoursFarFromPlan(Check):
    """A module takes much more or less time than in the template that the programme was made from."""

    id = "hours-far-from-plan"
    link = gettext_lazy("See the module")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules:
            planned = plan.planned.of_module(module.row.module_id)
            if planned and abs(module.minutes - planned) > max(FAR_SHARE * planned, FAR_MINUTES):
                words = {"module": module.title, "now": _hours(module.minutes), "planned": _hours(planned)}
                message = _("%(module)s takes %(now)s, and %(planned)s in the template.") % words
                yield self.finding(message, plan.links.module(module))


def _hours(minutes: int) -> str:
    hours = round(minutes / 60)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
