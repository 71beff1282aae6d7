"""How much of a measure is shown: full or thin (R7-R9), and the numbers of each, rounded by whole-number arithmetic."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import isqrt
from operator import mul

from assessments.disclosure.contract import Bound, FullMeasure, ThinMeasure
from assessments.disclosure.policy import Policy
from assessments.disclosure.selection import Counts, Safe

FEWEST_LEVELS_FOR_THIN = 4
"""R8 clips the mean one step inside the ends of the scale. Of three points only the middle is left, which says nothing
of any group, and of two points less than nothing: on such scales a measure is shown in full or not at all."""


LARGEST_GUESSED = 100
"""In a homogeneous group larger than this, those who disagree are so many that they always may be many sets."""


def is_homogeneous(counts: Counts, share: Fraction) -> bool:
    """R9: whether one level holds at least this share of the answers."""
    return max(counts) * share.denominator >= sum(counts) * share.numerator


def may_be_known_in_full(policy: Policy) -> Safe:
    """R7, R9 and R10: a group's distribution may be known when it is empty, or large enough and not homogeneous."""

    def safe(counts: Counts) -> bool:
        size = sum(counts)
        return size == 0 or (size >= policy.detail_from and not is_homogeneous(counts, policy.homogeneity))

    return safe


def may_be_shown_thin(counts: Counts, policy: Policy) -> bool:
    """R8 and R9: whether the scale is long enough, and the answers do not tell that they are nearly all alike.

    A large group shown thin is mostly a homogeneous one, and a reader who knows the rules may guess so. Then as many
    homogeneous sets of answers as R11 asks for must be shown alike. This depends on nothing but the size and
    what is shown, so whoever is told nothing learns nothing from that either.
    """
    size, levels = sum(counts), len(counts)
    if levels < FEWEST_LEVELS_FOR_THIN:
        return False
    if policy.detail_from <= size <= LARGEST_GUESSED and is_homogeneous(counts, policy.homogeneity):
        return homogeneous_sets(size, levels, policy.homogeneity, sums_shown_alike(counts)) >= policy.compatible
    return True


@cache
def homogeneous_sets(size: int, levels: int, share: Fraction, sums: tuple[int, int]) -> int:
    """How many sets of `size` answers have this share (more than half) on one level, and a sum from the first to the
    second of `sums`: on each level as many as must be there, the others free."""
    alike = -(-size * share.numerator // share.denominator)
    ways = _sets_by_sum(levels, size - alike)
    return sum(
        number
        for level in range(1, levels + 1)
        for total, number in enumerate(ways, start=alike * level)
        if sums[0] <= total <= sums[1]
    )


@cache
def _sets_by_sum(levels: int, size: int) -> list[int]:
    """How many sets of `size` answers have each sum, from 0."""
    ways = [[0] * (size * levels + 1) for _ in range(size + 1)]
    ways[0][0] = 1
    for level in range(1, levels + 1):
        for held in range(1, size + 1):
            for total in range(level, size * levels + 1):
                ways[held][total] += ways[held - 1][total - level]
    return ways[size]


def full_measure(counts: Counts) -> FullMeasure:
    """Counts by level, mean and standard deviation of all answers. Halves round up. `counts` must hold something."""
    size, total = sum(counts), _sum_of_levels(counts)
    squares = _sum_of_levels(list(map(mul, range(1, len(counts) + 1), counts)))
    variance_by_size_squared = size * squares - total * total
    return {
        "display": "full",
        "n": size,
        "counts": {str(level): count for level, count in enumerate(counts, start=1)},
        "mean": (20 * total + size) // (2 * size) / 10,
        "sd": (isqrt(400 * variance_by_size_squared) + size) // (2 * size) / 10,
    }


def thin_measure(counts: Counts) -> ThinMeasure:
    """R8: the mean in half points, clipped one step inside the ends. Halves of a half round up."""
    levels = len(counts)
    lowest, highest = _ends(levels)
    halves = _halves(sum(counts), _sum_of_levels(counts), levels)
    bounds: dict[int, Bound] = {lowest: "at_most", highest: "at_least"}
    return {"display": "thin", "mean": halves / 2, "bound": bounds.get(halves)}


def sums_shown_alike(counts: Counts) -> tuple[int, int]:
    """The lowest and the highest sum of as many answers that `thin_measure` shows as it shows these."""
    return _sums_shown_alike(sum(counts), _sum_of_levels(counts), len(counts))


@cache
def _sums_shown_alike(size: int, total: int, levels: int) -> tuple[int, int]:
    lowest, highest = _ends(levels)
    halves = _halves(size, total, levels)
    least = size if halves == lowest else -(-size * (2 * halves - 1) // 4)
    most = size * levels if halves == highest else (size * (2 * halves + 1) - 1) // 4
    return least, most


def _halves(size: int, total: int, levels: int) -> int:
    """The mean in half points, as shown."""
    lowest, highest = _ends(levels)
    return min(max((4 * total + size) // (2 * size), lowest), highest)


def _ends(levels: int) -> tuple[int, int]:
    """The clipped ends of a scale, in half points."""
    return 4, 2 * (levels - 1)


def _sum_of_levels(counts: Sequence[int]) -> int:
    return sum(map(mul, range(1, len(counts) + 1), counts))
