"""The only doors to a participant's programme. Whoever may not come in gets 404, as if it were not there."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cms.accounts.models import User
from programmes.participation.models import Enrolment
from programmes.participation.progress import has_opened
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule

Row = TypeVar("Row")

# A programme is there for its participants from when it runs, and stays theirs for as long as agreed when completed.
OPEN_STATES = (Programme.Status.RUNNING, Programme.Status.COMPLETED)


def open_to_participants(prefix: str = "") -> Q:
    """The condition on a programme, reached from the queried model by `prefix` (as "leader_group__programme__")."""
    still = Q(**{f"{prefix}readable_until": None}) | Q(**{f"{prefix}readable_until__gte": timezone.localdate()})
    return still & Q(**{f"{prefix}kind": Programme.Kind.DELIVERY, f"{prefix}status__in": OPEN_STATES})


def enrolments_of(user: User) -> list[Enrolment]:
    """The user's place in each programme open to them, the newest programme first; one query.

    Whoever is in two leader groups of a programme is met as a member of the first.
    """
    rows = _enrolments(user).order_by("-leader_group__programme__created_at", "leader_group__programme_id", "pk")
    first: dict[int, Enrolment] = {}
    for enrolment in rows:
        enrolment.user = user
        first.setdefault(enrolment.leader_group.programme_id, enrolment)
    return list(first.values())


def enrolment_of(user: User, programme_slug: str) -> Enrolment:
    """The user's place in the programme; one query. Raises Http404."""
    found = _found(_enrolments(user).filter(leader_group__programme__slug=programme_slug).order_by("pk").first())
    found.user = user  # known already; otherwise whoever asks for it reads it once more
    return found


def ended_for(user: User, programme_slug: str = "") -> list[Programme]:
    """The user's programmes that can't be read any more, the last one first; one query."""
    over = Programme.objects.filter(
        leader_groups__enrolments__user=user, kind=Programme.Kind.DELIVERY, readable_until__lt=timezone.localdate()
    )
    found = over.filter(slug=programme_slug) if programme_slug else over
    return list(found.distinct().order_by("-readable_until", "pk"))


def item_for(user: User, uuid: UUID, today: date) -> ProgrammeItem:
    """An item of one of the user's programmes that has opened; one query. Raises Http404."""
    rows = ProgrammeItem.objects.filter(_takes_part(user), uuid=uuid).select_related(
        "programme_module__programme",
        "programme_module__module",
        "thing__current_edition__thing",
        "pinned_edition__thing",
    )
    item = _found(rows.first())
    if not has_opened(item.opens_on, item.programme_module.starts_on, today):
        raise Http404
    return item


def module_for(user: User, uuid: UUID) -> ProgrammeModule:
    """A module of one of the user's programmes; one query. Raises Http404."""
    programmes = _enrolments(user).values("leader_group__programme")
    rows = ProgrammeModule.objects.filter(programme__in=programmes, uuid=uuid).select_related("programme")
    return _found(rows.first())


def gathering_for(user: User, uuid: UUID) -> Gathering:
    """A gathering of one of the user's programmes; one query. Raises Http404."""
    rows = Gathering.objects.filter(_takes_part(user), uuid=uuid).select_related(
        "programme_module__programme", "programme_module__module"
    )
    return _found(rows.first())


def gatherings_of(programme: Programme) -> QuerySet[Gathering]:
    """The gatherings of a programme that came through one of the doors above, in the order of time."""
    return Gathering.objects.filter(programme_module__programme=programme).order_by("starts_at", "pk")


def enrolled_programmes(user: User) -> QuerySet[Any]:
    """The keys of the programmes open to the user, to ask for what hangs on them."""
    return _enrolments(user).order_by().values("leader_group__programme")


def member_of(prefix: str, user: User) -> Q:
    """The condition on a leader group, reached by `prefix`, that the user belongs to it and its programme is open."""
    groups = _enrolments(user).order_by().values("leader_group")
    return Q(**{f"{prefix}pk__in": groups})


def _enrolments(user: User) -> QuerySet[Enrolment]:
    mine = Enrolment.objects.filter(open_to_participants("leader_group__programme__"), user=user)
    return mine.select_related("leader_group__programme__course_leader", "leader_group__organisation")


def _takes_part(user: User) -> Q:
    """The condition on what hangs on a programme's module."""
    programmes = _enrolments(user).values("leader_group__programme")
    return Q(programme_module__programme__in=programmes)


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
