"""R5: the independent look, asked in two ways that must agree."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure import Ballot, ItemSpec, Policy, Release, UnitPath
from assessments.disclosure.auditor import audit, gives_away, gives_away_in_general, gives_away_in_tree
from assessments.disclosure.counting import Tally, count_ballots
from assessments.disclosure.release import Round, draw, first_accepted
from tests.assessments.disclosure.rounds import mixed, tree
from tests.assessments.disclosure.strategies import RandomRound, random_rounds, sized_trees, thorough

A, B = ("A",), ("B",)


def made_of(answers: dict[UnitPath, list[int]], policy: Policy | None = None) -> tuple[Round, Tally]:
    """A closed round with one item, "Q", and its tally."""
    items = [ItemSpec("Q", 5, ambition=False)]
    closed = Round(1, "test", "1", items, policy or Policy(), tree(answers))
    ballots = [Ballot(path, {"Q": (answer, None)}) for path, given in answers.items() for answer in given]
    return closed, count_ballots(closed.hierarchy, items, ballots)


def reason(closed: Round, tally: Tally, release: Release) -> str | None:
    """What the auditor says."""
    return audit(release, closed.hierarchy, closed.items, tally, closed.policy)


@pytest.mark.parametrize(
    ("sizes", "rows", "expected"),
    [
        ([6, 3], [[1, 1], [1, 0]], True),
        ([6, 5], [[1, 1], [1, 0]], False),
        ([6, 3], [[1, 1]], False),
        ([3], [[1]], True),
        ([4, 9, 9], [[1, 1, 0], [0, 1, 1], [1, 0, 1]], True),
        ([9, 9, 9], [[1, 1, 0], [0, 1, 1], [1, 0, 1]], False),
        ([4, 9, 9, 9], [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], False),
        ([2, 2, 9], [[1, 1, 1], [0, 0, 1]], True),
        ([3, 2, 9], [[1, 1, 1], [0, 0, 1]], False),
        ([], [], False),
        ([4, 4], [], False),
    ],
)
def test_the_general_check_finds_every_combination(sizes: list[int], rows: list[list[int]], expected: bool) -> None:
    assert gives_away_in_general(sizes, [[bool(held) for held in row] for row in rows], smallest=5) is expected


@thorough
@given(sized_trees(), st.integers(0, 2**32 - 1), st.integers(2, 12))
def test_both_checks_agree_on_any_rows_of_a_tree(
    sized: tuple[object, dict[UnitPath, int]], chosen: int, smallest: int
) -> None:
    _, sizes = sized
    units = sorted({path[:depth] for path in sizes for depth in range(len(path) + 1)})
    rows = [unit for place, unit in enumerate(units) if chosen >> place & 1]
    cells = [path for path, size in sizes.items() if size]
    general = gives_away_in_general(
        [sizes[cell] for cell in cells], [[cell[: len(row)] == row for cell in cells] for row in rows], smallest
    )
    assert gives_away_in_tree(sizes, rows, smallest) is general
    assert gives_away(sizes, rows, smallest) is general


def test_a_large_round_is_asked_about_directly() -> None:
    sizes: dict[UnitPath, int] = {("A", str(group)): 4 for group in range(2000)}
    assert not gives_away(sizes, [(), A], smallest=5)
    assert gives_away(sizes, [(), A, ("A", "7")], smallest=5)


@thorough
@given(random_rounds())
def test_the_auditor_accepts_what_the_rules_select(tried: RandomRound) -> None:
    items = [ItemSpec("Q", tried.levels, ambition=True)]
    tally = count_ballots(tried.hierarchy, items, tried.ballots)
    closed = Round(1, "test", "1", items, tried.policy, tried.hierarchy)
    release = draw(closed, tally, [not unit.merged for unit in tried.hierarchy.units])
    assert reason(closed, tally, release) is None
    assert release == tried.release


def test_a_release_of_other_answers_is_refused() -> None:
    """Units that could be published for one set of ballots give a group of three away in another."""
    closed, tally = made_of({A: mixed(12), B: mixed(7)})
    fewer_closed, fewer = made_of({A: mixed(12), B: mixed(3)})
    release = draw(closed, tally, [True] * 3)
    assert reason(closed, tally, release) is None
    assert reason(fewer_closed, fewer, release) == "The numbers of ballots give a small group away."


def test_what_an_item_shows_is_asked_about_too() -> None:
    closed, tally = made_of({A: mixed(12), B: mixed(12)})
    release = draw(closed, tally, [True] * 3)
    items = [ItemSpec("Q", 5, ambition=False)]
    skipping = [
        Ballot(path, {"Q": (3, None)} if place < 3 or path == A else {}) for path in (A, B) for place in range(12)
    ]
    skipped = count_ballots(closed.hierarchy, items, skipping)
    assert reason(closed, skipped, release) == "What is shown of Q gives a small group away."


def test_distributions_are_asked_about_with_the_larger_threshold() -> None:
    closed, tally = made_of({A: mixed(12), B: mixed(12)}, Policy(detail_from=6))
    fewer_closed, fewer = made_of({A: mixed(12), B: mixed(7)})
    release = draw(closed, tally, [True] * 3)
    assert reason(fewer_closed, fewer, release) == "The distributions of Q give that of a small group away."


def test_a_distribution_of_nearly_one_answer_is_refused_also_by_subtraction() -> None:
    """Programme less A is B: shown of varied answers, and then of ten threes."""
    closed, tally = made_of({A: mixed(14), B: mixed(12)})
    release = draw(closed, tally, [True] * 3)
    assert reason(closed, tally, release) is None
    alike_closed, alike = made_of({A: mixed(14), B: [3] * 11 + [4]})
    said = "The distributions of Q tell what nearly everyone in a group answered."
    assert reason(alike_closed, alike, release) == said


def test_thin_measures_of_a_narrow_pool_are_refused() -> None:
    """R11 turned off: eleven answers, 3 or 4, are known, and six of them are A's."""
    closed, tally = made_of({A: [3, 3, 3, 4, 4, 4], B: [3, 3, 4, 4, 3]})
    release = draw(closed, tally, [True] * 3)
    for unit in release["units"][1:]:
        unit["items"]["Q"]["today"] = {"display": "thin", "mean": 3.5, "bound": None}
    assert reason(closed, tally, release) == "What is shown thin of Q leaves too few possibilities."


