"""R7-R10: how much of a measure is shown."""

from fractions import Fraction
from itertools import combinations_with_replacement
from statistics import mean, pstdev

import pytest

from assessments.disclosure import Policy, UnitPath
from assessments.disclosure.detail import full_measure, homogeneous_sets, is_homogeneous, sums_shown_alike, thin_measure
from tests.assessments.disclosure.rounds import displays, mixed, release_of, today_of

A, B, C = ("A",), ("B",), ("C",)


def counted(answers: list[int] | tuple[int, ...], levels: int = 5) -> list[int]:
    """The answers by level."""
    return [list(answers).count(level) for level in range(1, levels + 1)]


def test_r7_ten_valid_answers_are_shown_in_full() -> None:
    assert today_of(release_of({(): [1, 2, 2, 3, 3, 3, 4, 4, 5, 5, None]})) == {
        "display": "full",
        "n": 10,
        "counts": {"1": 1, "2": 2, "3": 3, "4": 2, "5": 2},
        "mean": 3.2,
        "sd": 1.2,
    }


def test_r7_nine_are_not_whatever_the_number_of_ballots() -> None:
    assert today_of(release_of({(): [*mixed(9), None, None]}))["display"] == "thin"


def test_r7_the_institute_may_choose_detail_from_k() -> None:
    assert today_of(release_of({(): mixed(5)}, policy=Policy(detail_from=5)))["display"] == "full"
    assert today_of(release_of({(): mixed(5)}))["display"] == "thin"


@pytest.mark.parametrize("answers", list(combinations_with_replacement(range(1, 6), 6))[::7])
def test_full_means_and_deviations_are_rounded_to_one_decimal(answers: tuple[int, ...]) -> None:
    measure = full_measure(counted(answers))
    assert abs(measure["mean"] - mean(answers)) <= 0.05 + 1e-9
    assert abs(measure["sd"] - pstdev(answers)) <= 0.05 + 1e-9
    assert measure["n"] == sum(measure["counts"].values()) == 6


@pytest.mark.parametrize(
    ("answers", "shown", "bound"),
    [
        ([1, 1, 1, 1, 1], 2.0, "at_most"),
        ([2, 2, 2, 2, 3], 2.0, "at_most"),
        ([2, 2, 2, 3, 3], 2.5, None),
        ([1, 2, 3, 4, 5], 3.0, None),
        ([3, 3, 4, 4, 4], 3.5, None),
        ([3, 4, 4, 4, 4], 4.0, "at_least"),
        ([5, 5, 5, 5, 5], 4.0, "at_least"),
        ([2, 2, 2, 2, 2, 2, 3, 3], 2.5, None),
    ],
)
def test_r8_thin_is_the_mean_in_half_points_clipped_inside_the_ends(
    answers: list[int], shown: float, bound: str | None
) -> None:
    assert thin_measure(counted(answers)) == {"display": "thin", "mean": shown, "bound": bound}


@pytest.mark.parametrize(("levels", "lowest", "highest"), [(4, 2.0, 3.0), (6, 2.0, 5.0), (10, 2.0, 9.0)])
def test_r8_on_other_scales(levels: int, lowest: float, highest: float) -> None:
    assert thin_measure(counted([1] * 5, levels)) == {"display": "thin", "mean": lowest, "bound": "at_most"}
    assert thin_measure(counted([levels] * 5, levels)) == {"display": "thin", "mean": highest, "bound": "at_least"}


@pytest.mark.parametrize("levels", [2, 3])
def test_r8_a_scale_too_short_to_clip_is_shown_in_full_or_not_at_all(levels: int) -> None:
    assert today_of(release_of({(): [1, 2, 1, 2, 1, 2]}, levels=levels)) == {"display": "none"}
    assert today_of(release_of({(): [1, 2] * 6}, levels=levels))["display"] == "full"


