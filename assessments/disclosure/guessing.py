"""R5 for thin measures: how many sets of answers a reader could think of who solves what is shown, unit by unit.

Independent of `compatibility`, and coarser: it looks at one thin unit at a time, at the mean shown of it and at what is
left of the smallest unit around it shown in full when the full ones inside are taken away; other thin units it leaves
out. So it counts too many, never too few: what it refuses is wrong for certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from assessments.disclosure.contract import Measure
from assessments.disclosure.counting import IntArray
from assessments.disclosure.hierarchy import Hierarchy
from assessments.disclosure.policy import Policy

NOWHERE = -1

Room = tuple[int, ...]
"""The most answers there may be on each level."""


class Guesses:
    """Counts sets of answers, as many as matter; remembers what it has counted for as long as it lives."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._known: dict[tuple[int, int, int, Room, int], int] = {}

    def are_few(self, solved: "Solved", measures: Sequence[Measure | None]) -> bool:
        """Whether some unit shown thin leaves a reader, or someone who knows one answer, too few sets of answers."""
        riddles = (
            solved.riddle(node, measure["mean"], measure["bound"])
            for node, measure in enumerate(measures)
            if measure is not None and measure["display"] == "thin"
        )
        return any(self._leaves_few(riddle) or self._leaves_insiders_few(riddle) for riddle in riddles)

    def _leaves_few(self, riddle: "Riddle") -> bool:
        room, enough = _room(riddle.pool, riddle.size), self.policy.compatible
        return self.count(riddle.size, riddle.least, riddle.most, room, enough) < enough

    def _leaves_insiders_few(self, riddle: "Riddle") -> bool:
        """`level` is what the insider answered: in the unit itself, or beside it."""
        size, least, most, enough = riddle.size, riddle.least, riddle.most, self.policy.compatible_for_insider
        for level, (held, around) in enumerate(zip(riddle.counts, riddle.pool, strict=True), start=1):
            room = _room([left - (other == level) for other, left in enumerate(riddle.pool, start=1)], size)
            if held and self.count(size - 1, least - level, most - level, room, enough) < enough:
                return True
            if around > held and self.count(size, least, most, room, enough) < enough:
                return True
        return False

    def count(self, size: int, least: int, most: int, room: Room, enough: int) -> int:
        """How many sets of `size` answers fit in the room with a sum from `least` to `most`; at most `enough`."""
        if not room:
            return int(size == 0 and least <= 0 <= most)
        lowest, highest = _extremes(size, room)
        if size > sum(room) or highest < least or lowest > most:
            return 0
        asked = size, least, most, room, enough
        if asked not in self._known:
            level, found = len(room), 0
            for held in range(min(size, room[-1]), -1, -1):
                rest = held * level
                found += self.count(size - held, least - rest, most - rest, room[:-1], enough - found)
                if found >= enough:
                    break
            self._known[asked] = found
        return self._known[asked]


@dataclass(frozen=True)
class Riddle:
    """A unit shown thin: its counts, those of the pool that it is part of, and the sums that are shown like its own."""

    counts: list[int]
    pool: list[int]
    least: int
    most: int

    @property
    def size(self) -> int:
        return sum(self.counts)


class Solved:
    """What follows from the distributions shown of one measure: for each unit shown in full, what is left of it without
    the full ones inside. Nobody can tell more from these distributions than sums of such remainders."""

    def __init__(self, hierarchy: Hierarchy, own: IntArray, measures: Sequence[Measure | None]) -> None:
        """`own[node, level - 1]` counts the answers belonging directly to each node; `measures` are shown, by node."""
        self.hierarchy, self.own = hierarchy, own
        # By node, the inmost node shown in full that it lies in or is.
        self.tops: list[int] = []
        for node, measure in enumerate(measures):
            is_full = measure is not None and measure["display"] == "full"
            self.tops.append(node if is_full else self.tops[hierarchy.parents[node]] if node else NOWHERE)
        inside = np.array(self.tops) != NOWHERE
        self.pools = np.zeros_like(own)
        np.add.at(self.pools, np.array(self.tops)[inside], own[inside])

    def tells_of_nearly_all(self, share: Fraction) -> bool:
        """R9: whether in some group that follows by subtraction this share of the answers are one and the same. If none
        of what is left of single units is like that, none of their unions is."""
        few, of = share.as_integer_ratio()
        sizes = self.pools.sum(axis=1)
        return bool(((self.pools.max(axis=1) * of >= sizes * few) & (sizes > 0)).any())

    def riddle(self, node: int, mean: float, bound: str | None) -> Riddle:
        """What a reader sees of a node shown thin, with this mean."""
        path = self.hierarchy.units[node].path
        inside = [unit.path[: len(path)] == path for unit in self.hierarchy.units]
        counts, top = self.own[inside].sum(axis=0).tolist(), self.tops[node]
        size = sum(counts)
        least, most = _sums(mean, bound, size, len(counts))
        return Riddle(counts, [2 * size] * len(counts) if top == NOWHERE else self.pools[top].tolist(), least, most)


def _room(pool: Sequence[int], size: int) -> Room:
    return tuple([left if left < size else size for left in pool])


def _sums(mean: float, bound: str | None, size: int, levels: int) -> tuple[int, int]:
    """The sums of `size` answers that are shown as this mean: at least a quarter point below, less than one above."""
    halves = round(2 * mean)
    least = size if bound == "at_most" else -(-size * (2 * halves - 1) // 4)
    most = size * levels if bound == "at_least" else -(-size * (2 * halves + 1) // 4) - 1
    return least, most


def _extremes(size: int, room: Room) -> tuple[int, int]:
    """The lowest and the highest sum of so many answers in the room."""
    return _fill(size, list(enumerate(room, start=1))), _fill(size, list(enumerate(room, start=1))[::-1])


def _fill(size: int, order: Sequence[tuple[int, int]]) -> int:
    total = 0
    for level, left in order:
        taken = min(left, size)
        total, size = total + taken * level, size - taken
    return total
