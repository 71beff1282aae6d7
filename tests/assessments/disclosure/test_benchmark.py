"""R15: a number across programmes from which no organisation can be taken out."""

import pytest

from assessments.disclosure.benchmark import Contribution, is_safe, mean, next_set, respondents

Version = list[Contribution]


def one(organisation: int, n: int = 12, *, release: int | None = None, programme: int | None = None) -> Contribution:
    """What a release displays of an organisation, in a programme of its own unless another is given."""
    return Contribution(
        organisation,
        organisation if release is None else release,
        organisation if programme is None else programme,
        n,
        {"today": 20 + organisation % 20},
    )


def some(*numbers: int) -> Version:
    return [one(number) for number in numbers]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([12] * 5, True),
        ([12] * 4, False),
        ([10, 10, 10, 10, 10], True),
        ([5, 5, 5, 5, 9], False),  # 29 respondents
        ([40, 15, 15, 15, 15], True),
        ([41, 15, 15, 15, 14], False),  # one with more than 40 %
        (
            [40, 30, 10, 10, 10],
            False,
        ),  # the first has most of what is left without the second
        ([38, 33, 10, 10, 9], False),  # two with more than 70 %
    ],
)
def test_a_part_has_enough_organisations_of_like_size(sizes: list[int], expected: bool) -> None:
    assert is_safe([one(number, size) for number, size in enumerate(sizes)]) is expected


def test_readers_of_one_programme_can_take_theirs_away() -> None:
    together = [one(number, programme=1) for number in range(5)]
    assert not is_safe(together)
    assert not is_safe([*together, *some(11, 12, 13)])
    assert is_safe([*together, *some(11, 12, 13, 14)])


def test_the_first_version_waits_for_enough() -> None:
    assert next_set([], some(1, 2, 3, 4)) == []
    assert next_set([], some(5, 4, 3, 2, 1)) == some(1, 2, 3, 4, 5)


@pytest.mark.parametrize("joined", [1, 2, 3, 4])
def test_with_and_without_a_few_organisations_there_is_one_version(joined: int) -> None:
    """Two versions that differ by one organisation would be "all" and "all minus one"."""
    first = some(1, 2, 3, 4, 5)
    assert next_set([first], some(*range(1, 6 + joined))) == first


def test_five_that_join_make_a_version() -> None:
    assert next_set([some(1, 2, 3, 4, 5)], some(*range(1, 11))) == some(*range(1, 11))


def test_an_organisation_with_a_new_round_stays_as_it_was_until_five_have_one() -> None:
    first = some(1, 2, 3, 4, 5, 6)
    renewed = [one(number, release=100 + number) for number in (1, 2, 3, 4)]
    assert next_set([first], [*renewed, *some(5, 6)]) == first
    assert next_set([first], [*renewed, *some(5, 6), *some(*range(7, 12))]) == some(*range(1, 12))
    every = [one(number, release=100 + number) for number in range(1, 7)]
    assert next_set([first], every) == every
    assert next_set([first], [*every[:5], one(6)]) == first


def test_an_organisation_that_offers_nothing_any_more_stays() -> None:
    first = some(1, 2, 3, 4, 5)
    assert next_set([first], some(1, 2, 3, 4)) == first


def test_the_mean_weighs_organisations_by_their_answers_and_rounds_halves_up() -> None:
    three = [Contribution(1, 1, 1, 10, {"today": 30}), Contribution(2, 2, 2, 30, {"today": 34})]
    assert mean(three, "today") == 3.3
    assert mean([Contribution(1, 1, 1, 1, {"today": 30}), Contribution(2, 2, 2, 1, {"today": 31})], "today") == 3.1


@pytest.mark.parametrize(
    ("sizes", "told"), [((22, 20), 40), ((23, 20), 45), ((25, 20), 45), ((27, 20), 45), ((28, 20), 50)]
)
def test_respondents_are_told_to_the_nearest_five(sizes: tuple[int, int], told: int) -> None:
    assert respondents([one(number, size) for number, size in enumerate(sizes)]) == told