@pytest.mark.parametrize(("size", "levels"), [(5, 4), (5, 5), (6, 5), (5, 6), (9, 4)])
def test_the_sums_shown_alike_are_exactly_those_of_the_same_thin_measure(size: int, levels: int) -> None:
    groups = [counted(answers, levels) for answers in combinations_with_replacement(range(1, levels + 1), size)]
    for counts in groups:
        least, most = sums_shown_alike(counts)
        for other in groups:
            total = sum(level * count for level, count in enumerate(other, start=1))
            assert (least <= total <= most) == (thin_measure(other) == thin_measure(counts))


def test_r9_four_of_five_on_one_level_are_not_shown_in_full() -> None:
    assert today_of(release_of({(): [4] * 8 + [3, 5]}))["display"] == "thin"
    assert today_of(release_of({(): [4] * 7 + [3, 5, 1]}))["display"] == "full"
    assert today_of(release_of({(): [4] * 50 + [1, 2, 3, 5]})) == {"display": "thin", "mean": 4.0, "bound": "at_least"}


def test_r9_the_share_is_exact() -> None:
    assert is_homogeneous([8, 2], Fraction(4, 5))
    assert not is_homogeneous([79, 21], Fraction(4, 5))


def test_r9_thin_must_not_tell_what_full_would_have() -> None:
    """Who sees 3½ from ten and guesses that at least eight are alike has only eight sets of answers to choose from."""
    assert today_of(release_of({(): [4] * 8 + [2, 2]})) == {"display": "none"}
    sums = sums_shown_alike(counted([4] * 8 + [2, 2]))
    sets = [
        answers
        for answers in combinations_with_replacement(range(1, 6), 10)
        if sums[0] <= sum(answers) <= sums[1] and is_homogeneous(counted(answers), Fraction(4, 5))
    ]
    assert homogeneous_sets(10, 5, Fraction(4, 5), sums) == len(sets) == 8


def test_r10_the_rest_of_a_full_unit_must_be_fit_to_be_shown_in_full() -> None:
    assert displays(release_of({A: mixed(12), B: mixed(6)})) == {(): "full", A: "thin", B: "thin"}
    assert displays(release_of({A: mixed(12), B: mixed(10)})) == {(): "full", A: "full", B: "full"}
    assert displays(release_of({A: mixed(12), B: mixed(5), C: mixed(5)})) == {
        (): "full",
        A: "full",
        B: "thin",
        C: "thin",
    }


def test_r10_the_rest_must_not_be_homogeneous() -> None:
    release = release_of({A: mixed(20), B: [3] * 9 + [4, 4]})
    assert displays(release) == {(): "full", A: "thin", B: "thin"}


def test_r10_the_smallest_full_child_goes_first() -> None:
    release = release_of({A: mixed(14), B: mixed(10), C: mixed(6)})
    assert displays(release) == {(): "full", A: "full", B: "thin", C: "thin"}


def test_r10_an_only_child_may_be_as_full_as_its_parent() -> None:
    assert displays(release_of({A: mixed(12)})) == {(): "full", A: "full"}


def test_r10_nothing_below_a_thin_unit_is_full() -> None:
    answers: dict[UnitPath, list[int]] = {("A", "x"): mixed(12), ("A", "y"): mixed(10), ("B", "x"): mixed(6)}
    shown = displays(release_of(answers))
    assert shown[()] == "full"
    assert {shown[path] for path in shown if path} == {"thin"}


def test_r10_reaches_every_depth() -> None:
    answers: dict[UnitPath, list[int]] = {
        ("A", "x"): mixed(12),
        ("A", "y"): mixed(8),
        ("B", "x"): mixed(12),
        ("B", "y"): mixed(12),
    }
    shown = displays(release_of(answers))
    assert [shown[path] for path in ((), A, B, ("B", "x"), ("B", "y"))] == ["full"] * 5
    assert shown["A", "x"] == shown["A", "y"] == "thin"
