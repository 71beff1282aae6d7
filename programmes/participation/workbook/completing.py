"""Who has completed a programme, by the rule that its course leader chose."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.participation.gatherings.models import Attendance
from programmes.participation.models import Completion, Enrolment
from programmes.participation.workbook.models import CompletionRule
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem

Rule = CompletionRule.Rule
SHARE = 80  # per cent
MAY_MISS = 1  # gathering


@dataclass(frozen=True)
class Completing:
    """Whether somebody has completed, and in words what the rule asks for and how far they are."""

    earned: bool
    rule: str
    standing: str


def rule_of(programme: Programme) -> Rule:
    """The programme's rule; one query."""
    row = CompletionRule.objects.filter(programme=programme).first()
    return Rule(row.rule) if row else Rule.MOST


def completing(enrolment: Enrolment) -> Completing:
    """Where the participant stands; three queries at most."""
    programme = enrolment.leader_group.programme
    rule = rule_of(programme)
    if rule is Rule.ENDED:
        over = programme.status == Programme.Status.COMPLETED
        standing = _("The programme is completed.") if over else _("The programme is still running.")
        return Completing(over, str(rule.label), standing)
    if rule is Rule.ATTENDED:
        return _by_gatherings(enrolment, rule)
    return _by_elements(enrolment, rule)


def _by_elements(enrolment: Enrolment, rule: Rule) -> Completing:
    required = ProgrammeItem.objects.filter(
        programme_module__programme=enrolment.leader_group.programme, programme_module__removed_at=None, required=True
    )
    total = required.count()
    done = Completion.objects.filter(user=enrolment.user_id, item__in=required.values("pk")).count()
    wanted = 100 if rule is Rule.ELEMENTS else SHARE
    standing = _("You have marked %(done)d of %(total)d required elements as done.") % {"done": done, "total": total}
    return Completing(total > 0 and 100 * done >= wanted * total, str(rule.label), standing)


def _by_gatherings(enrolment: Enrolment, rule: Rule) -> Completing:
    held = Gathering.objects.filter(
        programme_module__programme=enrolment.leader_group.programme, programme_module__removed_at=None,
        cancelled_at=None,
    )  # fmt: skip
    ends = list(held.values_list("ends_at", flat=True))
    noted = Attendance.objects.filter(user=enrolment.user_id, present=True, gathering__in=held.values("pk"))
    present = noted.count()
    now = timezone.now()
    # Until the last one is over nobody knows how many somebody misses.
    over = bool(ends) and all(end is not None and end < now for end in ends)
    standing = _("You were at %(present)d of %(total)d gatherings.") % {"present": present, "total": len(ends)}
    return Completing(over and present >= max(1, len(ends) - MAY_MISS), str(rule.label), standing)
