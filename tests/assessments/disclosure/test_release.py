"""The release as a whole: its shape, and that nothing else is in it."""

import json
from random import Random

import pytest
from hypothesis import given

from assessments.disclosure import Ballot, ItemSpec, Measure, Policy, Release, UnitPath, compute_release
from tests.assessments.disclosure.rounds import item_of, mixed, release_of, statuses, tree
from tests.assessments.disclosure.strategies import RandomRound, random_rounds, release_round, thorough

A, B, C = ("A",), ("B",), ("C",)
KEYS = {
    "full": {"display", "n", "counts", "mean", "sd"},
    "thin": {"display", "mean", "bound"},
    "too_few": {"display"},
    "none": {"display"},
}


def pairs(today: list[int | None], ambition: list[int | None]) -> Release:
    """The release of a programme alone, whose one item also asks for an ambition."""
    return compute_release(
        round_id="r-7",
        instrument="abilities",
        version="2",
        items=[ItemSpec("Q", 5, ambition=True)],
        policy=Policy(),
        hierarchy=tree([]),
        ballots=[Ballot((), {"Q": pair}) for pair in zip(today, ambition, strict=True)],
    )


def has_contract_shape(measure: Measure) -> bool:
    """Whether a measure has exactly the fields of its display."""
    return set(measure) == KEYS[measure["display"]]


def test_the_head_tells_the_round_and_its_parameters() -> None:
    release = pairs([*mixed(12)], [*mixed(12)])
    assert {key: value for key, value in release.items() if key != "units"} == {
        "round": "r-7",
        "instrument": "abilities",
        "version": "2",
        "k": 5,
        "detail_from": 10,
    }
    assert release["units"][0]["path"] == []


def test_units_come_in_the_order_of_the_hierarchy() -> None:
    release = release_of({B: mixed(6), ("A", "y"): mixed(6), ("A", "x"): mixed(6)}, merged=[C])
    assert [unit["path"] for unit in release["units"]] == [[], ["A"], ["A", "x"], ["A", "y"], ["B"], ["C"]]


def test_the_gap_is_the_difference_of_the_displayed_means() -> None:
    full = item_of(pairs([1, 2, 2, 3, 3, 3, 4, 4, 5, 5], [5, 5, 5, 4, 4, 4, 3, 3, 4, 4]))
    assert (full["today"]["mean"], full["ambition"]["mean"], full["gap"]) == (3.2, 4.1, 0.9)
    thin = item_of(pairs([1, 2, 2, 3, 3], [5, 5, 5, 4, 4]))
    assert (thin["today"]["mean"], thin["ambition"]["mean"], thin["gap"]) == (2.0, 4.0, 2.0)
    beside = item_of(pairs([1, 2, 2, 3, 3, 3, 4, 4, 5, 5], [4, 4, 4, 4, 4, 4, 4, 4, 5, 5]))
    assert (beside["today"]["display"], beside["ambition"]["display"], beside["gap"]) == ("full", "thin", 0.8)


def test_there_is_no_gap_when_one_side_is_not_shown() -> None:
    item = item_of(pairs([1, 2, 3, 4, None, None, None, None], [5] * 8))
    assert item == {"today": {"display": "too_few"}, "ambition": {"display": "too_few"}, "gap": None}
    half = item_of(pairs([*mixed(10)], [4] * 8 + [2, 2]))
    assert (half["today"]["display"], half["ambition"], half["gap"]) == ("full", {"display": "none"}, None)


def test_r12_all_three_come_from_those_with_both_answers() -> None:
    item = item_of(pairs([*mixed(12), 1, 1, None], [*mixed(12), None, None, 5]))
    assert item["today"]["n"] == item["ambition"]["n"] == 12
    assert item["today"]["counts"] == item["ambition"]["counts"]


def test_an_item_without_ambition_has_none() -> None:
    item = item_of(release_of({(): mixed(12)}))
    assert set(item) == {"today", "gap"}
    assert item["gap"] is None


@pytest.mark.parametrize("size", [0, 1, 4])
def test_with_fewer_than_k_ballots_nothing_is_said(size: int) -> None:
    release = release_of({A: mixed(size), B: []}, merged=[C])
    assert statuses(release) == {(): "too_few", A: "too_few", B: "too_few", C: "merged"}
    assert all(set(unit) == {"path", "status"} for unit in release["units"])


def test_two_items_of_one_code_are_an_error() -> None:
    items = [ItemSpec("Q", 5, ambition=False)] * 2
    with pytest.raises(ValueError, match="same code"):
        compute_release(
            round_id=1, instrument="x", version="1", items=items, policy=Policy(), hierarchy=tree([]), ballots=[]
        )


@thorough
@given(random_rounds())
def test_nothing_carries_a_number_but_what_the_contract_names(tried: RandomRound) -> None:
    release = json.loads(json.dumps(tried.release))
    assert release == tried.release
    assert set(release) == {"round", "instrument", "version", "k", "detail_from", "units"}
    for unit in release["units"]:
        shown = {"n", "items"} if unit["status"] == "published" else set()
        assert set(unit) == {"path", "status"} | shown
        for item in unit.get("items", {}).values():
            assert set(item) == {"today", "ambition", "gap"}
            assert has_contract_shape(item["today"])
            assert has_contract_shape(item["ambition"])


@thorough
@given(random_rounds())
def test_the_order_of_the_ballots_leaves_no_trace(tried: RandomRound) -> None:
    shuffled = list(tried.ballots)
    Random(1).shuffle(shuffled)
    again = release_round(tried.hierarchy, tried.levels, tried.policy, tuple(shuffled))
    assert json.dumps(again.release) == json.dumps(tried.release)


def test_a_unit_knows_nothing_of_its_merged_neighbour() -> None:
    answers: dict[UnitPath, list[int]] = {A: mixed(12), (): mixed(6)}
    with_merged, without = release_of(answers, merged=[B]), release_of(answers)
    assert [unit for unit in with_merged["units"] if unit["status"] != "merged"] == without["units"]
