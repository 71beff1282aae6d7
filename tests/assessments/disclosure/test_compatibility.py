"""R11: thin measures leave many sets of answers possible."""

from itertools import islice
from math import comb
from random import Random

import numpy as np
import pytest
from hypothesis import given

from assessments.disclosure import Display, ItemSpec, UnitPath
from assessments.disclosure.compatibility import Region
from assessments.disclosure.counting import count_ballots
from assessments.disclosure.detail import thin_measure
from assessments.disclosure.exchanges import Look, MeasureCounts, exchanges
from tests.assessments.disclosure.attacker import investigate, read_puzzles
from tests.assessments.disclosure.rounds import displays, item_of, mixed, release_of, today_of
from tests.assessments.disclosure.strategies import MEASURES, RandomRound, random_rounds, thorough

A, B, C, D, E = ("A",), ("B",), ("C",), ("D",), ("E",)


def test_a_small_unit_alone_is_thin() -> None:
    assert displays(release_of({(): [2, 3, 3, 3, 4]})) == {(): "thin"}


def test_thin_units_of_a_known_pool_with_few_divisions_are_not_shown() -> None:
    """Eleven answers, 3 or 4, are known; six of them are A's. At most five sets of answers are possible."""
    assert displays(release_of({A: [3, 3, 3, 4, 4, 4], B: [3, 3, 4, 4, 3]})) == {(): "full", A: "none", B: "none"}


def test_thin_units_of_a_varied_pool_are_shown() -> None:
    assert displays(release_of({A: mixed(6), B: mixed(7)})) == {(): "full", A: "thin", B: "thin"}


def test_what_merged_and_hidden_groups_answered_belongs_to_the_pool() -> None:
    answers: dict[UnitPath, list[int]] = {A: [3, 3, 3, 4, 4, 4], (): [1, 2, 2, 4, 5]}
    assert displays(release_of(answers, merged=[B])) == {(): "full", A: "thin"}


def test_a_full_sibling_goes_thin_where_that_keeps_more() -> None:
    narrow = [3, 3, 3, 4, 4]
    answers: dict[UnitPath, list[int]] = {A: mixed(16), B: narrow, C: narrow, D: narrow, E: narrow}
    assert displays(release_of(answers)) == {(): "full", A: "thin", B: "thin", C: "thin", D: "thin", E: "thin"}


def test_a_full_sibling_stays_full_where_that_keeps_as_much() -> None:
    answers: dict[UnitPath, list[int]] = {A: mixed(16), B: [3, 3, 3, 4, 4], (): [3, 3, 4, 4, 4]}
    assert displays(release_of(answers, merged=[C])) == {(): "full", A: "full", B: "none"}


def test_one_who_knows_their_own_answer_is_counted_with() -> None:
    """A reader would be left with enough sets of answers for A, one of the respondents would not."""
    answers = {A: [1, 1, 2, 3, 3, 5], B: [3, 3, 3, 4, 4]}
    release = release_of(answers)
    assert displays(release) == {(): "full", A: "none", B: "none"}
    truth = {path: tuple(given.count(level) for level in range(1, 6)) for path, given in answers.items()}
    item_of(release, "A")["today"] = thin_measure(truth[A])
    [(puzzle, state)] = read_puzzles(release, "Q", "today", truth, 5)
    findings = investigate(puzzle, state, Random(1))
    assert findings.is_complete
    assert len(findings.reader[A]) >= 10
    assert min(map(len, findings.insider.values())) < 4


def test_withheld_measures_look_all_the_same() -> None:
    release = release_of({A: [3, 3, 3, 4, 4, 4], B: [3, 3, 4, 4, 3]})
    assert today_of(release, "A") == today_of(release, "B") == {"display": "none"}


@pytest.mark.parametrize(("levels", "reach"), [(4, 1), (5, 2), (5, 4), (10, 2)])
def test_exchanges_are_all_different_and_move_answers_without_making_any(levels: int, reach: int) -> None:
    changes = exchanges(levels, reach)
    assert len(np.unique(changes, axis=0)) == len(changes)
    assert not changes.sum(axis=1).any()
    assert abs(changes).sum(axis=1).max() == 2 * reach
    assert (abs(changes).sum(axis=1) == 0).sum() == 1
    assert (abs(changes).sum(axis=1) == 2).sum() == 2 * comb(levels, 2)


def displays_of(tried: RandomRound, name: str) -> list[Display]:
    """How a measure is displayed, by node; "too_few" where a unit is not published."""
    return [unit["items"]["Q"][name]["display"] if "items" in unit else "too_few" for unit in tried.release["units"]]


@thorough
@given(random_rounds())
def test_every_exchange_counted_would_have_given_the_same_release(tried: RandomRound) -> None:
    tally = count_ballots(tried.hierarchy, [ItemSpec("Q", tried.levels, ambition=True)], tried.ballots)
    for measure, name in enumerate(MEASURES):
        counts = MeasureCounts(
            tried.hierarchy, tally.own_answers[:, 0, measure], tally.answers[:, 0, measure], tried.policy
        )
        shown = displays_of(tried, name)
        for top in {0, *(node for node, display in enumerate(shown) if display == "full")}:
            region = Region(counts, shown, top, Look(reach=2, pairs=4))
            for unit in region.thin_units():
                for pair in islice(region.pairs(unit), 12):
                    check_exchanges(region, unit, pair)


def check_exchanges(region: Region, unit: int, pair: tuple[int, int]) -> None:
    """Carry out what the pair may exchange, a few of all, and look at every thin unit again."""
    before = {thin: sum(region.counts[block] for block in region.inside[thin]) for thin in region.inside}
    possible = region.changes.rows[region.possible_changes(*pair)]
    for change in possible[:: max(1, len(possible) // 5)]:
        signs = {pair[0]: 1, pair[1]: -1}
        counts = {block: held + signs.get(block, 0) * change for block, held in region.counts.items()}
        assert min(int(held.min()) for held in counts.values()) >= 0
        after = {thin: sum(counts[block] for block in blocks) for thin, blocks in region.inside.items()}
        assert all(thin_measure(after[thin].tolist()) == thin_measure(before[thin].tolist()) for thin in after)
        assert (after[unit] - before[unit] == change).all()
        if region.has_pool:
            assert (sum(counts.values()) == sum(region.counts.values())).all()
