"""From a template's weeks to dates. Pure functions.

Weeks count from 1 inside a module and begin on Mondays. A pause takes out every week it touches, so what comes after it
moves on by as many weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

THURSDAY, FRIDAY, SATURDAY, SUNDAY = 3, 4, 5, 6
WEEK = timedelta(weeks=1)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Span:
    """A module's place in the calendar: its first day, its teaching weeks, and the pause in it, if any."""

    starts_on: date
    weeks: int
    pause_from: date | None = None
    pause_to: date | None = None

    @property
    def _first_monday(self) -> date:
        # Whoever starts at a weekend begins with the week that follows.
        at_weekend = self.starts_on.weekday() >= SATURDAY
        return monday(self.starts_on) + (WEEK if at_weekend else timedelta())

    @property
    def _pause(self) -> timedelta:
        if not (self.pause_from and self.pause_to):
            return timedelta()
        return monday(self.pause_to) - monday(self.pause_from) + WEEK

    def monday_of(self, week: int) -> date:
        """The Monday of a teaching week, the pause left out."""
        day = self._first_monday + (week - 1) * WEEK
        return day + self._pause if self.pause_from and day >= monday(self.pause_from) else day

    def opens_on(self, week: int) -> date:
        """When something of that week opens: its Monday, but never before the module does."""
        return max(self.monday_of(week), self.starts_on)

    def due_on(self, week: int) -> date:
        """When something of that week is due: its Friday."""
        return self.monday_of(week) + timedelta(days=FRIDAY)

    def gathering_on(self, week: int, weekday: int = THURSDAY) -> date:
        """When a gathering of that week is held, unless another day was agreed."""
        return self.monday_of(week) + timedelta(days=weekday)

    def week_of(self, day: date) -> int:
        """The teaching week a day is in, from 1; a day in the pause belongs to the week before it."""
        if self.pause_from and self.pause_to and day >= monday(self.pause_from):
            day = max(monday(self.pause_from) - timedelta(days=1), day - self._pause)
        return max(1, (monday(day) - self._first_monday) // WEEK + 1)

    @property
    def ends_on(self) -> date:
        """The Sunday of the last teaching week."""
        return self.monday_of(self.weeks) + timedelta(days=SUNDAY)


def summer(year: int) -> tuple[date, date]:
    """The weeks of July: their first Monday and their last Sunday."""
    return monday(date(year, 7, 1)), monday(date(year, 7, 31)) + timedelta(days=SUNDAY)


def summer_pause(starts_on: date, weeks: int) -> tuple[date, date] | None:
    """The weeks of July as a pause for a module that runs into them, otherwise None."""
    first, last = summer(starts_on.year)
    if starts_on >= first or Span(starts_on, weeks).ends_on < first:
        return None
    return first, last


def after_summer(day: date) -> date:
    """The day itself, or the Monday after the weeks of July when it is in them."""
    first, last = summer(day.year)
    return last + timedelta(days=1) if first <= day <= last else day


def at(day: date, clock: str, zone: str) -> datetime:
    """A moment: the day, the time as "09:00", and an IANA time zone."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(zone))
