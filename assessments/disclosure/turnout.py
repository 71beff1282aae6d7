"""R13, how many answered: one band for the whole while a round is open; numbers for shown units once it is closed."""

from collections.abc import Sequence

from assessments.disclosure.hierarchy import Hierarchy
from assessments.disclosure.selection import Counts, select

FEWEST_FOR_A_BAND = 30
BAND = 10  # per cent


def band(invited: int, delivered: int) -> int | None:
    """The lower end of the ten per cent in which the share of delivered lies: 40 for 40 to 50 %, 90 up to all.

    None when fewer than 30 are invited.
    """
    if invited < FEWEST_FOR_A_BAND:
        return None
    return min(100 * delivered // invited // BAND * BAND, 100 - BAND)


def invited_shown(
    hierarchy: Hierarchy, invited: Sequence[int], delivered: Sequence[int], published: Sequence[bool], k: int
) -> list[int | None]:
    """By node: how many were invited in its whole subtree, or None where it is not told.

    `invited` and `delivered` count, by node, those who belong to it directly. Only published units are told, and only
    so that no group can be computed of which nobody, or fewer than k, delivered: else "three were invited there and
    none of them answered" would follow by subtraction, and point at people.
    """
    everyone = _subtrees(hierarchy, invited)
    counts: list[Counts] = [
        (answered, all_ - answered) for answered, all_ in zip(_subtrees(hierarchy, delivered), everyone, strict=True)
    ]
    shown = select(hierarchy, counts, published, lambda group: not any(group) or group[0] >= k)
    return [number if told else None for number, told in zip(everyone, shown, strict=True)]


def _subtrees(hierarchy: Hierarchy, own: Sequence[int]) -> list[int]:
    totals = list(own)
    for node in range(len(totals) - 1, 0, -1):
        totals[hierarchy.parents[node]] += totals[node]
    return totals
