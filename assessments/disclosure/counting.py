"""From opened ballots to counts: how many of each level, by unit, item and measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from assessments.disclosure.hierarchy import Hierarchy, UnitPath

Answer = tuple[int | None, int | None]
IntArray = npt.NDArray[np.int64]

TODAY, AMBITION = 0, 1
VET_IKKE = 0
MOST_LEVELS = 100
OUTSIDE_SCALE = "A ballot has a level outside the scale."


class InvalidBallot(ValueError):
    """A ballot that does not fit the round. The message says which rule it breaks, never what was answered."""


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One item of an instrument: its code, the number of levels of its scale (1..levels), and whether it also asks
    for an ambition. Raises ValueError when the scale has fewer than two levels."""

    code: str
    levels: int
    ambition: bool

    def __post_init__(self) -> None:
        if self.levels < 2:
            raise ValueError("A scale has at least two levels.")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One opened ballot: the path of the unit it belongs to directly, and by item code (today, ambition), each a level
    from 1, or None for "vet ikke". An item left out counts as "vet ikke". The answers are not in its repr."""

    path: UnitPath
    answers: Mapping[str, Answer] = field(repr=False)


@dataclass(frozen=True)
class BallotTable:
    """Many opened ballots, a row each: `levels[ballot, 2 * item + measure]` is a level, or 0 for "vet ikke"."""

    paths: Sequence[UnitPath]
    levels: npt.NDArray[np.integer] = field(repr=False)


@dataclass(frozen=True)
class Tally:
    """What the ballots add up to.

    `ballots[node]` and `answers[node, item, measure, level - 1]` count everything in the unit's whole subtree;
    `own_ballots` and `own_answers`, of the same shapes, only what belongs to the unit directly. These last are the
    finest cells there are.
    """

    own_ballots: IntArray
    own_answers: IntArray
    ballots: IntArray
    answers: IntArray


def count_ballots(hierarchy: Hierarchy, items: Sequence[ItemSpec], ballots: Iterable[Ballot] | BallotTable) -> Tally:
    """Count valid answers. Where an item asks an ambition, an answer is valid only as a pair (R12).

    Raises InvalidBallot for an unknown or merged unit, an unknown item, or a level outside the scale.
    """
    table = ballots if isinstance(ballots, BallotTable) else _table(items, ballots)
    nodes = np.array([_node(hierarchy, path) for path in table.paths], dtype=np.int64)
    size = len(hierarchy.units)
    own_ballots = np.bincount(nodes, minlength=size)
    own_answers = _count_levels(nodes, _valid_pairs(items, table), (size, items))
    return Tally(own_ballots, own_answers, _add_up(hierarchy, own_ballots), _add_up(hierarchy, own_answers))


def _table(items: Sequence[ItemSpec], ballots: Iterable[Ballot]) -> BallotTable:
    codes = {item.code for item in items}
    paths, rows = [], []
    for ballot in ballots:
        if not ballot.answers.keys() <= codes:
            raise InvalidBallot("A ballot answers an item the instrument does not have.")
        pairs = (ballot.answers.get(item.code, (None, None)) for item in items)
        paths.append(ballot.path)
        rows.append([VET_IKKE if level is None else _level(level) for level in chain.from_iterable(pairs)])
    return BallotTable(paths, np.array(rows, dtype=np.int64).reshape(len(rows), 2 * len(items)))


def _level(level: int) -> int:
    if type(level) is not int or not VET_IKKE < level <= MOST_LEVELS:
        raise InvalidBallot(OUTSIDE_SCALE)
    return level


def _node(hierarchy: Hierarchy, path: UnitPath) -> int:
    node = hierarchy.index.get(path)
    if node is None:
        raise InvalidBallot("A ballot names a unit the round does not have.")
    if hierarchy.units[node].merged:
        raise InvalidBallot("A ballot names a unit that was merged.")
    return node


def _valid_pairs(items: Sequence[ItemSpec], table: BallotTable) -> IntArray:
    """[ballot, item, measure]: the levels of valid answers, VET_IKKE for all others."""
    levels = table.levels.astype(np.int64).reshape(len(table.paths), len(items), 2)
    highest = np.array([item.levels for item in items], dtype=np.int64)
    asks_ambition = np.array([item.ambition for item in items], dtype=np.bool_)
    if (levels > highest[:, None]).any() or (levels < VET_IKKE).any():
        raise InvalidBallot(OUTSIDE_SCALE)
    if levels[:, ~asks_ambition, AMBITION].any():
        raise InvalidBallot("A ballot answers an ambition the item does not ask.")
    levels[(levels == VET_IKKE).any(axis=2) & asks_ambition] = VET_IKKE
    return levels


def _count_levels(nodes: IntArray, levels: IntArray, shape: tuple[int, Sequence[ItemSpec]]) -> IntArray:
    """Count [ballot, item, measure] into [node, item, measure, level - 1]."""
    size, items = shape
    columns = 2 * len(items)
    width = 1 + max((item.levels for item in items), default=0)
    places = (nodes[:, None] * columns + np.arange(columns)) * width + levels.reshape(len(nodes), columns)
    counted = np.bincount(places.ravel(), minlength=size * columns * width)
    return counted.reshape(size, len(items), 2, width)[..., VET_IKKE + 1 :]


def _add_up(hierarchy: Hierarchy, own: IntArray) -> IntArray:
    totals = own.copy()
    for node in range(len(totals) - 1, 0, -1):
        totals[hierarchy.parents[node]] += totals[node]
    return totals
