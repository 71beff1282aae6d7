"""What gatherings hold about people: their calendar's address, whether they came, and what they thought."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Kind, Retention, Rows, about, deleted
from cms.privacy.terms import AFTER_PROGRAMME, WITH_ACCOUNT
from programmes.participation.gatherings.models import Attendance, Evaluation
from programmes.participation.privacy import PARTICIPANTS, over_for_long


def old_attendance(now: datetime) -> Rows:
    return Attendance.objects.filter(gathering__programme_module__programme__in=over_for_long(now))


def old_evaluations(now: datetime) -> Rows:
    return Evaluation.objects.filter(gathering__programme_module__programme__in=over_for_long(now))


about(
    "programmes.CalendarFeed",
    title=_("The address of your calendar"),
    kind=Kind.TECHNICAL,
    purpose=_("So that your calendar can fetch your gatherings without logging in."),
    seen_by=_("You, and whoever you give the address to."),
    gives={"renewed_at": _("Renewed")},
    retention=Retention(WITH_ACCOUNT),
    erasure=deleted(),
    **PARTICIPANTS,
)
about(
    "programmes.Attendance",
    title=_("Gatherings you came to"),
    kind=Kind.PARTICIPATION,
    purpose=_("To know how many come, and to note who was there."),
    seen_by=_("The course leader of the programme."),
    gives={
        "gathering.title": _("Gathering"), "coming": _("You said that you come"), "answered_at": _("Answered"),
        "present": _("You were there"), "noted_at": _("Noted"),
    },
    retention=Retention(AFTER_PROGRAMME, due=old_attendance),
    erasure=deleted(),
    **PARTICIPANTS,
)  # fmt: skip
about(
    "programmes.Evaluation",
    title=_("What you thought of gatherings"),
    kind=Kind.WRITTEN,
    purpose=_("To make the next gathering better."),
    seen_by=_("The course leader of the programme, with your name."),
    gives={
        "gathering.title": _("Gathering"), "useful": _("Can you use what you learned in your work?"),
        "talk": _("Was there time enough to talk together?"), "text": _("Text"), "given_at": _("Answered"),
    },
    retention=Retention(AFTER_PROGRAMME, due=old_evaluations),
    erasure=deleted(),
    **PARTICIPANTS,
)  # fmt: skip
