"""R11: every thin measure must leave many different sets of answers possible, given everything released.

What a reader of a release knows of one measure falls apart into regions. The measure of a unit shown in full, less
those of the units below it shown in full, is exactly known: that is the region's pool of answers. It is divided into
blocks: one for every thin unit of the region (without the thin units inside it), and one for the rest. A reader knows
the pool, the size of every block, and the shown mean of every thin unit; nothing else. Where the programme itself is
not shown in full, the topmost region has no pool, and any answer may be any level.

Instead of counting all possibilities we exhibit some. Let two blocks exchange a few answers: when every thin unit
touched still shows the same mean, the result is another state of affairs with the very same release. Exchanges that
change a unit's counts in different ways are different sets of answers. What is exhibited is never more than what
exists, so the check errs on the careful side only.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

import numpy as np

from assessments.disclosure.contract import Display
from assessments.disclosure.counting import IntArray
from assessments.disclosure.detail import sums_shown_alike
from assessments.disclosure.exchanges import BoolArray, Look, MeasureCounts, all_changes, looks
from assessments.disclosure.glance import in_doubt

Pair = tuple[int, int]

OUTSIDE = -1
"""The other side of an exchange in a region without a pool: a block that has whatever is asked for."""

WORTH: dict[Display, int] = {"full": 2, "thin": 1, "none": 0, "too_few": 0}


class Region:
    """The blocks below one unit shown in full, or below the programme, and what they can exchange."""

    def __init__(self, measure: MeasureCounts, displays: Sequence[Display], top: int, look: Look) -> None:
        levels = measure.own.shape[1]
        self.measure = measure
        self.look = look
        self.changes = all_changes(levels, look.reach)
        self.has_pool = displays[top] == "full"
        self.counts: dict[int, IntArray] = {}
        self.thin_around: dict[int, tuple[int, ...]] = {}
        self.inside: dict[int, list[int]] = {}
        self._fill(displays, top)
        self.by_size = sorted(self.counts, key=lambda block: (-int(self.counts[block].sum()), block))
        self._changeable: dict[Pair, BoolArray] = {}
        self._alike: dict[Pair, BoolArray] = {}

    def _fill(self, displays: Sequence[Display], top: int) -> None:
        """Find the blocks, named by their topmost node: their counts, the thin units around each, inmost first, and
        the other way round the blocks inside each thin unit."""
        nothing: tuple[int, ...] = ()
        waiting = [(top, top, nothing)]
        while waiting:
            node, block, around = waiting.pop()
            if displays[node] == "thin":
                block, around = node, (node, *around)
            if block == node:
                self.counts[block] = np.zeros_like(self.measure.own[node])
                self.thin_around[block] = around
                for unit in around:
                    self.inside.setdefault(unit, []).append(block)
            self.counts[block] += self.measure.own[node]
            below = self.measure.hierarchy.children[node]
            waiting += [(child, block, around) for child in below if displays[child] != "full"]

    def thin_units(self) -> list[int]:
        """The nodes shown thin, the smallest first."""
        return sorted(self.inside, key=lambda node: (self.measure.size(node), node))

    def is_compatible(self, unit: int) -> bool:
        """Whether enough sets of answers are exhibited for this thin unit: for a reader, and for a respondent anywhere
        in the region who knows one answer in their own block."""
        exhibited: dict[Pair, BoolArray] = {}
        for pair in islice(self.pairs(unit), self.look.pairs):
            exhibited[pair] = self.possible_changes(*pair)
            if self._is_enough(exhibited):
                return True
        return False

    def pairs(self, unit: int) -> Iterator[Pair]:
        """Blocks inside the unit with blocks outside it, those first that have most to exchange."""
        outside = (block for block in self.by_size if unit not in self.thin_around[block])
        for other in outside if self.has_pool else chain([OUTSIDE], outside):
            for block in self.inside[unit]:
                yield block, other

    def possible_changes(self, block: int, other: int) -> BoolArray:
        """Which changes may happen to `block` when `other` undergoes the opposite."""
        around, around_other = self.thin_around[block], self.thin_around.get(other, ())
        possible = self._can_change(block, 1) & self._can_change(other, -1)
        for unit in around:
            if unit not in around_other:
                possible = possible & self._is_shown_alike(unit, 1)
        for unit in around_other:
            if unit not in around:
                possible = possible & self._is_shown_alike(unit, -1)
        return possible

    def _can_change(self, block: int, sign: int) -> BoolArray:
        """Which changes, or opposites of changes, leave no count of the block below 0."""
        if (block, sign) not in self._changeable:
            enough: BoolArray = np.ones(len(self.changes.rows), dtype=np.bool_)
            if block != OUTSIDE:
                held = self.changes.small(self.counts[block])
                enough = np.all(sign * self.changes.by_level >= -held[:, None], axis=0)
            self._changeable[block, sign] = enough
        return self._changeable[block, sign]

    def _is_shown_alike(self, unit: int, sign: int) -> BoolArray:
        """Which changes, or opposites of changes, leave what is shown of a thin unit as it is."""
        if (unit, sign) not in self._alike:
            counts = self.measure.totals[unit].tolist()
            least, most = sums_shown_alike(counts)
            sums: IntArray = (
                sum(level * count for level, count in enumerate(counts, start=1)) + sign * self.changes.shifts
            )
            self._alike[unit, sign] = (least <= sums) & (sums <= most)
        return self._alike[unit, sign]

    def _is_enough(self, exhibited: dict[Pair, BoolArray]) -> bool:
        if np.count_nonzero(self._any(exhibited, list(exhibited))) < self.measure.policy.compatible:
            return False
        touched = {block for pair in exhibited for block in pair} - {OUTSIDE}
        return all(self._is_enough_for_insider(block, exhibited) for block in sorted(touched))

    def _is_enough_for_insider(self, block: int, exhibited: dict[Pair, BoolArray]) -> bool:
        """Whether, for every level somebody in this block answered, enough changes leave that level in the block.

        Someone in a block that no exchange touches sees all of them, so only the touched blocks need asking.
        """
        smallest = self.measure.policy.compatible_for_insider
        elsewhere = self._any(exhibited, [pair for pair in exhibited if block not in pair])
        if np.count_nonzero(elsewhere) >= smallest:
            return True
        given = self._any(exhibited, [pair for pair in exhibited if pair[0] == block])
        taken = self._any(exhibited, [pair for pair in exhibited if pair[1] == block])
        held, changes = self.changes.small(self.counts[block])[:, None], self.changes.by_level
        seen = elsewhere | (given & (held + changes >= 1)) | (taken & (held - changes >= 1))
        enough = (np.count_nonzero(seen, axis=1) >= smallest) | (held[:, 0] == 0)
        return bool(enough.all())

    def _any(self, exhibited: dict[Pair, BoolArray], pairs: Sequence[Pair]) -> BoolArray:
        """The changes exhibited by any of these pairs."""
        changes = np.zeros(len(self.changes.rows), dtype=np.bool_)
        for pair in pairs:
            changes |= exhibited[pair]
        return changes


def keep_compatible(measure: MeasureCounts, displays: Sequence[Display]) -> list[Display]:
    """The displays of one measure, by node, with R11 applied: "none" for thin measures that would tell too much, or a
    full unit made thin where that keeps more. Regions below come before those above."""
    settled = list(displays)
    doubtful = in_doubt(measure, displays)
    for top in sorted(doubtful, reverse=True):
        settled = _settle(measure, settled, top, doubtful[top])
    return settled


def _settle(measure: MeasureCounts, displays: list[Display], top: int, doubtful: Sequence[int]) -> list[Display]:
    """Withhold what would tell too much; then try whether fewer full units below the top keep more, counting a full
    measure as two thin ones. A full child that goes thin makes the top's pool larger, so R10 still holds."""
    best = _withhold(measure, displays, top, doubtful)
    while best != displays:
        full = [child for child in measure.hierarchy.children[top] if displays[child] == "full"]
        if not full:
            break
        displays = _without_detail(measure, displays, min(full, key=measure.size))
        if _worth(displays) <= _worth(best):
            break
        attempt = _withhold(measure, displays, top)
        if _worth(attempt) <= _worth(best):
            break
        best = attempt
    return best


