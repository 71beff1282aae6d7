"""An arithmetician who has the release and nothing else, except what colleagues easily know: who belongs to which unit,
and how many valid answers there were in each. It knows nothing of how releases are made: no tree, no order of
rules; only rows of cells, and numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product
from math import comb, lcm
from random import Random

import numpy as np

from assessments.disclosure import Measure, Release, UnitPath

Counts = tuple[int, ...]
State = dict[int, Counts]


def belongs(cell: UnitPath, unit: UnitPath) -> bool:
    """Whether the answers of this cell are counted in the unit."""
    return cell[: len(unit)] == unit


# --- subtracting -----------------------------------------------------------------------------------------------------


def derivable_groups(truth: Mapping[UnitPath, Counts], rows: Sequence[UnitPath]) -> list[Counts]:
    """The counts of every group of answers whose total follows from the totals of the rows (units), by trying all
    groups: one does exactly when it stands at right angles to everything that stands at right angles to all rows.

    Cells that the same rows hold cannot be told apart, so they go together; empty ones hold nothing to find out.
    """
    members: dict[tuple[int, ...], list[Counts]] = {}
    for cell, counts in truth.items():
        if sum(counts):
            members.setdefault(tuple(int(belongs(cell, row)) for row in rows), []).append(counts)
    if not members:
        return []
    matrix = [list(row) for row in zip(*members, strict=True)]
    unseen = np.array(_null_space(matrix, len(members)), dtype=np.int64).reshape(-1, len(members))
    choices = np.array(list(product((0, 1), repeat=len(members))), dtype=np.int64)
    derivable = choices[1:][np.all(choices[1:] @ unseen.T == 0, axis=1)]
    counts_of_members = np.array([[sum(level) for level in zip(*counts, strict=True)] for counts in members.values()])
    return [tuple(counts) for counts in (derivable @ counts_of_members).tolist()]


def _null_space(matrix: list[list[int]], width: int) -> list[list[int]]:
    """Whole-number vectors that span everything the rows do not see."""
    rows = [[Fraction(value) for value in row] for row in matrix]
    pivots: list[int] = []
    for column in range(width):
        rank = len(pivots)
        place = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if place is None:
            continue
        rows[rank], rows[place] = rows[place], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for other in set(range(len(rows))) - {rank}:
            times = rows[other][column]
            rows[other] = [value - times * taken for value, taken in zip(rows[other], rows[rank], strict=True)]
        pivots.append(column)
    vectors = []
    for free in sorted(set(range(width)) - set(pivots)):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for place, pivot in enumerate(pivots):
            vector[pivot] = -rows[place][free]
        scale = lcm(*(value.denominator for value in vector))
        vectors.append([int(value * scale) for value in vector])
    return vectors


# --- guessing answers ------------------------------------------------------------------------------------------------


def looks_like(measure: Measure, counts: Counts) -> bool:
    """Whether these counts would be shown as this measure is (full or thin)."""
    if measure["display"] == "full":
        return list(measure["counts"].values()) == list(counts)
    assert measure["display"] == "thin"
    size, total = sum(counts), sum(level * count for level, count in enumerate(counts, start=1))
    mean, beyond = round(4 * measure["mean"]) * size, 4 * total
    if measure["bound"] == "at_most":
        return beyond < mean + size
    if measure["bound"] == "at_least":
        return beyond >= mean - size
    return mean - size <= beyond < mean + size


@dataclass(frozen=True)
class Puzzle:
    """Everything shown of one measure. An atom is a set of cells that are in exactly the same shown units, so nothing
    shown tells them apart. `rows` are the shown units with their atoms; a state gives every atom its counts."""

    levels: int
    atoms: Sequence[int]
    rows: Mapping[UnitPath, tuple[frozenset[int], Measure]]

    def targets(self) -> list[UnitPath]:
        """The units shown thin."""
        return [unit for unit, (_, measure) in self.rows.items() if measure["display"] == "thin"]

    def counts(self, state: State, unit: UnitPath) -> Counts:
        """The counts of a shown unit in this state."""
        return added(self.levels, (state[atom] for atom in self.rows[unit][0]))

    def allows(self, state: State, changed: set[int]) -> bool:
        """Whether everything shown would be as it is, when only these atoms differ from an allowed state."""
        return all(
            self.fits(unit, self.counts(state, unit)) for unit, (atoms, _) in self.rows.items() if atoms & changed
        )

    def fits(self, unit: UnitPath, counts: Counts) -> bool:
        """Whether a shown unit may have these counts."""
        return looks_like(self.rows[unit][1], counts)


def added(levels: int, several: Iterable[Counts]) -> Counts:
    """The sum of several counts."""
    return tuple(map(sum, zip(*several, (0,) * levels, strict=True)))


def read_puzzles(
    release: Release, code: str, name: str, truth: Mapping[UnitPath, Counts], levels: int
) -> list[tuple[Puzzle, State]]:
    """What one measure of a release shows, with the true state (only to start guessing from, and to know sizes).

    A unit shown in full, less those inside it shown in full, is known exactly: so what lies between is a puzzle of
    its own, with that difference as one more row. Puzzles without thin units are left out.
    """
    shown = _shown(release, code, name)
    full = [unit for unit, measure in shown.items() if measure["display"] == "full"]
    parts: dict[UnitPath | None, dict[UnitPath, Counts]] = {}
    for cell, counts in truth.items():
        if sum(counts):
            inmost = max((unit for unit in full if belongs(cell, unit)), key=len, default=None)
            parts.setdefault(inmost, {})[cell] = counts
    puzzles = []
    for inmost, cells in parts.items():
        rows = {unit: shown[unit] for unit in shown if unit not in full and any(belongs(cell, unit) for cell in cells)}
        if rows and inmost is not None:
            rows[inmost] = _difference(shown, inmost, full)
        if rows:
            puzzles.append(_puzzle(rows, cells, levels))
    return puzzles


def _shown(release: Release, code: str, name: str) -> dict[UnitPath, Measure]:
    measures = {tuple(unit["path"]): unit["items"][code].get(name) for unit in release["units"] if "items" in unit}
    return {path: measure for path, measure in measures.items() if measure and measure["display"] in ("full", "thin")}


def _difference(shown: Mapping[UnitPath, Measure], unit: UnitPath, full: Sequence[UnitPath]) -> Measure:
    """A unit shown in full less the largest ones inside it."""
    inside = [other for other in full if belongs(other, unit) and other != unit]
    largest = [one for one in inside if not any(belongs(one, other) and one != other for other in inside)]
    counts = dict(shown[unit]["counts"])
    for other in largest:
        counts = {level: count - shown[other]["counts"][level] for level, count in counts.items()}
    return {"display": "full", "n": sum(counts.values()), "counts": counts, "mean": 0.0, "sd": 0.0}


def _puzzle(rows: Mapping[UnitPath, Measure], cells: Mapping[UnitPath, Counts], levels: int) -> tuple[Puzzle, State]:
    members: dict[frozenset[UnitPath], list[Counts]] = {}
    for cell, counts in cells.items():
        members.setdefault(frozenset(unit for unit in rows if belongs(cell, unit)), []).append(counts)
    atoms = list(members)
    state = {i: added(levels, members[atom]) for i, atom in enumerate(atoms)}
    numbered = {
        unit: (frozenset(i for i, atom in enumerate(atoms) if unit in atom), measure) for unit, measure in rows.items()
    }
    return Puzzle(levels, [sum(state[i]) for i in state], numbered), state


class Findings:
    """The different sets of answers found possible for each thin unit: for a reader, and for someone who knows that a
    certain atom holds a certain level (their own answer)."""

    def __init__(self, puzzle: Puzzle, truth: State, reader: int = 10, insider: int = 4) -> None:
        self.puzzle = puzzle
        self.enough = reader, insider
        self.is_complete = False
        self.reader: dict[UnitPath, set[Counts]] = {unit: set() for unit in puzzle.targets()}
        self.insider: dict[tuple[UnitPath, int, int], set[Counts]] = {
            (unit, atom, level): set()
            for unit in self.reader
            for atom, counts in truth.items()
            for level, count in enumerate(counts)
            if count
        }
        self.add(truth)

    def add(self, state: State) -> None:
        """Note one possible state."""
        counts = {unit: self.puzzle.counts(state, unit) for unit in self.reader}
        for unit, found in self.reader.items():
            found.add(counts[unit])
        for (unit, atom, level), found in self.insider.items():
            if state[atom][level]:
                found.add(counts[unit])

    def doubtful(self) -> set[UnitPath]:
        """The thin units for which fewer were found than a reader, or an insider, must be left with."""
        reader, insider = self.enough
        few = {unit for unit, found in self.reader.items() if len(found) < reader}
        return few | {unit for (unit, _, _), found in self.insider.items() if len(found) < insider}


def investigate(puzzle: Puzzle, truth: State, random: Random) -> Findings:
    """Try all states, if there are not many; otherwise look for some, ever longer, and at last try very many."""
    findings = Findings(puzzle, truth)
    for limit, steps in ((1_000, 3_000), (1_000, 30_000), (1_000_000, 0)):
        try:
            for state in all_states(puzzle, truth, limit):
                findings.add(state)
        except TooManyError:
            wander(puzzle, truth, findings, steps, random)
        else:
            findings.is_complete = True
            break
        if not findings.doubtful():
            break
    return findings


def wander(puzzle: Puzzle, truth: State, findings: Findings, steps: int, random: Random) -> None:
    """Find possible states by moving answers about at random, in and out of one doubtful unit at a time and starting
    from the truth again; each is checked against all that is shown. When no unit is shown in full an answer may also
    just be another one."""
    is_pooled = len(puzzle.rows) > len(puzzle.targets())
    state, inside = truth, [0]
    for step in range(steps):
        if step % 200 == 0:
            doubtful = sorted(findings.doubtful())
            if not doubtful:
                return
            state, inside = truth, sorted(puzzle.rows[random.choice(doubtful)][0])
        changed, one, other = dict(state), random.choice(inside), random.choice(list(truth))
        for _ in range(random.choice((1, 2, 3, 4, 5))):
            _move(changed, one, other if is_pooled or random.random() < 0.5 else None, random)
        if puzzle.allows(changed, {one, other}):
            state = changed
            findings.add(state)


def _move(state: State, one: int, other: int | None, random: Random) -> None:
    """Let two atoms exchange an answer, or one answer of an atom be another."""
    given = _pick(state[one], random)
    taken = random.randrange(len(state[one])) if other is None else _pick(state[other], random)
    state[one] = _replaced(state[one], given, taken)
    if other is not None:
        state[other] = _replaced(state[other], taken, given)


def _pick(counts: Counts, random: Random) -> int:
    return random.choice([level for level, count in enumerate(counts) if count > 0])


def _replaced(counts: Counts, old: int, new: int) -> Counts:
    changed = list(counts)
    changed[old] -= 1
    changed[new] += 1
    return tuple(changed)


@cache
def all_counts(levels: int, size: int) -> list[Counts]:
    """Every possible count of `size` answers. Raises TooManyError when there are very many."""
    if comb(size + levels - 1, size) > 20_000:
        raise TooManyError
    return [
        tuple(answers.count(level) for level in range(levels))
        for answers in combinations_with_replacement(range(levels), size)
    ]


class TooManyError(Exception):
    """There are too many states to try them all."""


def all_states(puzzle: Puzzle, truth: State, limit: int) -> Iterator[State]:
    """Every possible state of what is shown, by brute force; atoms outside every shown unit stay as they are.

    Raises TooManyError after trying `limit` of them.
    """
    bound = {atom for atoms, _ in puzzle.rows.values() for atom in atoms}
    order = sorted(bound, key=lambda atom: puzzle.atoms[atom])
    waiting, tried = [(0, dict(truth))], 0
    while waiting:
        place, state = waiting.pop()
        if place == len(order):
            yield state
            continue
        known = set(order[: place + 1])
        for counts in _choices(puzzle, order, place, state):
            tried += 1
            if tried > limit:
                raise TooManyError
            changed = {**state, order[place]: counts}
            if _still_allowed(puzzle, changed, known, order[place]):
                waiting.append((place + 1, changed))


def _choices(puzzle: Puzzle, order: Sequence[int], place: int, state: State) -> list[Counts]:
    """The counts an atom may have: forced, when it is the last one of a unit shown in full."""
    atom, known = order[place], set(order[:place])
    for atoms, measure in puzzle.rows.values():
        if measure["display"] == "full" and atoms - known == {atom}:
            rest = [-value for value in added(puzzle.levels, [state[other] for other in atoms - {atom}])]
            forced = added(puzzle.levels, [tuple(measure["counts"].values()), tuple(rest)])
            return [forced] if min(forced) >= 0 else []
    return all_counts(puzzle.levels, puzzle.atoms[atom])


def _still_allowed(puzzle: Puzzle, state: State, known: set[int], last: int) -> bool:
    """Whether what is shown allows the known atoms, as far as it depends on the last of them."""
    for unit, (atoms, measure) in puzzle.rows.items():
        if last not in atoms:
            continue
        if atoms <= known:
            if not puzzle.fits(unit, puzzle.counts(state, unit)):
                return False
        elif measure["display"] == "full":
            so_far = added(puzzle.levels, [state[atom] for atom in atoms & known])
            if any(count > most for count, most in zip(so_far, measure["counts"].values(), strict=True)):
                return False
    return True
