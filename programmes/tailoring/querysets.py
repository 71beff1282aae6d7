"""Named questions to programmes."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Min, Q, QuerySet

from programmes.library.models import Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule

# The modules that stand in a programme, for aggregates over it.
STANDING = Q(modules__removed_at=None)


def deliveries() -> QuerySet[Programme]:
    """Programmes that people attend, with `starts_on`, `module_count` and their course leaders."""
    return _listed(Programme.Kind.DELIVERY)


def templates() -> QuerySet[Programme]:
    """Templates, with `module_count`, and how many programmes were made from each.

    `times_used` is all of them, of which some are `running`, some `completed`, and the others `planned`.
    """
    return _listed(Programme.Kind.TEMPLATE).annotate(
        times_used=Count("deliveries", distinct=True),
        running=_made(Programme.Status.RUNNING),
        completed=_made(Programme.Status.COMPLETED),
        planned=_made(Programme.Status.DRAFT, Programme.Status.OFFERED),
    )


def _made(*statuses: str) -> Count:
    return Count("deliveries", filter=Q(deliveries__status__in=statuses), distinct=True)


def _listed(kind: str) -> QuerySet[Programme]:
    return (
        Programme.objects.filter(kind=kind)
        .select_related("course_leader", "template")
        .annotate(
            starts_on=Min("modules__starts_on", filter=STANDING),
            module_count=Count("modules", filter=STANDING, distinct=True),
        )
    )


def minutes_of(programme: Programme) -> int:
    """The minutes of all items, as the library has them now or as the programme says otherwise. One query."""
    return minutes_by_programme([programme.pk]).get(programme.pk, 0)


def minutes_by_programme(programmes: Collection[int]) -> dict[int, int]:
    """The minutes of each of many programmes, by primary key. One query."""
    rows = ProgrammeItem.objects.filter(programme_module__programme__in=programmes)
    found: dict[int, int] = {}
    for programme, own, newest in rows.values_list(
        "programme_module__programme", "minutes_override", "thing__current_edition__facts__minutes"
    ):
        found[programme] = found.get(programme, 0) + (own or newest or 0)
    return found


def free_modules(programme: Programme) -> QuerySet[Thing]:
    """Published modules that the programme does not have."""
    used = ProgrammeModule.objects.filter(programme=programme).values("module")
    return Thing.objects.on_offer(ThingKind.MODULE).exclude(pk__in=used)
