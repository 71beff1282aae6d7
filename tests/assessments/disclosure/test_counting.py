"""From ballots to counts: pairs, skipped answers, and ballots that do not fit."""

import traceback

import pytest

from assessments.disclosure import Answer, Ballot, Hierarchy, InvalidBallot, ItemSpec, Unit, UnitPath
from assessments.disclosure.counting import AMBITION, TODAY, count_ballots

HIERARCHY = Hierarchy.of([Unit(("Fjord",)), Unit(("Fjord", "Care")), Unit(("Fjord", "Staff"), merged=True)])
ITEMS = [ItemSpec("PAIR", 5, ambition=True), ItemSpec("ONE", 3, ambition=False)]


def test_every_level_of_the_tree_counts_what_is_below_it() -> None:
    ballots = [
        Ballot(("Fjord", "Care"), {"PAIR": (1, 5), "ONE": (3, None)}),
        Ballot(("Fjord", "Care"), {"PAIR": (1, 4), "ONE": (1, None)}),
        Ballot(("Fjord",), {"PAIR": (2, 4), "ONE": (3, None)}),
    ]
    tally = count_ballots(HIERARCHY, ITEMS, ballots)
    assert tally.ballots.tolist() == [3, 3, 2, 0]
    assert tally.own_ballots.tolist() == [0, 1, 2, 0]
    assert tally.answers[1, 0, TODAY].tolist() == [2, 1, 0, 0, 0]
    assert tally.answers[1, 0, AMBITION].tolist() == [0, 0, 0, 2, 1]
    assert tally.answers[0, 1, TODAY].tolist() == [1, 0, 2, 0, 0]
    assert tally.own_answers[1, 1, TODAY].tolist() == [0, 0, 1, 0, 0]


@pytest.mark.parametrize("answer", [(None, 4), (4, None), (None, None)])
def test_half_a_pair_is_no_answer(answer: Answer) -> None:
    tally = count_ballots(HIERARCHY, ITEMS, [Ballot(("Fjord",), {"PAIR": answer})])
    assert tally.ballots[0] == 1
    assert tally.answers[0, 0].sum() == 0


def test_an_item_left_out_is_no_answer() -> None:
    tally = count_ballots(HIERARCHY, ITEMS, [Ballot((), {})])
    assert tally.ballots[0] == 1
    assert tally.answers.sum() == 0


def test_no_ballots_and_no_items_count_as_nothing() -> None:
    assert count_ballots(HIERARCHY, ITEMS, []).answers.shape == (4, 2, 2, 5)
    assert count_ballots(HIERARCHY, [], [Ballot((), {})]).ballots[0] == 1


@pytest.mark.parametrize(
    ("path", "answers", "message"),
    [
        (("Hill",), {}, "does not have"),
        (("Fjord", "Staff"), {}, "merged"),
        ((), {"OTHER": (1, 1)}, "an item the instrument does not have"),
        ((), {"PAIR": (6, 1)}, "outside the scale"),
        ((), {"PAIR": (1, 0)}, "outside the scale"),
        ((), {"PAIR": (True, 1)}, "outside the scale"),
        ((), {"ONE": (4, None)}, "outside the scale"),
        ((), {"ONE": (1, 1)}, "does not ask"),
    ],
)
def test_a_ballot_that_does_not_fit_is_refused(path: UnitPath, answers: dict[str, Answer], message: str) -> None:
    with pytest.raises(InvalidBallot, match=message):
        count_ballots(HIERARCHY, ITEMS, [Ballot(path, answers)])


def test_neither_the_refusal_nor_the_ballot_prints_an_answer() -> None:
    ballot = Ballot((), {"PAIR": (987654, 1)})
    with pytest.raises(InvalidBallot) as refusal:
        count_ballots(HIERARCHY, ITEMS, [ballot])
    assert "987654" not in "".join(traceback.format_exception(refusal.value)) + repr(ballot)


def test_a_scale_has_at_least_two_levels() -> None:
    with pytest.raises(ValueError, match="two levels"):
        ItemSpec("X", 1, ambition=False)
