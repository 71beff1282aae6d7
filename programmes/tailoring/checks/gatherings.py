"""Checks of when a programme's people meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from localisation import nordic
from programmes.library.vocabulary import Phase
from programmes.tailoring.checks import Check, Finding, Severity, register
from programmes.tailoring.holidays import countries_of, why_not
from programmes.tailoring.plan import Plan, PlannedModule
from programmes.tailoring.speakers.agenda import days_of


@register
class GatheringWithoutDate(Check):
    id = "gathering-without-date"
    severity = Severity.STOP
    link = gettext_lazy("Set a date")

    def find(self, plan: Plan) -> Iterator[Finding]:
        if plan.programme.is_template:
            return
        for module in plan.modules:
            undated = [gathering for gathering in module.gatherings if gathering.starts_at is None]
            missing = not module.gatherings and module.phase(Phase.GATHERING)
            if undated or missing:
                message = _("The gathering in %(module)s has no date.") % {"module": module.title}
                yield self.finding(message, plan.links.gathering(module, undated[0] if undated else None))


@register
class GatheringOnHoliday(Check):
    id = "gathering-on-holiday"
    link = gettext_lazy("Move the gathering")

    def find(self, plan: Plan) -> Iterator[Finding]:
        countries = countries_of(plan.programme.country, plan.programme.languages)
        for module in plan.modules:
            for gathering in module.gatherings:
                reasons = ((day, why_not(day, countries)) for day in days_of(gathering))
                if found := next(((day, why) for day, why in reasons if why), None):
                    words = {"module": module.title, "day": nordic.short_day(found[0]), "why": found[1]}
                    message = _("The gathering in %(module)s is on %(day)s, %(why)s.") % words
                    yield self.finding(message, plan.links.gathering(module, gathering))


@register
class GatheringOutsideModule(Check):
    """A gathering that was moved past the end of its module, or that a moved module left behind."""

    id = "gathering-outside-module"
    link = gettext_lazy("Move the gathering")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules:
            begins, ends = module.row.starts_on, module.row.ends_on
            for gathering in module.gatherings if begins and ends else []:
                outside = [day for day in days_of(gathering) if not (begins or day) <= day <= (ends or day)]
                if outside:
                    words = {"module": module.title, "day": nordic.short_day(outside[0])}
                    message = _("The gathering in %(module)s is on %(day)s, outside the module.") % words
                    yield self.finding(message, plan.links.gathering(module, gathering))


@register
class DeadlineAcrossGathering(Check):
    """Preparation that is due after its gathering, or after-work that is due before it: one of the two was moved."""

    id = "deadline-across-gathering"
    link = gettext_lazy("See the deadline")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules if not plan.programme.is_template else []:
            if module.days:
                yield from self._late_preparation(plan, module, max(module.days))
                yield from self._early_after_work(plan, module, min(module.days))

    def _late_preparation(self, plan: Plan, module: PlannedModule, held_on: date) -> Iterator[Finding]:
        for item in module.phase(Phase.PREPARATION):
            if item.row.due_on and item.row.due_on > held_on:
                words = {"item": item.title, "day": nordic.short_day(item.row.due_on)}
                message = _("%(item)s is preparation, and due on %(day)s, after the gathering.") % words
                yield self.finding(message, plan.links.item(item), item)

    def _early_after_work(self, plan: Plan, module: PlannedModule, held_on: date) -> Iterator[Finding]:
        for item in module.phase(Phase.AFTER_WORK):
            if item.row.due_on and item.row.due_on < held_on:
                words = {"item": item.title, "day": nordic.short_day(item.row.due_on)}
                message = _("%(item)s is after-work, and due on %(day)s, before the gathering.") % words
                yield self.finding(message, plan.links.item(item), item)
