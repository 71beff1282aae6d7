"""R1-R3: which units are shown, with the examples the rules are explained by."""

import pytest

from assessments.disclosure import Policy, UnitPath
from tests.assessments.disclosure.rounds import displays, mixed, release_of, statuses, unit_of

A, B, C, D = ("A",), ("B",), ("C",), ("D",)


def published(sizes: dict[UnitPath, int], merged: tuple[UnitPath, ...] = (), k: int = 5) -> set[UnitPath]:
    """The paths published when the units have these numbers of ballots."""
    policy = Policy(k=k, detail_from=max(k, 10))
    release = release_of({path: mixed(size) for path, size in sizes.items()}, merged=merged, policy=policy)
    return {path for path, status in statuses(release).items() if status == "published"}


def test_r1_a_unit_needs_k_ballots() -> None:
    release = release_of({A: mixed(5), B: mixed(4), C: mixed(6)})
    assert statuses(release) == {(): "published", A: "hidden", B: "too_few", C: "published"}
    assert unit_of(release, "B") == {"path": ["B"], "status": "too_few"}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({A: 6, B: 5, C: 2}, {(), A}),
        ({A: 12, B: 7, C: 3, D: 4}, {(), A, B}),
        ({A: 20, B: 4}, {()}),
        ({A: 12, B: 0}, {(), A}),
        ({A: 12}, {(), A}),
        ({A: 5, B: 5}, {(), A, B}),
        ({A: 5, B: 5, C: 1}, {(), A}),
        ({A: 4, B: 4}, {()}),
        ({A: 2, B: 2}, set()),
    ],
)
def test_r2_what_is_left_is_nothing_or_at_least_k(sizes: dict[UnitPath, int], shown: set[UnitPath]) -> None:
    assert published(sizes) == shown


def test_r2_answers_of_a_merged_group_are_left_over_too() -> None:
    release = release_of({A: mixed(12), (): mixed(4)}, merged=[B])
    assert statuses(release) == {(): "published", A: "hidden", B: "merged"}
    assert published({A: 12, (): 5}, merged=(B,)) == {(), A}


def test_r2_of_equal_children_the_last_is_given_up() -> None:
    assert published({A: 6, B: 6, C: 3}) == {(), A}


def test_r3_nothing_is_shown_below_a_unit_that_is_not() -> None:
    sizes = {("A", "x"): 6, ("A", "y"): 6, ("B", "x"): 20, ("C", "x"): 3}
    assert published(sizes) == {(), B, ("B", "x")}


def test_the_rules_hold_at_every_depth() -> None:
    sizes = {("A", "x", "1"): 8, ("A", "x", "2"): 2, ("A", "y"): 9, ("A", "z", "1"): 7, ("A", "z", "2"): 6}
    expected = {(), A, ("A", "x"), ("A", "y"), ("A", "z"), ("A", "z", "1"), ("A", "z", "2")}
    assert published(sizes) == expected


def test_a_larger_k_is_kept() -> None:
    assert published({A: 6, B: 8, C: 8}, k=8) == {(), B}
    assert published({A: 8, B: 8}, k=8) == {(), A, B}


def test_the_rules_run_again_for_each_item_on_valid_answers() -> None:
    skipped = release_of({A: [*mixed(4), None], B: mixed(12)})
    assert statuses(skipped) == {(): "published", A: "published", B: "published"}
    assert displays(skipped)[A] == displays(skipped)[B] == "too_few"
    assert displays(skipped)[()] == "full"


def test_an_item_nobody_answered_is_too_few_everywhere() -> None:
    release = release_of({A: [None] * 6, B: [None] * 6})
    assert displays(release) == {(): "too_few", A: "too_few", B: "too_few"}


def test_an_item_answered_in_one_unit_only_is_shown_there_and_above() -> None:
    assert displays(release_of({A: mixed(12), B: [None] * 6})) == {(): "full", A: "full", B: "too_few"}
