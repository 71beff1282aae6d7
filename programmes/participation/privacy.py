"""What taking part leaves behind: places in leader groups, what was opened and done, and lists of participants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.erasing import needs_accounts, without_place
from cms.privacy.erasing import erase
from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, anonymised, deleted, nothing
from cms.privacy.terms import AFTER_PROGRAMME, AFTER_RECEIPT, CONTACT_MONTHS, PARTICIPATION_MONTHS, months_before
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.models import Completion, Enrolment, Opening
from programmes.tailoring.models import Programme

# What rows of one participant have in common.
PARTICIPANTS = {"whose": Whose.PARTICIPANTS, "basis": Basis.CONTRACT, "owner": "user"}
FINISHED_LISTS = ("wrong", "done", "undone")

nothing("programmes.Organisation", "programmes.LeaderGroup")
needs_accounts(lambda: Enrolment.objects.values("user"))


def over_for_long(now: datetime) -> Rows:
    """The programmes whose last day is so long ago that what tells who took part is to go. For other rooms' rules too:
    `due=lambda now: Reflection.objects.filter(item__programme_module__programme__in=over_for_long(now))`."""
    last = months_before(now, PARTICIPATION_MONTHS).date()
    return (
        Programme.objects.filter(kind=Programme.Kind.DELIVERY)
        .alias(last_day=Max("modules__ends_on"))
        .filter(last_day__lt=last)
        .values("pk")
    )


def leave_programmes(rows: Rows) -> None:
    """Take somebody out of the programmes they would go on in; where it is over, the group stays whole."""
    completed = Programme.Status.COMPLETED
    running = rows.exclude(leader_group__programme__status=completed).values_list("pk", flat=True)
    Enrolment.objects.filter(pk__in=list(running)).delete()
    rows.update(role={})


def forget_places(rows: Rows) -> None:
    """Places go when their time is over, and with somebody's last place all that is stored about them."""
    people = list(rows.values_list("user", flat=True))
    rows.delete()
    for user in without_place(people):
        erase(user)


def lists_naming(user: Any) -> Q:
    return Q(preview__icontains=user.email)


def take_people_out(rows: Rows) -> None:
    for row in rows:
        ParticipantImport.objects.filter(pk=row.pk).update(preview={**row.preview, "people": []})


def old_lists(now: datetime) -> Rows:
    return ParticipantImport.objects.filter(state__in=FINISHED_LISTS, created_at__lt=months_before(now, CONTACT_MONTHS))


TAKING_PART = {
    "kind": Kind.PARTICIPATION, "whose": Whose.PARTICIPANTS, "basis": Basis.CONTRACT, "owner": "user",
}  # fmt: skip
about(
    "programmes.Enrolment",
    title=_("Your place in programmes"),
    purpose=_("To carry out the programme that was agreed with your employer."),
    seen_by=_("The course leader, your leader group, and whoever supplies participants."),
    gives={
        "leader_group.programme": _("Programme"), "leader_group.organisation": _("Organisation"),
        "leader_group": _("Leader group"), "role": _("Role"), "created_at": _("Since"),
    },
    retention=Retention(
        AFTER_PROGRAMME,
        due=lambda now: Enrolment.objects.filter(leader_group__programme__in=over_for_long(now)),
        forget=forget_places,
    ),
    erasure=anonymised(
        _("You leave the programmes that are running. Where a programme is over, it says “Deleted participant”."),
        carry_out=leave_programmes,
    ),
    **TAKING_PART,
)  # fmt: skip
about(
    "programmes.Opening",
    title=_("What you opened"),
    purpose=_("So that you can go on where you left off, and the course leader sees what is used."),
    seen_by=_("You, and the course leader."),
    gives={"item": _("What"), "opened_at": _("When")},
    retention=Retention(
        AFTER_PROGRAMME,
        due=lambda now: Opening.objects.filter(item__programme_module__programme__in=over_for_long(now)),
    ),
    erasure=deleted(),
    **TAKING_PART,
)
about(
    "programmes.Completion",
    title=_("What you marked as done"),
    purpose=_("So that you see how far you have come."),
    seen_by=_("You, and the course leader."),
    gives={"item": _("What"), "completed_at": _("When")},
    retention=Retention(
        AFTER_PROGRAMME,
        due=lambda now: Completion.objects.filter(item__programme_module__programme__in=over_for_long(now)),
    ),
    erasure=deleted(),
    **TAKING_PART,
)
about(
    "programmes.ParticipantImport",
    title=_("Lists of participants you stood on"),
    kind=Kind.CONTACT,
    whose=Whose.PARTICIPANTS,
    basis=Basis.CONTRACT,
    owner=lists_naming,
    purpose=_("To invite those your employer named, and to take a wrong list back."),
    seen_by=_("The course leader, and editors."),
    gives={"programme": _("Programme"), "created_at": _("Handed in")},
    retention=Retention(AFTER_RECEIPT, due=old_lists),
    erasure=anonymised(
        _("Names disappear from lists that were imported. Other lists are deleted after a day."),
        carry_out=take_people_out,
    ),
)
