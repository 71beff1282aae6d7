"""Where a participant is: values computed by pure functions of dates and of what they have marked as done.

    Stretch (a module)  past | here | coming
      Step (an item)      done | next | started | not started | closed
      Meeting (a gathering)

Nothing here asks the database or the clock; `today` is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from programmes.library.vocabulary import Phase


class ModuleState(StrEnum):
    PAST = "past"
    HERE = "here"
    COMING = "coming"


class ItemState(StrEnum):
    """The values are those of the component `element_row`."""

    DONE = "done"
    NEXT = "here"
    STARTED = "started"
    NOT_STARTED = "not_started"
    CLOSED = "closed"


class Step(Protocol):
    """What progress needs to know of an item. Without `opens_on` it opens with its module."""

    @property
    def key(self) -> int: ...

    @property
    def phase(self) -> str: ...

    @property
    def opens_on(self) -> date | None: ...

    @property
    def due_on(self) -> date | None: ...

    @property
    def required(self) -> bool: ...


@dataclass(frozen=True)
class Meeting:
    """A gathering that takes place; `on` is its last day."""

    key: int
    on: date


@dataclass(frozen=True)
class Stretch:
    """A module in time. Without a start it is open from the first day, without an end it stays open."""

    starts_on: date | None
    ends_on: date | None
    steps: tuple[Step, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True)
class Count:
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done == self.total


def module_state(stretch: Stretch, today: date) -> ModuleState:
    """Whether the module is over, going on or still to come."""
    if stretch.starts_on and today < stretch.starts_on:
        return ModuleState.COMING
    if stretch.ends_on and stretch.ends_on < today:
        return ModuleState.PAST
    return ModuleState.HERE


def current_module(stretches: Sequence[Stretch], today: date) -> int | None:
    """The index of the module to show first: the one going on, else the next to come, else the last; None for none."""
    states = [module_state(stretch, today) for stretch in stretches]
    for wanted in (ModuleState.HERE, ModuleState.COMING):
        if wanted in states:
            return states.index(wanted)
    return len(stretches) - 1 if stretches else None


def has_opened(opens_on: date | None, module_starts_on: date | None, today: date) -> bool:
    """Whether an item is open: from its own day, else from its module's; without either it always was."""
    opens = opens_on or module_starts_on
    return opens is None or opens <= today


def is_open(step: Step, stretch: Stretch, today: date) -> bool:
    return has_opened(step.opens_on, stretch.starts_on, today)


def count(stretch: Stretch, done: Set[int]) -> Count:
    """How many of the module's items are marked as done."""
    return Count(sum(step.key in done for step in stretch.steps), len(stretch.steps))


def item_state(
    step: Step, stretch: Stretch, *, done: Set[int], opened: Set[int], next_key: int | None, today: date
) -> ItemState:
    """The one state a row shows. What is done stays done, also when its dates are moved."""
    if step.key in done:
        return ItemState.DONE
    if not is_open(step, stretch, today):
        return ItemState.CLOSED
    if step.key == next_key:
        return ItemState.NEXT
    return ItemState.STARTED if step.key in opened else ItemState.NOT_STARTED


def next_step(stretches: Sequence[Stretch], done: Set[int], today: date) -> Step | Meeting | None:
    """The one thing to do next; None when nothing waits.

    First what is required in the modules going on, in the order of the crossing: preparation, the gathering itself,
    after-work; once the gathering is over, after-work before preparation left undone. Then what was left behind in
    earlier modules, then what is optional, at last the first gathering ahead.
    """
    here = [stretch for stretch in stretches if module_state(stretch, today) is ModuleState.HERE]
    past = [stretch for stretch in stretches if module_state(stretch, today) is ModuleState.PAST]
    waiting = (
        *_crossings(here, done, today, required=True),
        *_crossings(past, done, today, required=True),
        *_crossings(here, done, today, required=False),
        *_meetings_ahead(stretches, today),
    )
    return next(iter(waiting), None)


def next_meeting(stretches: Iterable[Stretch], today: date) -> Meeting | None:
    """The first gathering that is not over."""
    return next(iter(_meetings_ahead(stretches, today)), None)


def _crossings(
    stretches: Iterable[Stretch], done: Set[int], today: date, *, required: bool
) -> Iterator[Step | Meeting]:
    for stretch in stretches:
        waiting = [
            step
            for step in stretch.steps
            if step.required is required and step.key not in done and is_open(step, stretch, today)
        ]
        ahead = _meetings_ahead([stretch], today)
        preparation: list[Step | Meeting] = [*_of_phase(waiting, Phase.PREPARATION), *(ahead if required else [])]
        after_work: list[Step | Meeting] = [*_of_phase(waiting, Phase.AFTER_WORK)]
        met = bool(stretch.meetings) and not ahead
        yield from after_work if met else preparation
        yield from preparation if met else after_work
        # Talks and discussions happen at the gathering; they wait only for being marked.
        yield from _of_phase(waiting, Phase.GATHERING)


def _of_phase(steps: Iterable[Step], phase: Phase) -> list[Step]:
    """The steps of a phase, the nearest deadline first; `sorted` keeps the programme's order among equals."""
    return sorted((step for step in steps if step.phase == phase), key=lambda step: step.due_on or date.max)


def _meetings_ahead(stretches: Iterable[Stretch], today: date) -> list[Meeting]:
    ahead = [meeting for stretch in stretches for meeting in stretch.meetings if meeting.on >= today]
    return sorted(ahead, key=lambda meeting: meeting.on)
