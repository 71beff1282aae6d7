"""A month as its calendar shows it: days in weeks, and which of them nobody should be asked to. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from programmes.library.vocabulary import Country
from programmes.tailoring.holidays import SATURDAY, why_not

YEARS = range(2000, 2200)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From "2027-02". Raises ValueError for anything else, and for years that nobody plans."""
        month = cls.of(date.fromisoformat(f"{text}-01"))
        if month.year not in YEARS:
            raise ValueError(text)
        return month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def before(self) -> Month | None:
        """The month before; None before the calendar's first."""
        return self._of_calendar(self.first - timedelta(days=1))

    @property
    def after(self) -> Month | None:
        """The month after; None after the calendar's last."""
        return self._of_calendar(self.last + timedelta(days=1))

    def _of_calendar(self, day: date) -> Month | None:
        return Month.of(day) if day.year in YEARS else None

    @property
    def days(self) -> list[date]:
        return [date(self.year, self.number, number) for number in range(1, self.last.day + 1)]

    @property
    def weeks(self) -> list[list[date | None]]:
        """From Monday to Sunday; None for the days of other months."""
        cells: list[date | None] = [*[None] * self.first.weekday(), *self.days]
        cells += [None] * (-len(cells) % 7)
        return [cells[place : place + 7] for place in range(0, len(cells), 7)]


def steps(month: Month, way: Literal["before", "after"]) -> Iterator[Month]:
    """The months before or after a month, the nearest first, as far as the calendar goes."""
    beside: Month | None = getattr(month, way)
    while beside:
        yield beside
        beside = getattr(beside, way)


@dataclass(frozen=True)
class Day:
    """A day of the calendar: `why` says why nobody should be asked to come that day; '' for one that will do."""

    day: date
    why: str

    @property
    def is_off(self) -> bool:
        return bool(self.why) or self.day.weekday() >= SATURDAY


def days_of(month: Month, countries: Iterable[str] = ()) -> dict[date, Day]:
    """The days of a month with the holidays of these countries, or of all."""
    wanted = sorted(set(countries) or set(Country.values))
    return {day: Day(day, why_not(day, wanted)) for day in month.days}
