"""Dates and numbers as each country writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from localisation import nordic

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "value", "decimals", "written"),
    [
        ("nb", 10000, 0, f"10{NBSP}000"),
        ("da", 10000, 0, "10.000"),
        ("nb", 1234567.5, 1, f"1{NBSP}234{NBSP}567,5"),
        ("da", 999, 0, "999"),
        ("da", -1500, 0, "−1.500"),
    ],
)
def test_numbers(language: str, value: float, decimals: int, written: str) -> None:
    with override(language):
        assert nordic.number(value, decimals) == written


@pytest.mark.parametrize(("language", "written"), [("nb", f"kl.{NBSP}09.00"), ("da", f"kl.{NBSP}9.00")])
def test_clock(language: str, written: str) -> None:
    with override(language):
        assert nordic.clock(time(9)) == written


def test_a_moment_is_read_in_the_zone_of_the_place() -> None:
    with override("nb"):
        assert nordic.clock(datetime(2026, 12, 10, 8, tzinfo=UTC), "Europe/Copenhagen") == f"kl.{NBSP}09.00"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2027, 2, 8), date(2027, 2, 12), f"8.–12.{NBSP}februar 2027"),
        (date(2027, 2, 8), date(2027, 3, 3), f"8.{NBSP}februar – 3.{NBSP}mars 2027"),
        (date(2026, 12, 8), date(2027, 3, 3), f"8.{NBSP}desember 2026 – 3.{NBSP}mars 2027"),
        (date(2027, 2, 8), date(2027, 2, 8), f"8.{NBSP}februar 2027"),
    ],
)
def test_periods(start: date, end: date, written: str) -> None:
    with override("nb"):
        assert nordic.period(start, end) == written
