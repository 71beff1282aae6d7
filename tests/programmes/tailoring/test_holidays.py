"""Public holidays, by the almanac."""

from __future__ import annotations

from datetime import date

import pytest

from programmes.tailoring.holidays import easter_sunday, holiday, holidays


@pytest.mark.parametrize(
    "easter", ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2030-04-21", "2038-04-25"]
)
def test_easter(easter: str) -> None:
    day = date.fromisoformat(easter)
    assert easter_sunday(day.year) == day


def test_easter_is_a_sunday_between_22_march_and_25_april() -> None:
    for year in range(1900, 2200):
        day = easter_sunday(year)
        assert day.weekday() == 6
        assert date(year, 3, 22) <= day <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("day", "countries"),
    [
        ("2027-03-25", "DK NO"),  # Maundy Thursday
        ("2027-05-06", "DK NO"),  # Ascension Day
        ("2027-05-17", "DK NO"),  # Whit Monday, in this year also the Norwegian day
        ("2028-05-17", "NO"),
        ("2027-05-01", "NO"),
        ("2028-06-05", "DK NO"),  # Whit Monday
        ("2029-06-05", "DK"),
        ("2027-12-25", "DK NO"),
        ("2027-12-24", "DK"),
        ("2027-02-04", ""),
    ],
)
def test_days_off(day: str, countries: str) -> None:
    off = [country for country in ("DK", "NO") if holiday(date.fromisoformat(day), country)]
    assert " ".join(off) == countries


def test_an_unknown_country_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        holidays(2027, "SE")
