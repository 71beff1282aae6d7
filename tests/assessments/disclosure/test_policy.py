"""The parameters may be made stricter, never laxer."""

from fractions import Fraction

import pytest

from assessments.disclosure import Policy


def test_the_defaults_are_those_promised() -> None:
    policy = Policy()
    assert (policy.k, policy.detail_from, policy.homogeneity) == (5, 10, Fraction(4, 5))
    assert (policy.compatible, policy.compatible_for_insider) == (10, 4)


@pytest.mark.parametrize(
    "stricter",
    [
        {"k": 6},
        {"k": 12, "detail_from": 12},
        {"detail_from": 5},
        {"homogeneity": Fraction(3, 4)},
        {"compatible": 20, "compatible_for_insider": 20},
    ],
)
def test_stricter_values_are_accepted(stricter: dict[str, int | Fraction]) -> None:
    policy = Policy(**stricter)
    assert all(getattr(policy, name) == value for name, value in stricter.items())


@pytest.mark.parametrize(
    "laxer",
    [
        {"k": 4},
        {"k": 0},
        {"k": 11},
        {"detail_from": 4},
        {"homogeneity": Fraction(9, 10)},
        {"homogeneity": Fraction(1, 2)},
        {"compatible": 9},
        {"compatible_for_insider": 3},
        {"compatible_for_insider": 11},
    ],
)
def test_laxer_or_contradicting_values_are_refused(laxer: dict[str, int | Fraction]) -> None:
    with pytest.raises(ValueError, match="is"):
        Policy(**laxer)
