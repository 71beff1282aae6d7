"""Weeks become dates."""

from __future__ import annotations

from datetime import date

import pytest

from programmes.tailoring.schedule import Span, at, summer_pause

SPRING = Span(date(2027, 2, 1), 13)
# The Monday six weeks of pause begin, and the Sunday they end.
SUMMER = Span(date(2027, 5, 10), 13, date(2027, 6, 28), date(2027, 8, 8))


def test_an_item_opens_on_the_monday_and_is_due_on_the_friday_of_its_week() -> None:
    assert SPRING.opens_on(2) == date(2027, 2, 8)
    assert SPRING.due_on(4) == date(2027, 2, 26)


def test_a_gathering_is_on_a_thursday() -> None:
    assert SPRING.gathering_on(5) == date(2027, 3, 4)


def test_a_module_ends_on_the_sunday_before_the_next_one_begins() -> None:
    assert SPRING.ends_on == date(2027, 5, 2)


def test_a_pause_moves_what_comes_after_it() -> None:
    assert SUMMER.due_on(7) == date(2027, 6, 25)
    assert SUMMER.opens_on(8) == date(2027, 8, 9)
    assert SUMMER.ends_on == date(2027, 9, 19)


def test_a_pause_from_the_middle_of_a_week_takes_the_whole_week() -> None:
    span = Span(date(2027, 5, 10), 13, date(2027, 7, 1), date(2027, 7, 31))
    assert span.opens_on(8) == date(2027, 8, 2)


@pytest.mark.parametrize(
    ("start", "first_due"),
    [
        (date(2027, 2, 3), date(2027, 2, 5)),
        (date(2027, 2, 6), date(2027, 2, 12)),
        (date(2027, 2, 7), date(2027, 2, 12)),
    ],
)
def test_a_module_that_does_not_start_on_a_monday_opens_nothing_before_itself(start: date, first_due: date) -> None:
    span = Span(start, 13)
    assert start <= span.opens_on(1) <= span.due_on(1) == first_due


def test_july_is_a_pause_only_for_modules_that_run_into_it() -> None:
    assert summer_pause(date(2027, 2, 1), 13) is None
    assert summer_pause(date(2027, 5, 3), 13) == (date(2027, 6, 28), date(2027, 8, 1))
    assert summer_pause(date(2027, 8, 2), 13) is None


def test_hours_are_those_of_the_place() -> None:
    assert at(date(2027, 3, 4), "09:00", "Europe/Copenhagen").isoformat() == "2027-03-04T09:00:00+01:00"