def _withhold(
    measure: MeasureCounts, displays: list[Display], top: int, among: Sequence[int] | None = None
) -> list[Display]:
    """Set the smallest failing thin unit of the region to "none" until none fails. Its answers then move as freely as
    the rest of its block, so what was compatible stays compatible. `among`: those that a quick look left in doubt."""
    kept = list(displays)
    quick, long = looks(measure.own.shape[1])
    failing = _failing(measure, kept, top, quick) if among is None else among
    failing = _failing(measure, kept, top, long, failing)
    while failing:
        kept[failing[0]] = "none"
        failing = _failing(measure, kept, top, long, failing[1:])
    return kept


def _failing(
    measure: MeasureCounts, displays: Sequence[Display], top: int, look: Look, among: Sequence[int] | None = None
) -> list[int]:
    """The thin units of a region, or those among them, that are not seen to be compatible; the smallest first."""
    if among is not None and not among:
        return []
    region = Region(measure, displays, top, look)
    return [unit for unit in among or region.thin_units() if not region.is_compatible(unit)]


def _without_detail(measure: MeasureCounts, displays: list[Display], node: int) -> list[Display]:
    """The displays with everything shown in full at and below this node thin instead."""
    thinned = list(displays)
    waiting = [node]
    while waiting:
        below = waiting.pop()
        if thinned[below] == "full":
            thinned[below] = "thin"
        waiting += measure.hierarchy.children[below]
    return thinned


def _worth(displays: Sequence[Display]) -> int:
    return sum(map(WORTH.__getitem__, displays))
