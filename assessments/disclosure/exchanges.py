"""Exchanges of answers: how R11 exhibits other states of affairs with the very same release.

Two groups exchange a few answers: each group's counts by level change, one by the opposite of the other. When every
shown mean stays as it is, nobody who reads the release can tell the two states apart.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from assessments.disclosure.counting import IntArray
from assessments.disclosure.hierarchy import Hierarchy
from assessments.disclosure.policy import Policy

BoolArray = npt.NDArray[np.bool_]
SmallArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Look:
    """How long to look for other sets of answers: the number of answers exchanged, and of pairs of blocks tried."""

    reach: int
    pairs: int


LOOKS = Look(reach=2, pairs=4), Look(reach=4, pairs=24)
LOOKS_ON_LONG_SCALE = Look(reach=1, pairs=4), Look(reach=2, pairs=24)
LONG_SCALE = 7


def looks(levels: int) -> tuple[Look, Look]:
    """A quick look, enough for most units of a scale with so many levels, and a long one, taken for the others; more
    would exhibit hardly more."""
    return LOOKS if levels < LONG_SCALE else LOOKS_ON_LONG_SCALE


@cache
def exchanges(levels: int, reach: int) -> IntArray:
    """Every way an exchange of up to `reach` answers can change a block's counts by level: rows that add up to 0, with
    the row of no change among them."""
    changes = {
        tuple(np.subtract(gain, loss).tolist()) for gain, loss in product(_moves(levels, reach), _moves(levels, reach))
    }
    return np.array(sorted(changes), dtype=np.int64)


@dataclass(frozen=True)
class Changes:
    """All exchanges of up to `reach` answers, laid out for comparing many at once: `rows[change, level - 1]` and
    `by_level[level - 1, change]` are the same, `shifts[change]` is what each adds to the sum of the answers."""

    reach: int
    rows: IntArray
    by_level: SmallArray
    shifts: IntArray

    def small(self, counts: IntArray) -> SmallArray:
        """Counts as far as they matter here: more answers than an exchange can take away are as good as many."""
        return np.minimum(counts, self.reach + 1).astype(np.int8)


@cache
def all_changes(levels: int, reach: int) -> Changes:
    """The exchanges of up to `reach` answers on a scale."""
    rows = exchanges(levels, reach)
    return Changes(reach, rows, np.ascontiguousarray(rows.T, dtype=np.int8), rows @ np.arange(1, levels + 1))


def _moves(levels: int, size: int) -> list[tuple[int, ...]]:
    """Every count of `size` answers over the levels."""
    if levels == 1:
        return [(size,)]
    return [(first, *rest) for first in range(size + 1) for rest in _moves(levels - 1, size - first)]


@dataclass(frozen=True)
class MeasureCounts:
    """One measure of one item: the counts by level, [node, level - 1], of what belongs to each node directly, and of
    its whole subtree."""

    hierarchy: Hierarchy
    own: IntArray
    totals: IntArray
    policy: Policy

    def size(self, node: int) -> int:
        """How many answers the node's subtree holds."""
        return int(self.totals[node].sum())
