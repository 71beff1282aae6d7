"""The arithmetician: random rounds, and everything that can be computed from what is released of them."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure import Release, UnitPath
from tests.assessments.disclosure.attacker import derivable_groups, investigate, read_puzzles
from tests.assessments.disclosure.strategies import MEASURES, RandomRound, random_rounds, thorough


def units_showing(release: Release, name: str, displays: tuple[str, ...]) -> list[UnitPath]:
    """The published units that show a measure in one of these ways."""
    return [
        tuple(unit["path"])
        for unit in release["units"]
        if "items" in unit and unit["items"]["Q"][name]["display"] in displays
    ]


@thorough
@given(random_rounds())
def test_no_sum_or_difference_is_a_group_smaller_than_k(tried: RandomRound) -> None:
    """All sets of cells, both measures and the ballots, against everything that shows a number."""
    ballots = {unit.path: (0,) for unit in tried.hierarchy.units}
    for ballot in tried.ballots:
        ballots[ballot.path] = (ballots[ballot.path][0] + 1,)
    published = [tuple(unit["path"]) for unit in tried.release["units"] if unit["status"] == "published"]
    groups = derivable_groups(ballots, published)
    for measure, name in enumerate(MEASURES):
        groups += derivable_groups(tried.truth(measure), units_showing(tried.release, name, ("full", "thin")))
    assert min(map(sum, groups), default=tried.policy.k) >= tried.policy.k


@thorough
@given(random_rounds())
def test_no_distribution_of_a_small_or_homogeneous_group_can_be_derived(tried: RandomRound) -> None:
    """Subtracting distributions shown in full leaves nothing that might not have been shown in full itself."""
    for measure, name in enumerate(MEASURES):
        for counts in derivable_groups(tried.truth(measure), units_showing(tried.release, name, ("full",))):
            assert sum(counts) >= tried.policy.detail_from
            assert max(counts) < 0.8 * sum(counts)


@thorough
@given(random_rounds(), st.integers(0, 2**32))
def test_every_thin_measure_leaves_many_sets_of_answers_possible(tried: RandomRound, seed: int) -> None:
    """For a reader at least ten, and for a respondent anywhere, who takes away their own answer, at least four."""
    for measure, name in enumerate(MEASURES):
        for puzzle, truth in read_puzzles(tried.release, "Q", name, tried.truth(measure), tried.levels):
            assert not investigate(puzzle, truth, Random(seed)).doubtful()
