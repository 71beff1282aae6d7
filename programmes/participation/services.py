"""What participants and staff do: mark an element, enrol somebody, invite them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.jobs.services import enqueue_all
from localisation.slugs import slugify
from localisation.text import LocalisedText
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Opening
from programmes.tailoring.models import ProgrammeItem

# One job invites at most so many, so that it is done before the sweeper thinks it lost.
INVITED_BY_ONE_JOB = 500


def mark(user: User, item: ProgrammeItem, done: bool) -> None:
    """Mark the item as done, or take the mark away. Repeating it changes nothing, not even the time."""
    mark_for([user], item, done)


def mark_for(users: Collection[User], item: ProgrammeItem, done: bool) -> None:
    """The same for those who did it together; one query."""
    if done:
        rows = [Completion(user=user, item=item) for user in users]
        Completion.objects.bulk_create(rows, ignore_conflicts=True)
    else:
        Completion.objects.filter(user__in=users, item=item).delete()


def is_done(user: User, item: ProgrammeItem) -> bool:
    return Completion.objects.filter(user=user, item=item).exists()


def note_opening(user: User, item: ProgrammeItem) -> None:
    """Remember that the user opened the item now; one query, two the first time."""
    now = timezone.now()
    if not Opening.objects.filter(user=user, item=item).update(opened_at=now):
        Opening.objects.bulk_create([Opening(user=user, item=item, opened_at=now)], ignore_conflicts=True)


@dataclass(frozen=True)
class Person:
    """Somebody to enrol. `role` by language, or empty."""

    name: str
    email: str
    language: str
    role: Mapping[str, str]


@transaction.atomic
def enrol(person: Person, group: LeaderGroup, *, send_invitation: bool = True, by: User | None = None) -> Enrolment:
    """The person's place in the group. An address that has a user is that user, whose name and language stay their own.

    Enrolling twice changes nothing and invites nobody again.
    """
    user = User.objects.filter(email=address_of(person.email)).first()
    if user is None:
        first, last = split_name(person.name)
        user = User.objects.create_user(person.email, first_name=first, last_name=last, language=person.language)
    role = LocalisedText(person.role)
    enrolment, made = Enrolment.objects.get_or_create(user=user, leader_group=group, defaults={"role": role})
    if made and send_invitation:
        invite([enrolment.pk], by=by)
    return enrolment


def invite(enrolments: Iterable[int], by: User | None = None) -> None:
    """Have the enrolments' people invited by mail, by the worker. Nobody is invited twice to the same place."""
    ids = list(enrolments)
    chunks = (ids[start : start + INVITED_BY_ONE_JOB] for start in range(0, len(ids), INVITED_BY_ONE_JOB))
    enqueue_all("invite-participants", [{"enrolments": chunk} for chunk in chunks], started_by=by)


def address_of(email: str) -> str:
    """An address as users keep it."""
    return email.strip().lower()


def free_slug(name: str, taken: Set[str]) -> str:
    """An address made from a name, that is not `taken`."""
    wanted = slugify(name)[:70] or "group"
    candidates = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)


def split_name(name: str) -> tuple[str, str]:
    """First names and last name: Solveig Marie Berg -> ("Solveig Marie", "Berg")."""
    first, _space, last = " ".join(name.split()).rpartition(" ")
    return (first, last) if first else (last, "")
