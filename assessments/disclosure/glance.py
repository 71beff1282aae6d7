"""R11 at a glance: the thin measures that exchanges with a few neighbours already show to be compatible, all at once.

In a programme of many groups nearly all thin measures are of this kind, and asking for each by itself takes most of
the time of a release. What is left in doubt here is asked for one by one, in `compatibility`. The words are explained
there too: regions, their tops, blocks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import numpy as np

from assessments.disclosure.contract import Display
from assessments.disclosure.counting import IntArray
from assessments.disclosure.detail import sums_shown_alike
from assessments.disclosure.exchanges import BoolArray, MeasureCounts, SmallArray, all_changes, looks

PARTNERS = 6
"""How many blocks outside it, the largest, a thin unit is tried with."""

Neighbours = tuple[int, int, list[int]]
"""A thin unit, the largest block inside it, and the largest blocks outside it."""

NOBODY = -1
MUCH = 1_000
"""More than any exchange adds to the sum of the answers."""


def in_doubt(measure: MeasureCounts, displays: Sequence[Display]) -> dict[int, list[int]]:
    """Top of a region -> its thin units that are not seen to be compatible at a glance, the smallest first."""
    layout = Layout(measure, displays)
    doubtful = {node for node, display in enumerate(displays) if display == "thin"}
    asked = list(layout.neighbours())
    for look in looks(measure.own.shape[1]):
        asked = [each for each in asked if each[0] in doubtful]
        doubtful -= _seen(Trial(measure, layout, look.reach, asked))
    regions: dict[int, list[int]] = defaultdict(list)
    for unit in sorted(doubtful, key=lambda node: (measure.size(node), node)):
        regions[layout.tops[unit]].append(unit)
    return regions


def _seen(trial: "Trial") -> set[int]:
    """The units of the trial for which enough is exhibited."""
    seen: set[int] = set()
    for turn in range(PARTNERS):
        trial.keep(trial.partners[:, turn] != NOBODY)
        if not len(trial.units):
            break
        trial.exchange(turn)
        enough = trial.is_enough()
        seen.update(trial.units[enough].tolist())
        trial.keep(~enough)
    return seen


class Layout:
    """By node: the top of its region, and the thin units around it, inmost first; and of the block that it is topmost
    of: the counts, and how far the sum of its answers may fall and rise with everything around it shown as it is."""

    def __init__(self, measure: MeasureCounts, displays: Sequence[Display]) -> None:
        nothing: tuple[int, ...] = ()
        self.tops = [0] * len(displays)
        self.around = [nothing] * len(displays)
        self.leeway = _leeway(measure, displays)
        self.has_pool = [display == "full" for display in displays]
        blocks = [0] * len(displays)
        for node, parent in enumerate(measure.hierarchy.parents):
            if self.has_pool[node]:
                self.tops[node] = blocks[node] = node
                continue
            self.tops[node], self.around[node], blocks[node] = self.tops[parent], self.around[parent], blocks[parent]
            if displays[node] == "thin":
                self._narrow(node, blocks[parent] if node else NOBODY)
                self.around[node], blocks[node] = (node, *self.around[node]), node
        self.counts = np.zeros_like(measure.own)
        np.add.at(self.counts, blocks, measure.own)

    def _narrow(self, node: int, above: int) -> None:
        """What is shown of the thin units around the block above must stay as well."""
        if above != NOBODY:
            np.maximum(self.leeway[node, 0], self.leeway[above, 0], out=self.leeway[node, :1])
            np.minimum(self.leeway[node, 1], self.leeway[above, 1], out=self.leeway[node, 1:])

    def neighbours(self) -> Iterator[Neighbours]:
        """Of the thin units in regions with a pool."""
        regions: dict[int, list[int]] = defaultdict(list)
        sizes = self.counts.sum(axis=1).tolist()
        for node in sorted(np.flatnonzero(sizes).tolist(), key=lambda block: -sizes[block]):
            if self.has_pool[self.tops[node]]:
                regions[self.tops[node]].append(node)
        for blocks in regions.values():
            inside: dict[int, int] = {}
            for block in blocks:
                for unit in self.around[block]:
                    inside.setdefault(unit, block)
            for unit, block in inside.items():
                outside = [other for other in blocks[: 2 * PARTNERS] if unit not in self.around[other]]
                yield unit, block, outside[:PARTNERS]


def _leeway(measure: MeasureCounts, displays: Sequence[Display]) -> IntArray:
    """[node, fall or rise]: of thin units what their own display leaves, of others any."""
    thin = np.array([node for node, display in enumerate(displays) if display == "thin"], dtype=np.int64)
    bounds = np.array([sums_shown_alike(counts) for counts in measure.totals[thin].tolist()]).reshape(-1, 2)
    leeway = np.tile([-MUCH, MUCH], (len(displays), 1))
    leeway[thin] = bounds - (measure.totals[thin] @ np.arange(1, measure.own.shape[1] + 1))[:, None]
    return leeway


class Trial:
    """Thin units, each with a block inside it and its partners outside, and what their exchanges have exhibited."""

    def __init__(self, measure: MeasureCounts, layout: Layout, reach: int, asked: Sequence[Neighbours]) -> None:
        self.policy = measure.policy
        self.changes = all_changes(measure.own.shape[1], reach)
        self.leeway = layout.leeway
        self.held: SmallArray = self.changes.small(layout.counts)
        self.units, self.blocks = (np.array([each[place] for each in asked], dtype=np.int64) for place in (0, 1))
        self.partners = np.full((len(asked), PARTNERS), NOBODY)
        for row, (_unit, _block, outside) in enumerate(asked):
            self.partners[row, : len(outside)] = outside
        self.exhibited: list[BoolArray] = []

    def keep(self, rows: BoolArray) -> None:
        """Go on with these units alone."""
        self.units, self.blocks, self.partners = self.units[rows], self.blocks[rows], self.partners[rows]
        self.exhibited = [possible[rows] for possible in self.exhibited]

    def exchange(self, turn: int) -> None:
        """Exhibit, [unit, change], what the blocks and one partner each can exchange unnoticed."""
        others = self.partners[:, turn]
        possible = _within(self.leeway[self.blocks], self.changes.shifts)
        possible &= _within(self.leeway[others], -self.changes.shifts)
        for level, gained in enumerate(self.changes.by_level):
            possible &= self.held[self.blocks, level, None] >= -gained
            possible &= self.held[others, level, None] >= gained
        self.exhibited.append(possible)

    def is_enough(self) -> BoolArray:
        """By unit, whether enough is exhibited for a reader, and for an insider in any block that was touched."""
        everything = reduce(or_, self.exhibited)
        enough: BoolArray = np.count_nonzero(everything, axis=1) >= self.policy.compatible
        enough &= self._leaves_own_answer(self.blocks, self.changes.by_level, everything)
        for turn, possible in enumerate(self.exhibited):
            elsewhere = [other for place, other in enumerate(self.exhibited) if place != turn]
            untouched = reduce(or_, elsewhere, np.zeros_like(possible))
            others = self.partners[:, turn]
            enough &= self._leaves_own_answer(others, -self.changes.by_level, possible, untouched)
        return enough

    def _leaves_own_answer(
        self, blocks: IntArray, gains: SmallArray, possible: BoolArray, untouched: BoolArray | None = None
    ) -> BoolArray:
        """Whether for each answer in the block enough changes leave it there; `untouched`: changes elsewhere."""
        enough = np.ones(len(blocks), dtype=np.bool_)
        for level, gained in enumerate(gains):
            held = self.held[blocks, level, None]
            left = possible & (held > -gained)
            seen = np.count_nonzero(left if untouched is None else left | untouched, axis=1)
            enough &= (seen >= self.policy.compatible_for_insider) | (held[:, 0] == 0)
        return enough


def _within(leeway: IntArray, shifts: IntArray) -> BoolArray:
    """[block, change]: which changes, by what they add to the sum of the answers, leave what is shown as it is."""
    within: BoolArray = (leeway[:, :1] <= shifts) & (shifts <= leeway[:, 1:])
    return within
