"""Which newer editions wait for which running programmes, and who decides about them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from cms.accounts.models import User
from programmes.library.models import Thing
from programmes.tailoring import access
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule

DECIDES = "programmes.decide_updates"
REMEMBERED = 60  # seconds

Row = ProgrammeItem | ProgrammeModule


@dataclass(frozen=True)
class Waiting:
    """How many running programmes a newer edition of a thing waits for."""

    thing: Thing
    programmes: int


def decided_by(user: User) -> QuerySet[Programme]:
    """The running programmes whose updates somebody decides about: all of them, or those they lead."""
    running = Programme.objects.filter(kind=Programme.Kind.DELIVERY, status=Programme.Status.RUNNING)
    if user.has_perm(DECIDES):
        return running
    return running.filter(course_leader=user) if works_with_programmes(user) else running.none()


def works_with_programmes(user: User) -> bool:
    return user.has_perm(access.EDITS) or user.has_perm(access.LEADS)


def _outdated(thing: str) -> Q:
    # By joins along keys alone: as a subquery of editions it took minutes where the database had old statistics.
    return Q(pinned_edition__number__lt=F(f"{thing}__current_edition__number"))


def items(programmes: QuerySet[Programme], undecided: bool = True) -> QuerySet[ProgrammeItem]:
    """Items of these programmes that hold on to an older edition; all, or those nobody has decided about."""
    rows = ProgrammeItem.objects.filter(_outdated("thing"), programme_module__programme__in=programmes.order_by())
    return rows.filter(_undecided("thing")) if undecided else rows


def modules(programmes: QuerySet[Programme], undecided: bool = True) -> QuerySet[ProgrammeModule]:
    """Modules of these programmes whose own text is of an older edition."""
    rows = ProgrammeModule.objects.filter(_outdated("module"), programme__in=programmes.order_by())
    return rows.filter(_undecided("module")) if undecided else rows


def _undecided(thing: str) -> Q:
    return Q(declined=None) | Q(declined__lt=F(f"{thing}__current_edition__number"))


def rows_of(
    programmes: QuerySet[Programme], thing: UUID | None = None, undecided: bool = True
) -> tuple[QuerySet[ProgrammeItem], QuerySet[ProgrammeModule]]:
    """Items and modules with what is shown of them, of one thing or of all."""
    of_items = items(programmes, undecided).select_related(
        "thing__current_edition", "pinned_edition", "programme_module__programme__course_leader", "speaker_override"
    )
    of_modules = modules(programmes, undecided).select_related(
        "module__current_edition", "pinned_edition", "programme__course_leader"
    )
    if thing:
        of_items, of_modules = of_items.filter(thing=thing), of_modules.filter(module=thing)
    return of_items, of_modules


def by_thing(programmes: QuerySet[Programme]) -> list[Waiting]:
    """What waits, by library object, the newest edition first. Three queries."""
    of_items = (
        items(programmes).order_by().values_list("thing").annotate(Count("programme_module__programme", distinct=True))
    )
    of_modules = modules(programmes).order_by().values_list("module").annotate(Count("programme", distinct=True))
    counts = dict(of_items) | dict(of_modules)
    things = Thing.objects.filter(pk__in=counts).select_related("current_edition__published_by")
    return [Waiting(thing, counts[thing.pk]) for thing in things.order_by("-current_edition__published_at", "label")]


def by_programme(programmes: QuerySet[Programme]) -> list[tuple[Programme, int]]:
    """How many updates wait for each programme. Three queries."""
    counts: dict[int, int] = {}
    for found in (
        items(programmes).order_by().values_list("programme_module__programme").annotate(Count("pk")),
        modules(programmes).order_by().values_list("programme").annotate(Count("pk")),
    ):
        for programme, count in found:
            counts[programme] = counts.get(programme, 0) + count
    shown = Programme.objects.filter(pk__in=counts).select_related("course_leader")
    return [(programme, counts[programme.pk]) for programme in shown]


def count_for(user: User) -> int:
    """How many library objects wait for this person, for the menu; remembered until something changes."""
    scope = "all" if user.has_perm(DECIDES) else user.pk
    key = f"updates:{cache.get_or_set('updates', _new_stamp, None)}:{scope}"
    found = cache.get(key)
    if found is None:
        found = _count(decided_by(user))
        cache.set(key, found, REMEMBERED)
    return int(found)


def _count(programmes: QuerySet[Programme]) -> int:
    things = items(programmes).order_by().values("thing").union(modules(programmes).order_by().values("module"))
    return things.count()


def _new_stamp() -> str:
    return uuid.uuid4().hex


def forget_counts() -> None:
    """The numbers in the menu are counted anew once this transaction is committed."""
    transaction.on_commit(lambda: cache.set("updates", _new_stamp(), None))


def numbers(programmes: Iterable[int]) -> dict[int, int]:
    """The place of every module in its programme, counted from 1, by the module's id. One query."""
    found: dict[int, int] = {}
    last: dict[int, int] = {}
    rows = ProgrammeModule.objects.filter(programme__in=set(programmes)).order_by("programme", "position", "pk")
    for pk, programme in rows.values_list("pk", "programme"):
        found[pk] = last[programme] = last.get(programme, 0) + 1
    return found
