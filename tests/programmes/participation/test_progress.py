"""Where a participant is, as pure functions of dates and marks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count as count_from
from typing import NamedTuple

import pytest

from programmes.library.vocabulary import Phase
from programmes.participation.progress import (
    Count,
    ItemState,
    Meeting,
    ModuleState,
    Stretch,
    count,
    current_module,
    is_open,
    item_state,
    module_state,
    next_meeting,
    next_step,
)

TODAY = date(2027, 2, 15)
DAY = timedelta(days=1)
KEYS = count_from(1)
NOTHING: frozenset[int] = frozenset()


class Step(NamedTuple):
    key: int
    phase: str
    opens_on: date | None = None
    due_on: date | None = None
    required: bool = True


def step(phase: Phase = Phase.PREPARATION, **options: object) -> Step:
    return Step(next(KEYS), phase, **options)


def stretch(start: int | None = -20, end: int | None = 70, *steps: Step, meets: int | None = None) -> Stretch:
    """A module that starts and ends so many days from today, with a gathering `meets` days from today."""
    meetings = () if meets is None else (Meeting(next(KEYS), TODAY + meets * DAY),)
    first = None if start is None else TODAY + start * DAY
    last = None if end is None else TODAY + end * DAY
    return Stretch(first, last, steps, meetings)


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (1, 70, ModuleState.COMING),
        (0, 70, ModuleState.HERE),
        (-20, 0, ModuleState.HERE),
        (-20, -1, ModuleState.PAST),
        (None, None, ModuleState.HERE),
        (None, -1, ModuleState.PAST),
        (1, None, ModuleState.COMING),
        (-1, None, ModuleState.HERE),
    ],
)
def test_a_module_is_past_here_or_coming(start: int | None, end: int | None, state: ModuleState) -> None:
    assert module_state(stretch(start, end), TODAY) is state


@pytest.mark.parametrize(
    ("modules", "shown"),
    [
        ([(-90, -10), (-9, 80), (81, 150)], 1),
        ([(-90, -10), (5, 80)], 1),
        ([(-190, -100), (-90, -10)], 1),
        ([(-9, 80), (-5, 80)], 0),
        ([], None),
    ],
)
def test_the_page_starts_with_the_module_going_on_or_the_nearest(
    modules: list[tuple[int, int]], shown: int | None
) -> None:
    assert current_module([stretch(*days) for days in modules], TODAY) == shown


@pytest.mark.parametrize(
    ("opens", "start", "expected"),
    [(None, -1, True), (None, 1, False), (0, -1, True), (1, -1, False), (None, None, True), (-1, 5, True)],
)
def test_an_item_opens_on_its_day_or_with_its_module(opens: int | None, start: int | None, expected: bool) -> None:
    opens_on = None if opens is None else TODAY + opens * DAY
    assert is_open(step(opens_on=opens_on), stretch(start), TODAY) is expected


def test_an_item_has_one_state() -> None:
    item, later = step(), step(opens_on=TODAY + DAY)
    module = stretch(-20, 70, item, later)

    def state(which: Step, **marks: object) -> ItemState:
        known = {"done": NOTHING, "opened": NOTHING, "next_key": None, **marks}
        return item_state(which, module, today=TODAY, **known)

    assert state(item) is ItemState.NOT_STARTED
    assert state(item, opened={item.key}) is ItemState.STARTED
    assert state(item, opened={item.key}, next_key=item.key) is ItemState.NEXT
    assert state(item, done={item.key}, next_key=item.key) is ItemState.DONE
    assert state(later, opened={later.key}) is ItemState.CLOSED
    assert state(later, done={later.key}) is ItemState.DONE


def test_progress_is_a_count_of_the_modules_own_items() -> None:
    items = [step() for _number in range(9)]
    module = stretch(-20, 70, *items)
    assert count(module, {items[0].key, items[1].key, next(KEYS)}) == Count(2, 9)
    assert not Count(0, 0).complete
    assert Count(9, 9).complete


def test_preparation_comes_first_the_nearest_deadline_before_the_others() -> None:
    undated, late, soon = step(), step(due_on=TODAY + 9 * DAY), step(due_on=TODAY + 2 * DAY)
    module = stretch(-20, 70, step(Phase.GATHERING), undated, late, soon, step(Phase.AFTER_WORK), meets=3)
    assert next_step([module], NOTHING, TODAY) == soon
    assert next_step([module], {soon.key}, TODAY) == late
    assert next_step([module], {soon.key, late.key}, TODAY) == undated


def test_when_all_is_prepared_the_gathering_is_next_also_on_the_day() -> None:
    talk, after = step(Phase.GATHERING), step(Phase.AFTER_WORK)
    for days in (0, 3):
        module = stretch(-20, 70, talk, after, meets=days)
        assert next_step([module], NOTHING, TODAY) == module.meetings[0]


def test_after_the_gathering_after_work_comes_before_what_was_not_prepared() -> None:
    left, talk, after = step(), step(Phase.GATHERING), step(Phase.AFTER_WORK)
    module = stretch(-20, 70, left, talk, after, meets=-1)
    assert next_step([module], NOTHING, TODAY) == after
    assert next_step([module], {after.key}, TODAY) == left
    assert next_step([module], {after.key, left.key}, TODAY) == talk
    assert next_step([module], {after.key, left.key, talk.key}, TODAY) is None


def test_optional_and_closed_items_wait() -> None:
    optional, closed, left = step(required=False), step(opens_on=TODAY + DAY), step()
    past, here = stretch(-90, -10, left), stretch(-9, 70, optional, closed)
    coming = stretch(71, 160, step(), meets=99)
    modules = [past, here, coming]
    assert next_step(modules, NOTHING, TODAY) == left
    assert next_step(modules, {left.key}, TODAY) == optional
    assert next_step(modules, {left.key, optional.key}, TODAY) == coming.meetings[0]


def test_the_next_gathering_is_the_earliest_that_is_not_over() -> None:
    modules = [stretch(-90, -10, meets=-30), stretch(71, 160, meets=99), stretch(-9, 70, meets=5)]
    assert next_meeting(modules, TODAY) == modules[2].meetings[0]
    assert next_meeting(modules[:1], TODAY) is None
    assert next_step([], NOTHING, TODAY) is None
