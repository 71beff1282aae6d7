"""The auditor counts what a reader could think of: against trying all, and on rounds where a rule was left out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure import Policy
from assessments.disclosure.guessing import Guesses


@given(
    st.lists(st.integers(0, 4), min_size=4, max_size=5).map(tuple),
    st.integers(1, 9),
    st.integers(1, 30),
    st.integers(0, 9),
    st.integers(1, 40),
)
def test_sets_are_counted_as_by_trying_all(
    room: tuple[int, ...], size: int, least: int, width: int, enough: int
) -> None:
    tried = [
        counts
        for counts in product(*(range(most + 1) for most in room))
        if sum(counts) == size
        and least <= sum(level * count for level, count in enumerate(counts, start=1)) <= least + width
    ]
    assert Guesses(Policy()).count(size, least, least + width, room, enough) == min(len(tried), enough)


@pytest.mark.parametrize(("size", "expected"), [(5, 126), (10, 1001)])
def test_without_limits_all_sets_are_counted(size: int, expected: int) -> None:
    assert Guesses(Policy()).count(size, size, 5 * size, (size,) * 5, 10_000) == expected
