"""How a leader group stands in each module, and whether it is stuck. Pure rules; `reading` brings the numbers.

A group is stuck when
  the next gathering is at most two weeks away, and fewer than half have done its preparation; or
  nobody in the group has opened anything for two weeks, while something required waits in a module that is going on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from programmes.participation.progress import ModuleState

SOON = QUIET = timedelta(days=14)


class Trouble(StrEnum):
    UNPREPARED = "unprepared"
    QUIET = "quiet"


@dataclass(frozen=True)
class Marks:
    """What one participant has done in one module: numbers of elements. `required`: of those that are open by now."""

    opened: int = 0
    done: int = 0
    required: int = 0
    prepared: int = 0


@dataclass(frozen=True)
class Module:
    """A module as everybody has it. `required` and `preparation` count the required elements that are open by now."""

    key: int
    title: str
    lang: str
    state: ModuleState
    total: int
    required: int
    preparation: int


@dataclass(frozen=True)
class Meeting:
    """A gathering ahead, and the key of the module whose preparation it asks for."""

    module: int
    title: str
    on: date


@dataclass(frozen=True)
class Member:
    """A participant: `marks` by the key of the module, and the last day they opened or marked something."""

    user: int
    enrolment: int
    name: str
    email: str
    role: str
    marks: Mapping[int, Marks]
    last_seen: date | None

    def in_module(self, module: Module) -> Marks:
        return self.marks.get(module.key, Marks())


@dataclass(frozen=True)
class Cell:
    """A group in a module: how many have opened it, and the share of required open elements that are done, 0 to 100."""

    module: Module
    opened: int
    members: int
    share: int | None

    @property
    def is_coming(self) -> bool:
        return self.module.state is ModuleState.COMING


@dataclass(frozen=True)
class GroupStanding:
    key: int
    name: str
    organisation: str
    members: tuple[Member, ...]
    cells: tuple[Cell, ...]
    troubles: tuple[Trouble, ...]
    prepared: int

    @property
    def last_seen(self) -> date | None:
        return max((member.last_seen for member in self.members if member.last_seen), default=None)


def cell(module: Module, members: Sequence[Member]) -> Cell:
    marks = [member.in_module(module) for member in members]
    expected = module.required * len(members)
    share = round(100 * sum(mark.required for mark in marks) / expected) if expected else None
    return Cell(module, sum(1 for mark in marks if mark.opened or mark.done), len(members), share)


def prepared(module: Module, members: Sequence[Member]) -> int:
    """How many have done all of the module's preparation that is required and open."""
    return sum(member.in_module(module).prepared >= module.preparation for member in members)


def troubles(
    modules: Sequence[Module], members: Sequence[Member], meeting: Meeting | None, today: date
) -> tuple[Trouble, ...]:
    """Why the group is stuck; empty when it isn't, and for a group without participants."""
    if not members:
        return ()
    by_key = {module.key: module for module in modules}
    found = []
    if meeting and meeting.on - today <= SOON:
        module = by_key[meeting.module]
        if module.preparation and 2 * prepared(module, members) < len(members):
            found.append(Trouble.UNPREPARED)
    if _waits(modules, members) and _is_quiet(members, today):
        found.append(Trouble.QUIET)
    return tuple(found)


def _waits(modules: Sequence[Module], members: Sequence[Member]) -> bool:
    here = [module for module in modules if module.state is ModuleState.HERE]
    return any(member.in_module(module).required < module.required for module in here for member in members)


def _is_quiet(members: Sequence[Member], today: date) -> bool:
    return all(member.last_seen is None or today - member.last_seen >= QUIET for member in members)
