"""Random rounds for hypothesis: trees up to three levels deep, small and empty units, merged ones, skipped answers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from assessments.disclosure import (
    Ballot,
    Hierarchy,
    ItemSpec,
    Policy,
    Release,
    Unit,
    UnitPath,
    compute_release,
)

MOST_LEAVES = 12
MEASURES = ("today", "ambition")
STYLES = ("even", "middle", "skewed", "unanimous", "all but one", "all but one in a unit", "two camps")

EXAMPLES = int(os.environ.get("DISCLOSURE_EXAMPLES", "60"))
"""How many random rounds each property is tried on: always the same few, unless a long run asks for 2000."""

thorough = settings(
    max_examples=EXAMPLES,
    derandomize="DISCLOSURE_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)


@dataclass(frozen=True)
class RandomRound:
    """A round with one item of both measures, "Q", its answers and its release."""

    hierarchy: Hierarchy
    levels: int
    policy: Policy
    ballots: tuple[Ballot, ...]
    release: Release

    def truth(self, measure: int) -> Mapping[UnitPath, tuple[int, ...]]:
        """The counts by level of the valid answers belonging directly to each unit."""
        counts = {unit.path: [0] * self.levels for unit in self.hierarchy.units}
        for ballot in self.ballots:
            pair = ballot.answers["Q"]
            if None not in pair:
                counts[ballot.path][(pair[measure] or 0) - 1] += 1
        return {path: tuple(levels) for path, levels in counts.items()}


def release_round(hierarchy: Hierarchy, levels: int, policy: Policy, ballots: tuple[Ballot, ...]) -> RandomRound:
    """The round with its release."""
    release = compute_release(
        round_id=1,
        instrument="test",
        version="1",
        items=[ItemSpec("Q", levels, ambition=True)],
        policy=policy,
        hierarchy=hierarchy,
        ballots=ballots,
    )
    return RandomRound(hierarchy, levels, policy, ballots, release)


@st.composite
def random_rounds(draw: st.DrawFn) -> RandomRound:
    """Rounds of every kind we could think of."""
    hierarchy, sizes = draw(sized_trees())
    levels = draw(st.sampled_from((5, 5, 5, 5, 2, 3, 4, 6, 7, 10)))
    policy = draw(st.sampled_from((Policy(), Policy(), Policy(), Policy(detail_from=5), Policy(k=6, detail_from=8))))
    styles = [draw(st.sampled_from(STYLES)) for _ in MEASURES]
    skipped = draw(st.sampled_from((0.0, 0.05, 0.1)))
    random = Random(draw(st.integers(0, 2**32)))
    columns = [_answers(style, levels, sizes, random) for style in styles]
    ballots = [
        Ballot(path, {"Q": (_unless(random, skipped, today), _unless(random, skipped, ambition))})
        for path in sizes
        for today, ambition in zip(*(column[path] for column in columns), strict=True)
    ]
    return release_round(hierarchy, levels, policy, tuple(ballots))


@st.composite
def sized_trees(draw: st.DrawFn) -> tuple[Hierarchy, dict[UnitPath, int]]:
    """A tree, and how many answers belong directly to each of its units."""
    shape = draw(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=4))
    leaves = [path for place, groups in enumerate(shape) for path in _paths((f"organisation {place}",), groups)][
        :MOST_LEAVES
    ]
    paths = sorted({path[:depth] for path in leaves for depth in range(1, len(path) + 1)})
    sizes = {path: draw(st.integers(0, 15)) for path in leaves}
    merged: list[UnitPath] = []
    for path in [(), *paths]:
        if path not in sizes and draw(st.integers(0, 3)) == 0:
            sizes[path] = draw(st.integers(1, 6))
            merged.append((*path, "merged"))
    units = [*(Unit(path) for path in paths), *(Unit(path, merged=True) for path in merged)]
    return Hierarchy.of(units), sizes


def _paths(organisation: UnitPath, groups: list[int]) -> list[UnitPath]:
    if not groups:
        return [organisation]
    return [
        path
        for place, teams in enumerate(groups)
        for path in (
            [(*organisation, f"group {place}", f"team {team}") for team in range(teams)]
            or [(*organisation, f"group {place}")]
        )
    ]


def _answers(style: str, levels: int, sizes: Mapping[UnitPath, int], random: Random) -> dict[UnitPath, list[int]]:
    usual, other = random.randint(1, levels), random.randint(1, levels)
    answers = {
        path: [_answer(style, levels, usual, other, random) for _ in range(size)] for path, size in sizes.items()
    }
    held = [path for path, size in sizes.items() if size]
    for path in held if style == "all but one in a unit" else random.sample(held, min(1, len(held))):
        if style.startswith("all but one"):
            answers[path][0] = other
    return answers


def _answer(style: str, levels: int, usual: int, other: int, random: Random) -> int:
    if style == "even":
        return random.randint(1, levels)
    if style == "two camps":
        return random.choice((usual, other))
    if style == "skewed":
        return usual if random.random() < 0.8 else random.randint(1, levels)
    if style == "middle":
        return min(max(round(random.gauss((levels + 1) / 2, 0.9)), 1), levels)
    return usual


def _unless(random: Random, share: float, answer: int) -> int | None:
    return None if random.random() < share else answer