def test_when_a_release_is_refused_the_next_is_tried_and_the_reason_logged_without_numbers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    closed, tally = made_of({A: mixed(12), B: mixed(3)})
    leaking = draw(*made_of({A: mixed(12), B: mixed(7)}), [True] * 3)
    programme = draw(closed, tally, [True, False, False])
    nothing = draw(closed, tally, [False] * 3)
    with caplog.at_level(logging.ERROR):
        assert first_accepted(closed, tally, [leaking, programme, nothing]) == programme
    assert [unit["status"] for unit in programme["units"]] == ["published", "hidden", "too_few"]
    assert [unit["status"] for unit in nothing["units"]] == ["hidden", "hidden", "too_few"]
    assert [record.getMessage() for record in caplog.records] == [
        "The auditor refused a release of round 1: The numbers of ballots give a small group away."
    ]


def test_the_release_that_shows_nothing_is_always_accepted() -> None:
    closed, tally = made_of({A: mixed(12), B: mixed(3)})
    assert reason(closed, tally, draw(closed, tally, [False] * 3)) is None


def test_that_nothing_at_all_is_accepted_is_an_error() -> None:
    closed, tally = made_of({A: mixed(12), B: mixed(3)})
    leaking = draw(*made_of({A: mixed(12), B: mixed(7)}), [True] * 3)
    with pytest.raises(RuntimeError, match="refused every release"):
        first_accepted(closed, tally, [leaking])
