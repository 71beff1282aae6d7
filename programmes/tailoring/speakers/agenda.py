"""Which days of its gatherings an item is held on, as far as their agendas say. Pure functions on rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from programmes.tailoring.models import Gathering, ProgrammeItem
from programmes.tailoring.plan import in_place


def days_of(gathering: Gathering) -> list[date]:
    """All days of a gathering where it is held, the first one first; none without a date."""
    if gathering.starts_at is None:
        return []
    first = in_place(gathering, gathering.starts_at).date()
    last = in_place(gathering, gathering.ends_at).date() if gathering.ends_at else first
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def held_on(item: ProgrammeItem, gatherings: Iterable[Gathering]) -> list[tuple[Gathering, date]]:
    """The days of those gatherings whose agendas have the item; all days of all of them when none has.

    Gatherings that were called off are left out.
    """
    held = [gathering for gathering in gatherings if gathering.cancelled_at is None]
    told = [(gathering, day) for gathering in held for day in _days_with(gathering, item.uuid)]
    return told or [(gathering, day) for gathering in held for day in days_of(gathering)]


def _days_with(gathering: Gathering, item: UUID) -> list[date]:
    """The days on which the agenda has the item. An agenda with fewer days than the gathering doesn't say which."""
    numbers = list(_day_numbers(gathering))
    here = {number for number, entry in zip(numbers, gathering.agenda, strict=True) if entry.get("item") == str(item)}
    days = days_of(gathering)
    if here and numbers[-1] + 1 != len(days):
        return days
    return [days[number] for number in sorted(here)]


def _day_numbers(gathering: Gathering) -> Iterator[int]:
    """The day of each row of the agenda, from 0. A row that begins before the one above it begins another day."""
    number, before = 0, ""
    for entry in gathering.agenda:
        begins = entry.get("from", before)
        number += begins < before
        before = begins
        yield number
