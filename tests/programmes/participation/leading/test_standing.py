"""When a leader group is stuck: the rules alone, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from programmes.participation.leading import standing
from programmes.participation.leading.standing import Marks, Meeting, Member, Module, Trouble
from programmes.participation.progress import ModuleState

TODAY = date(2027, 2, 10)
HERE = Module(1, "Strategi", "", ModuleState.HERE, total=6, required=3, preparation=2)
COMING = Module(2, "Teknologi", "", ModuleState.COMING, total=6, required=0, preparation=0)


def member(number: int, marks: Marks | None = None, days_ago: int | None = 1) -> Member:
    seen = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return Member(number, number, f"P{number}", f"p{number}@x.example", "", {1: marks} if marks else {}, seen)


def meeting(days: int) -> Meeting:
    return Meeting(1, "Samling", TODAY + timedelta(days=days))


READY, STARTED = Marks(2, 2, 2, 2), Marks(2, 1, 1, 1)
DONE = Marks(3, 3, 3, 2)


@pytest.mark.parametrize(
    ("members", "ahead", "expected"),
    [
        ([member(1, READY), member(2, STARTED)], meeting(14), ()),  # half is enough
        ([member(1, STARTED), member(2, STARTED)], meeting(14), (Trouble.UNPREPARED,)),
        ([member(1, STARTED), member(2, STARTED)], meeting(15), ()),  # not yet
        ([member(1, STARTED), member(2, STARTED)], None, ()),
        ([member(1, READY, 14), member(2, None, None)], meeting(30), (Trouble.QUIET,)),
        ([member(1, READY, 13), member(2, None, None)], meeting(30), ()),
        ([member(1, DONE, 40), member(2, DONE, 40)], meeting(3), ()),  # nothing waits for them
        ([member(1), member(2, None, None)], meeting(3), (Trouble.UNPREPARED,)),
        ([], meeting(3), ()),
    ],
)
def test_a_group_is_stuck(members: list[Member], ahead: Meeting | None, expected: tuple[Trouble, ...]) -> None:
    assert standing.troubles([HERE, COMING], members, ahead, TODAY) == expected


def test_a_cell_counts_people_and_the_share_that_is_done() -> None:
    cell = standing.cell(HERE, [member(1, READY), member(2, Marks(opened=1)), member(3)])
    assert (cell.opened, cell.members, cell.share) == (2, 3, 22)
    assert standing.cell(COMING, [member(1)]).share is None
    assert standing.cell(HERE, []).share is None
