"""Which units may be shown: one walk from the top, used for R1-R3 and again for R7, R9 and R10.

Both families of rules say the same thing of different amounts of detail: what may be known of a group when it is shown
must also hold for every group that is left over when shown groups are subtracted. So each is one predicate, `Safe`.
"""

from collections.abc import Callable, Sequence

from assessments.disclosure.hierarchy import Hierarchy

Counts = Sequence[int]
Safe = Callable[[Counts], bool]


def at_least(smallest: int) -> Safe:
    """R1 and R2: a group may be known when it holds no answers, or `smallest` and more."""

    def safe(counts: Counts) -> bool:
        size = sum(counts)
        return size == 0 or size >= smallest

    return safe


def select(hierarchy: Hierarchy, counts: Sequence[Counts], allowed: Sequence[bool], safe: Safe) -> list[bool]:
    """Which nodes are shown.

    `counts[node]` are the counts of the node's whole subtree, by level or just one number. A node is shown when it is
    allowed, holds something, is safe, and its parent is shown (R3); and when what is left of the parent outside its
    shown children is safe too: otherwise the smallest child goes, again and again (R2, R10). A parent that loses
    all its children is left with itself, which is safe; so one walk from the top reaches the fixpoint.
    """

    def may_be_shown(node: int) -> bool:
        return allowed[node] and any(counts[node]) and safe(counts[node])

    shown = [False] * len(counts)
    shown[0] = may_be_shown(0)
    for node, children in enumerate(hierarchy.children):
        if shown[node]:
            candidates = [child for child in children if may_be_shown(child)]
            for child in _kept(counts, node, candidates, safe):
                shown[child] = True
    return shown


def _kept(counts: Sequence[Counts], node: int, candidates: list[int], safe: Safe) -> list[int]:
    """The candidates without the smallest ones, until the rest of the node is safe. The last of equals goes first."""
    kept = sorted(candidates, key=lambda child: -sum(counts[child]))
    rest = list(counts[node])
    for child in kept:
        rest = [left - taken for left, taken in zip(rest, counts[child], strict=True)]
    while kept and not safe(rest):
        rest = [left + given for left, given in zip(rest, counts[kept.pop()], strict=True)]
    return kept
