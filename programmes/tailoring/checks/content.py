"""Checks of what the library gives a programme: its languages, its captions, its age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.templatetags.look import language_name
from programmes.library.models import LearningElement
from programmes.tailoring.checks import Check, Finding, register
from programmes.tailoring.plan import Plan


@register
class NotInTheLanguage(Check):
    id = "not-in-the-language"
    link = gettext_lazy("See the module")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for language in plan.programme.languages:
            for module in plan.modules:
                missing = [item.title for item in module.items if language not in item.languages]
                if missing:
                    message = ngettext(
                        "%(module)s: %(titles)s does not exist in %(language)s.",
                        "%(module)s: %(count)d elements do not exist in %(language)s.",
                        len(missing),
                    ) % {
                        "module": module.title, "titles": missing[0], "count": len(missing),
                        "language": language_name(language),
                    }  # fmt: skip
                    yield self.finding(message, plan.links.module(module))


@register
class CaptionsMissing(Check):
    id = "captions-missing"
    link = gettext_lazy("See the item")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for _module, item in plan.items:
            if item.needs_captions:
                yield self.finding(_("%(item)s has no captions.") % {"item": item.title}, plan.links.item(item), item)


@register
class ArchivedInTheLibrary(Check):
    """What the library no longer offers stays in the programmes that have it; somebody should know."""

    id = "archived-in-the-library"
    link = gettext_lazy("See the item")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules:
            if module.row.module.archived_at:
                message = _("The module %(module)s is archived in the library.") % {"module": module.title}
                yield self.finding(message, plan.links.module(module))
            for item in module.items:
                if item.row.thing.archived_at:
                    message = _("%(item)s is archived in the library.") % {"item": item.title}
                    yield self.finding(message, plan.links.item(item), item)


@register
class PastReviewDate(Check):
    """Elements and modules that the institute wanted to read again by now. One query."""

    id = "past-its-review-date"
    link = gettext_lazy("See the item")

    def find(self, plan: Plan) -> Iterator[Finding]:
        late = _late_for_review({item.row.thing_id for _module, item in plan.items}, plan.today)
        for module in plan.modules:
            waiting = [item for item in module.items if item.row.thing_id in late]
            if waiting:
                message = ngettext(
                    "%(module)s: %(title)s is past its review date.",
                    "%(module)s: %(count)d elements are past their review date, first %(title)s.",
                    len(waiting),
                ) % {"module": module.title, "title": waiting[0].title, "count": len(waiting)}
                yield self.finding(message, plan.links.item(waiting[0]), waiting[0])


def _late_for_review(keys: set[UUID], today: date) -> set[UUID]:
    rows = LearningElement.objects.filter(translation_key__in=keys, review_on__lt=today)
    return set(rows.values_list("translation_key", flat=True))
