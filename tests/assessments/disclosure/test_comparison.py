"""R14: what may be said of two releases is the difference of two displayed values, as exact as the coarser one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure import Measure
from assessments.disclosure.comparison import Change, change, compare
from assessments.disclosure.detail import full_measure, thin_measure
from tests.assessments.disclosure.rounds import mixed, release_of, unit_of

NOTHING: list[Measure] = [{"display": "too_few"}, {"display": "none"}]


def full(mean: float) -> Measure:
    return {"display": "full", "n": 12, "counts": {}, "mean": mean, "sd": 1.0}


def thin(mean: float, bound: str | None = None) -> Measure:
    return {"display": "thin", "mean": mean, "bound": bound}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (full(2.3), full(3.1), Change(8, "exact", coarse=False)),
        (full(3.1), full(2.3), Change(-8, "exact", coarse=False)),
        (full(2.3), full(2.3), Change(0, "exact", coarse=False)),
        (thin(2.5), thin(3.0), Change(5, "exact", coarse=True)),
        (full(2.3), thin(3.0), Change(7, "exact", coarse=True)),
        (thin(2.0, "at_most"), full(3.1), Change(11, "at_least", coarse=True)),
        (full(3.1), thin(2.0, "at_most"), Change(-11, "at_most", coarse=True)),
        (thin(4.0, "at_least"), thin(3.0), Change(-10, "at_most", coarse=True)),
        (thin(3.0), thin(4.0, "at_least"), Change(10, "at_least", coarse=True)),
        (thin(2.0, "at_most"), thin(4.0, "at_least"), Change(20, "at_least", coarse=True)),
        (thin(2.0, "at_most"), thin(2.0, "at_most"), None),
        (thin(4.0, "at_least"), thin(4.0, "at_least"), None),
    ],
)
def test_the_difference_of_two_displayed_means(first: Measure, second: Measure, expected: Change | None) -> None:
    assert change(first, second) == expected


@pytest.mark.parametrize("nothing", NOTHING)
def test_what_is_not_shown_has_no_change(nothing: Measure) -> None:
    assert change(nothing, full(3.0)) is None
    assert change(full(3.0), nothing) is None


def test_a_bound_tells_a_direction_only_on_its_own_side() -> None:
    assert Change(5, "at_least", coarse=True).direction == 1
    assert Change(0, "at_least", coarse=True).direction is None
    assert Change(-5, "at_least", coarse=True).direction is None
    assert Change(-5, "at_most", coarse=True).direction == -1
    assert Change(5, "at_most", coarse=True).direction is None
    assert [Change(tenths, "exact", coarse=False).direction for tenths in (-3, 0, 3)] == [-1, 0, 1]


answers = st.lists(st.integers(1, 5), min_size=5, max_size=14)


@given(answers, answers)
def test_the_true_change_is_what_the_difference_says(first: list[int], second: list[int]) -> None:
    """Within half the last place of each display, and beyond it only where a bound says so."""
    measures = []
    for given_ in (first, second):
        counts = [given_.count(level) for level in range(1, 6)]
        measures.append(full_measure(counts) if len(given_) >= 10 else thin_measure(counts))
    said = change(*measures)
    truth = sum(second) / len(second) - sum(first) / len(first)
    slack = sum(0.05 if measure["display"] == "full" else 0.25 for measure in measures) + 1e-9
    if said is not None:
        assert truth <= said.tenths / 10 + slack or said.way == "at_least"
        assert truth >= said.tenths / 10 - slack or said.way == "at_most"


def test_items_are_matched_by_code_and_units_must_be_published_in_both() -> None:
    first, second = release_of({(): mixed(12)}), release_of({(): mixed(14)})
    assert set(compare(unit_of(first), unit_of(second))) == {"Q"}
    assert compare(unit_of(first), unit_of(second), "ambition") == {"Q": None}
    other = {**unit_of(second), "items": {"OTHER": unit_of(second)["items"]["Q"]}}
    assert compare(unit_of(first), other) == {}
    assert compare(unit_of(release_of({(): mixed(3)})), unit_of(second)) == {}
