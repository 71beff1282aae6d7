"""R5: an independent look at a finished release, before it is stored.

The auditor does not know how the release was made. It reads which units show a number, as rows of 0 and 1 over the
finest cells (the answers belonging directly to one unit), and asks whether any sum and difference of shown rows is a
group of at least one and too few answers. It asks three times: of the ballots, of the valid answers to each item, and,
with the larger threshold, of what each measure shows in full. Then it asks what a reader could think of: `guessing`.

There are two ways to ask. The general one takes any rows, and is exponential in the number of small cells. The direct
one takes rows of a tree, where it is enough to subtract from each row the largest rows inside it. Empty cells
hold nothing to find out, and are left out of both.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from assessments.disclosure.contract import ItemResult, Measure, Release
from assessments.disclosure.counting import AMBITION, TODAY, ItemSpec, Tally
from assessments.disclosure.guessing import Guesses, Solved
from assessments.disclosure.hierarchy import Hierarchy, UnitPath
from assessments.disclosure.policy import Policy

MOST_SMALL_CELLS = 12
MOST_CELLS = 60
"""Up to this many cells, and small ones among them, the general check is asked as well."""

MOST_UNITS = 60
"""Up to this many units, what is shown thin is solved as a reader would; it takes too long for thousands."""

Cells = Mapping[UnitPath, int]
Row = list[Fraction]
MEASURES: tuple[tuple[int, str], ...] = ((TODAY, "today"), (AMBITION, "ambition"))


def audit(
    release: Release, hierarchy: Hierarchy, items: Sequence[ItemSpec], tally: Tally, policy: Policy
) -> str | None:
    """Why this release must not be stored, in words without a number, or None."""
    paths = [unit.path for unit in hierarchy.units]
    published = [tuple(unit["path"]) for unit in release["units"] if unit["status"] == "published"]
    if gives_away(dict(zip(paths, tally.own_ballots.tolist(), strict=True)), published, policy.k):
        return "The numbers of ballots give a small group away."
    guesses = Guesses(policy)
    for place, item in enumerate(items):
        results = _results(release, item.code)
        own = tally.own_answers[:, place, :, : item.levels]
        valid = dict(zip(paths, own[:, TODAY].sum(axis=1).tolist(), strict=True))
        if gives_away(valid, [path for path in results if _shows_something(results[path])], policy.k):
            return f"What is shown of {item.code} gives a small group away."
        for number, name in MEASURES:
            measures = {path: _measure(result, name) for path, result in results.items()}
            full = [path for path, measure in measures.items() if measure is not None and measure["display"] == "full"]
            if gives_away(valid, full, policy.detail_from):
                return f"The distributions of {item.code} give that of a small group away."
            shown = [measures.get(path) for path in paths]
            solved = Solved(hierarchy, own[:, number], shown)
            if solved.tells_of_nearly_all(policy.homogeneity):
                return f"The distributions of {item.code} tell what nearly everyone in a group answered."
            if len(paths) <= MOST_UNITS and guesses.are_few(solved, shown):
                return f"What is shown thin of {item.code} leaves too few possibilities."
    return None


def gives_away(cells: Cells, rows: Collection[UnitPath], smallest: int) -> bool:
    """Whether the rows (units, each holding every cell below it) give away a group of 1 to `smallest` - 1 answers."""
    if gives_away_in_tree(cells, rows, smallest):
        return True
    held = {path: size for path, size in cells.items() if size}
    small = sum(size < smallest for size in held.values())
    # A group below the threshold is made of small cells only. The general check costs too much beyond its limits;
    # there the check of the tree, which is exact for what a release shows, stands alone.
    if not 0 < small <= MOST_SMALL_CELLS or len(held) > MOST_CELLS:
        return False
    order = list(held)
    return gives_away_in_general(list(held.values()), [[_holds(row, path) for path in order] for row in rows], smallest)


def gives_away_in_tree(cells: Cells, rows: Collection[UnitPath], smallest: int) -> bool:
    """The direct check. Rows of a tree are sums of disjoint remainders, one for each row: the row without the rows
    inside it. A group in their span is a union of remainders, so the smallest group is the smallest remainder."""
    known = set(rows)
    remainders = dict.fromkeys(known, 0)
    for path, size in cells.items():
        inmost = next((path[:depth] for depth in range(len(path), -1, -1) if path[:depth] in known), None)
        if inmost is not None:
            remainders[inmost] += size
    return any(0 < size < smallest for size in remainders.values())


def gives_away_in_general(sizes: Sequence[int], rows: Sequence[Sequence[bool]], smallest: int) -> bool:
    """The general check, for any rows over cells of these sizes (none of them 0): whether the indicator of a set of
    cells, together 1 to `smallest` - 1 answers, is a rational combination of the rows."""
    basis = _reduced([[Fraction(held) for held in row] for row in rows])
    return any(_is_spanned(basis, len(sizes), group) for group in _small_groups(sizes, smallest))


def _reduced(rows: list[Row]) -> dict[int, Row]:
    """The reduced row echelon form of the rows, by pivot column."""
    basis: dict[int, Row] = {}
    for row in rows:
        for pivot, known in basis.items():
            row = _without(row, known, row[pivot])
        pivot = next((column for column, value in enumerate(row) if value), -1)
        if pivot >= 0:
            row = [value / row[pivot] for value in row]
            basis = {column: _without(known, row, known[pivot]) for column, known in basis.items()}
            basis[pivot] = row
    return basis


def _without(row: Row, other: Row, times: Fraction) -> Row:
    return [value - times * taken for value, taken in zip(row, other, strict=True)] if times else row


def _is_spanned(basis: Mapping[int, Row], width: int, group: Collection[int]) -> bool:
    """Whether the indicator of the group is a combination of the basis: only one can be, read off at the pivots."""
    combined = [Fraction(0)] * width
    for pivot, row in basis.items():
        if pivot in group:
            combined = [total + value for total, value in zip(combined, row, strict=True)]
    return combined == [Fraction(cell in group) for cell in range(width)]


def _small_groups(sizes: Sequence[int], smallest: int) -> Iterator[frozenset[int]]:
    """Every set of cells holding 1 to `smallest` - 1 answers."""
    waiting: list[tuple[frozenset[int], int, int]] = [(frozenset(), 0, 0)]
    while waiting:
        group, held, start = waiting.pop()
        for cell in range(start, len(sizes)):
            if held + sizes[cell] < smallest:
                larger = group | {cell}
                yield larger
                waiting.append((larger, held + sizes[cell], cell + 1))


def _holds(row: UnitPath, cell: UnitPath) -> bool:
    return cell[: len(row)] == row


def _results(release: Release, code: str) -> dict[UnitPath, ItemResult]:
    """One item's result by path, of the published units."""
    return {tuple(unit["path"]): unit["items"][code] for unit in release["units"] if "items" in unit}


def _measure(result: ItemResult, name: str) -> Measure | None:
    return result["today"] if name == "today" else result.get("ambition")


def _shows_something(result: ItemResult) -> bool:
    shown = ("full", "thin")
    return result["today"]["display"] in shown or ("ambition" in result and result["ambition"]["display"] in shown)
