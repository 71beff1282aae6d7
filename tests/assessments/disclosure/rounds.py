"""Small rounds to try the disclosure rules on."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from assessments.disclosure import (
    Ballot,
    Hierarchy,
    ItemResult,
    ItemSpec,
    Measure,
    Policy,
    Release,
    Unit,
    UnitPath,
    UnitResult,
    compute_release,
)

MIXED = (1, 2, 3, 4, 5, 3, 2, 4)
"""Answers that are never homogeneous, whichever run of them is taken."""


def mixed(size: int) -> list[int]:
    """`size` answers on a scale of five, spread over all of it."""
    return [MIXED[place % len(MIXED)] for place in range(size)]


def tree(paths: Iterable[UnitPath], merged: Iterable[UnitPath] = ()) -> Hierarchy:
    """The hierarchy of these paths, with every path above them."""
    given = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
    return Hierarchy.of(
        [*(Unit(path) for path in sorted(given)), *(Unit(path, merged=True) for path in sorted(merged))]
    )


def any_tree(chance: Random) -> dict[UnitPath, int]:
    """Up to twelve units at the ends of up to three levels, of 0 to 15 ballots each, and sometimes 1 to 4 ballots that
    belong to a unit above, of what was merged into it."""
    depth = chance.randint(1, 3)
    ends: list[UnitPath] = []
    for number in range(chance.randint(2, 12)):
        branch = tuple(f"{place}.{chance.randint(1, 3)}" for place in range(depth - 1))
        ends.append((*branch, f"end {number}"))
    sizes = {path: chance.randint(0, 15) for path in ends}
    above = {path[:place] for path in ends for place in range(len(path))}
    sizes.update({path: chance.randint(1, 4) for path in sorted(above) if chance.random() < 0.25})
    return sizes


def release_of(
    answers: Mapping[UnitPath, Sequence[int | None]],
    *,
    merged: Iterable[UnitPath] = (),
    levels: int = 5,
    policy: Policy | None = None,
) -> Release:
    """The release of a round with one item, "Q", without ambition: by unit, what those who belong there directly
    answered (None for "vet ikke")."""
    ballots = [Ballot(path, {"Q": (answer, None)}) for path, given in answers.items() for answer in given]
    return compute_release(
        round_id=1,
        instrument="test",
        version="1",
        items=[ItemSpec("Q", levels, ambition=False)],
        policy=policy or Policy(),
        hierarchy=tree(answers, merged),
        ballots=ballots,
    )


def unit_of(release: Release, *path: str) -> UnitResult:
    """One unit of a release."""
    return next(unit for unit in release["units"] if unit["path"] == list(path))


def statuses(release: Release) -> dict[UnitPath, str]:
    """The status of every unit."""
    return {tuple(unit["path"]): unit["status"] for unit in release["units"]}


def item_of(release: Release, *path: str, code: str = "Q") -> ItemResult:
    """One item's result for a published unit."""
    return unit_of(release, *path)["items"][code]


def today_of(release: Release, *path: str, code: str = "Q") -> Measure:
    """What is shown of today for a published unit."""
    return item_of(release, *path, code=code)["today"]


def displays(release: Release, code: str = "Q") -> dict[UnitPath, str]:
    """How today is displayed, by published unit."""
    return {
        tuple(unit["path"]): unit["items"][code]["today"]["display"] for unit in release["units"] if "items" in unit
    }
