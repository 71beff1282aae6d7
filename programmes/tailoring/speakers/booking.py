"""Whether a speaker has promised to come. A promise is somebody's, for certain days; for others it does not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from localisation import nordic
from programmes.library.vocabulary import Phase
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from programmes.tailoring.plan import speaker_key
from programmes.tailoring.speakers.agenda import held_on


def days_of_item(item: ProgrammeItem, gatherings: Iterable[Gathering]) -> list[date]:
    """The days on which an item is held, each once."""
    return sorted({day for _gathering, day in held_on(item, gatherings)})


def has_confirmed(item: ProgrammeItem, days: Collection[date]) -> bool:
    """Whether whoever is to speak has promised it for all these days.

    Another speaker, or another day, has promised nothing yet.
    """
    if item.speaker_confirmed_at is None or item.speaker_confirmed_id != speaker_key(item):
        return False
    return {day.isoformat() for day in days} <= set(item.speaker_confirmed_days)


def is_confirmed(item: ProgrammeItem) -> bool:
    """`has_confirmed` for the days the item is held on now. One query unless the module's gatherings are loaded."""
    return has_confirmed(item, days_of_item(item, item.programme_module.gatherings.all()))


def in_words(item: ProgrammeItem) -> str:
    """Who noted the promise and when; without one, what a promise counts for."""
    if item.speaker_confirmed_at is None:
        return _("For the days the gathering has now. Another day or another speaker is asked again.")
    noted = timezone.localdate(item.speaker_confirmed_at)
    words = {"who": item.speaker_confirmed_by or _("somebody"), "day": nordic.day(noted)}
    if is_confirmed(item):
        return _("Noted by %(who)s on %(day)s.") % words
    return _("What %(who)s noted on %(day)s was about another day or another speaker.") % words


def note_confirmation(item: ProgrammeItem, speaker: UUID, by: User | None) -> None:
    """Put down that this speaker promised to come on the days the item is held on now. Not saved here."""
    days = days_of_item(item, item.programme_module.gatherings.all())
    item.speaker_confirmed_id, item.speaker_confirmed_by = speaker, by
    item.speaker_confirmed_days = [day.isoformat() for day in days]
    item.speaker_confirmed_at = timezone.now()


def take_back_confirmation(item: ProgrammeItem) -> None:
    """Nobody has promised anything. Not saved here."""
    item.speaker_confirmed = item.speaker_confirmed_by = item.speaker_confirmed_at = None
    item.speaker_confirmed_days = []


@dataclass(frozen=True)
class Booking:
    """Somebody is to speak on a day: agreed with them (`confirmed`), or only proposed."""

    speaker: UUID
    day: date
    item: ProgrammeItem
    gathering: Gathering
    confirmed: bool

    @property
    def programme(self) -> Programme:
        return self.item.programme_module.programme


def bookings(first: date, last: date) -> list[Booking]:
    """Who is to speak at gatherings on these days in programmes that people attend, in order. Two queries."""
    # Moments in the database, days where the gathering is held: a day more on either side, and then the exact ones.
    earliest, latest = first - timedelta(days=1), last + timedelta(days=1)
    held = Gathering.objects.filter(
        Q(ends_at__date__gte=earliest) | Q(ends_at=None, starts_at__date__gte=earliest),
        programme_module=OuterRef("programme_module"), cancelled_at=None, starts_at__date__lte=latest,
    )  # fmt: skip
    rows = (
        ProgrammeItem.objects.filter(
            Exists(held), phase=Phase.GATHERING, programme_module__removed_at=None,
            programme_module__programme__kind=Programme.Kind.DELIVERY,
        )
        .select_related(
            "thing__current_edition", "pinned_edition", "programme_module__programme",
            "programme_module__module__current_edition", "programme_module__pinned_edition",
        )
        .prefetch_related("programme_module__gatherings")
        .order_by("position", "pk")
    )  # fmt: skip
    found = [booking for row in rows for booking in _bookings_of(row) if first <= booking.day <= last]
    return sorted(found, key=lambda booking: (booking.day, booking.gathering.starts_at))


def _bookings_of(row: ProgrammeItem) -> Iterator[Booking]:
    speaker = speaker_key(row)
    if speaker is None:
        return
    held = held_on(row, row.programme_module.gatherings.all())
    confirmed = has_confirmed(row, {day for _gathering, day in held})
    for gathering, day in held:
        yield Booking(speaker, day, row, gathering, confirmed)


def taken_twice(found: Iterable[Booking]) -> set[tuple[UUID, date]]:
    """Speakers who are to be at two gatherings on one day."""
    there: dict[tuple[UUID, date], set[int]] = {}
    for booking in found:
        there.setdefault((booking.speaker, booking.day), set()).add(booking.gathering.pk)
    return {place for place, gatherings in there.items() if len(gatherings) > 1}
