"""The order of a programme's modules."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from programmes.tailoring.models import ProgrammeModule
from programmes.tailoring.services import has_opened, reschedule, span_of
from programmes.tailoring.touching import touch

Pause = tuple[date, date]


class HasOpened(ValueError):
    """Participants have met one of the modules, so they keep their places."""


@transaction.atomic
def move_module(module: ProgrammeModule, step: int) -> None:
    """Let a module change places with the one before it (-1) or after it (1), in time too. At an end nothing happens.

    What moves with its module goes along; days that were agreed on stay. Raises `HasOpened`.
    """
    rows = list(ProgrammeModule.objects.filter(programme=module.programme_id).order_by("position", "pk"))
    place = next(number for number, row in enumerate(rows) if row.pk == module.pk)
    other = place + step
    if not 0 <= other < len(rows):
        return
    first, second = rows[min(place, other)], rows[max(place, other)]
    if has_opened(first) or has_opened(second):
        raise HasOpened(str(module))
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    ProgrammeModule.objects.bulk_update(rows, ["position"])
    _change_times(first, second)
    touch(first)
    touch(second)


def _change_times(first: ProgrammeModule, second: ProgrammeModule) -> None:
    """Let `second` begin when `first` did, and `first` after it. The days between them, and pauses, stay."""
    if not (first.starts_on and first.ends_on and second.starts_on):
        return
    between = second.starts_on - first.ends_on
    pauses = [pause for row in (first, second) if (pause := _pause(row))]
    _begin(second, first.starts_on, pauses)
    _begin(first, (second.ends_on or first.starts_on) + max(between, timedelta(days=1)), pauses)


def _pause(module: ProgrammeModule) -> Pause | None:
    return (module.pause_from, module.pause_to) if module.pause_from and module.pause_to else None


def _begin(module: ProgrammeModule, day: date, pauses: list[Pause]) -> None:
    """Begin on that day, with the pause that then falls into the module."""
    module.starts_on, module.pause_from, module.pause_to = day, None, None
    span = span_of(module)
    within = [pause for pause in pauses if span and day < pause[0] <= span.ends_on]
    if within:
        module.pause_from, module.pause_to = within[0]
    reschedule(module)
