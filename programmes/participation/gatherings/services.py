"""Who comes, who came, and what they said afterwards; for participants' pages and for the course leader's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from programmes.participation.gatherings.models import Attendance, CalendarFeed, Evaluation
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Gathering


def answer(user: User, gathering: Gathering, coming: bool) -> None:
    """The participant says whether they come. The last word counts."""
    Attendance.objects.update_or_create(
        user=user, gathering=gathering, defaults={"coming": coming, "answered_at": timezone.now()}
    )


def evaluate(user: User, gathering: Gathering, *, useful: int, talk: int, text: str) -> None:
    """The participant says what they thought of the gathering, with their name. The last word counts."""
    Evaluation.objects.update_or_create(
        user=user, gathering=gathering, defaults={"useful": useful, "talk": talk, "text": text}
    )


@transaction.atomic
def note_presence(gathering: Gathering, present: Mapping[int, bool | None], by: User) -> None:
    """The course leader notes who was there, by the user's key; None takes a note back.

    Whoever is no participant of the gathering's programme is passed over.
    """
    people = {place.user.pk for place in roll(gathering)}
    said = {"noted_at": timezone.now(), "noted_by": by}
    for user, value in present.items():
        if user in people:
            Attendance.objects.update_or_create(user_id=user, gathering=gathering, defaults={"present": value, **said})


@dataclass(frozen=True)
class Place:
    """A participant at a gathering. None: not said, not noted."""

    user: User
    group: str
    coming: bool | None
    present: bool | None


def roll(gathering: Gathering) -> list[Place]:
    """Everybody in the gathering's programme, by name, each once; two queries, and one when its module isn't loaded."""
    said = {row.user_id: row for row in Attendance.objects.filter(gathering=gathering)}
    rows = Enrolment.objects.filter(
        leader_group__programme=gathering.programme_module.programme_id, user__is_active=True
    )
    first: dict[int, Place] = {}
    for row in rows.select_related("user", "leader_group").order_by("user__first_name", "user__last_name", "pk"):
        mark = said.get(row.user_id)
        place = Place(row.user, str(row.leader_group), mark and mark.coming, mark and mark.present)
        first.setdefault(row.user_id, place)
    return list(first.values())


def attendance_of(user: User, gathering: Gathering) -> Attendance | None:
    return Attendance.objects.filter(user=user, gathering=gathering).first()


def evaluation_of(user: User, gathering: Gathering) -> Evaluation | None:
    return Evaluation.objects.filter(user=user, gathering=gathering).first()


def evaluations(gathering: Gathering) -> list[Evaluation]:
    """What participants said of a gathering, with their names; one query. For the programme's course leader alone."""
    return list(Evaluation.objects.filter(gathering=gathering).select_related("user").order_by("given_at", "pk"))


def feed_of(user: User) -> CalendarFeed:
    """The person's calendar feed, made the first time it is asked for."""
    return CalendarFeed.objects.get_or_create(user=user)[0]


def renew_feed(user: User) -> CalendarFeed:
    """Give the feed another address. The old one is dead from now on."""
    feed, _made = CalendarFeed.objects.update_or_create(
        user=user, defaults={"key": uuid4(), "renewed_at": timezone.now()}
    )
    return feed
