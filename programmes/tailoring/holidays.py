"""Public holidays of Norway and Denmark, and July, when nobody should be asked to a gathering."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.library.vocabulary import Country

JULY = 7
SATURDAY = 5
FURTHEST = 45  # days; July is over by then
# Where people who speak a language live.
COUNTRIES = {"nb": Country.NORWAY.value, "da": Country.DENMARK.value}

# Days after Easter Sunday, in both countries.
MOVABLE: dict[int, Promise] = {
    -3: _("Maundy Thursday"),
    -2: _("Good Friday"),
    0: _("Easter Sunday"),
    1: _("Easter Monday"),
    39: _("Ascension Day"),
    49: _("Whit Sunday"),
    50: _("Whit Monday"),
}
# (month, day) in both countries, and in each of them.
FIXED: dict[tuple[int, int], Promise] = {
    (1, 1): _("New Year's Day"),
    (12, 25): _("Christmas Day"),
    (12, 26): _("Boxing Day"),
}
NATIONAL: dict[str, dict[tuple[int, int], Promise]] = {
    Country.NORWAY.value: {(5, 1): _("Labour Day"), (5, 17): _("Constitution Day of Norway")},
    # Not public holidays by law, but public offices are closed.
    Country.DENMARK.value: {(6, 5): _("Constitution Day of Denmark"), (12, 24): _("Christmas Eve")},
}


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (the rule of Gauss, as completed by Lichtenberg)."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    cycle = year % 19
    seed = (19 * cycle + moon) % 30
    correction = (seed + cycle // 11) // 29
    full_moon = 21 + seed - correction
    first_sunday = 7 - (year + year // 4 + sun) % 7
    march = full_moon + 7 - (full_moon - first_sunday) % 7
    return date(year, 3, 1) + timedelta(days=march - 1)


@lru_cache(maxsize=64)
def holidays(year: int, country: str) -> dict[date, Promise]:
    """The names of a year's public holidays in a country (NO or DK), by day. KeyError for another country."""
    fixed = {**FIXED, **NATIONAL[country]}
    found = {date(year, month, day): name for (month, day), name in fixed.items()}
    easter = easter_sunday(year)
    return found | {easter + timedelta(days=offset): name for offset, name in MOVABLE.items()}


def holiday(day: date, country: str) -> Promise | None:
    """The name of the public holiday, or None."""
    return holidays(day.year, country).get(day)


def countries_of(country: str, languages: Iterable[str]) -> list[str]:
    """The countries whose holidays matter to a programme: where it is held, and where its languages are spoken."""
    by_language = [COUNTRIES[language] for language in languages if language in COUNTRIES]
    return sorted({country, *by_language} - {""})


def why_not(day: date, countries: Sequence[str]) -> str:
    """Why nobody should be asked to a gathering that day, in words; '' for a day that will do."""
    names = [(country, name) for country in countries if (name := holiday(day, country))]
    if not names:
        return gettext("in the summer holidays") if day.month == JULY else ""
    if len(names) == len(countries) > 1:
        return str(names[0][1])
    country, name = names[0]
    return gettext("%(holiday)s in %(country)s") % {"holiday": name, "country": Country(country).label}


def nearest_free_day(day: date, countries: Sequence[str], length: int = 1) -> date | None:
    """The working day nearest to `day` from which `length` working days are free; None when there is none near."""
    for distance in range(1, FURTHEST):
        for candidate in (day + timedelta(days=distance), day - timedelta(days=distance)):
            days = [candidate + timedelta(days=number) for number in range(length)]
            if all(each.weekday() < SATURDAY and not why_not(each, countries) for each in days):
                return candidate
    return None
