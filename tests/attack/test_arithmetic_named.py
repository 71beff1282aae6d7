"""The arithmetician's list, line by line, on rounds one can follow by hand."""

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from assessments.disclosure import Ballot, ItemSpec, Policy, Release, UnitPath, compute_release
from assessments.disclosure.comparison import change, compare
from tests.assessments.disclosure.attacker import (
    Findings,
    all_counts,
    derivable_groups,
    investigate,
    looks_like,
    read_puzzles,
)
from tests.assessments.disclosure.rounds import displays, item_of, mixed, release_of, statuses, today_of, tree, unit_of

A, B, C = ("A",), ("B",), ("C",)
CODES = [f"I{place}" for place in range(1, 14)]
Pair = tuple[int | None, int | None]


def release_of_pairs(answers: Mapping[UnitPath, Sequence[Mapping[str, Pair]]]) -> Release:
    """The release of a round with thirteen items of both measures: by unit, each ballot's pairs."""
    return compute_release(
        round_id=1,
        instrument="abilities",
        version="1",
        items=[ItemSpec(code, 5, ambition=True) for code in CODES],
        policy=Policy(),
        hierarchy=tree(answers),
        ballots=[Ballot(path, pairs) for path, given in answers.items() for pairs in given],
    )


def everybody(size: int) -> list[dict[str, Pair]]:
    """Ballots with all items answered."""
    return [{code: (mixed(size)[place], mixed(size + 2)[place + 2]) for code in CODES} for place in range(size)]


def found(answers: Mapping[UnitPath, Sequence[int | None]]) -> list[Findings]:
    """What can be found out of the thin measures of a round with one item."""
    truth = {path: tuple(list(given).count(level) for level in range(1, 6)) for path, given in answers.items()}
    puzzles = read_puzzles(release_of(answers), "Q", "today", truth, 5)
    return [investigate(puzzle, state, Random(1)) for puzzle, state in puzzles]


def test_one_hidden_child_cannot_be_subtracted_out() -> None:
    answers: dict[UnitPath, list[int]] = {A: mixed(14), B: mixed(11), C: mixed(3)}
    assert statuses(release_of(answers)) == {(): "published", A: "published", B: "hidden", C: "too_few"}
    truth = {path: (len(given),) for path, given in answers.items()}
    assert sorted(derivable_groups(truth, [(), A])) == [(14,), (14,), (28,)]


def test_nothing_is_published_below_a_hidden_unit() -> None:
    sizes = {("A", "x"): 30, ("B", "x"): 7, ("B", "y"): 8, ("C", "x"): 2}
    shown = statuses(release_of({path: mixed(size) for path, size in sizes.items()}))
    assert shown["B",] == shown["B", "x"] == shown["B", "y"] == "hidden"
    assert shown["A", "x"] == "published"


def test_one_person_skips_item_seven() -> None:
    """Of five, one says "vet ikke" to one item: that item is too few there, and nobody's other answers suffer. The
    other group shows it neither: it would be subtracted from the whole."""
    five = everybody(5)
    five[0]["I7"] = (None, None)
    release = release_of_pairs({A: everybody(20), B: five})
    assert statuses(release) == {(): "published", A: "published", B: "published"}
    for code in CODES:
        shown = [item_of(release, *path, code=code)["today"]["display"] for path in ((), A, B)]
        assert [display == "too_few" for display in shown] == [False, code == "I7", code == "I7"]


def test_one_person_of_ten_skips_an_item_and_the_distribution_goes() -> None:
    ten = everybody(10)
    ten[3]["I7"] = (3, None)
    release = release_of_pairs({(): ten})
    assert item_of(release, code="I6")["today"]["display"] == "full"
    assert item_of(release, code="I7")["today"]["display"] == "thin"


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("size", [5, 6, 9, 10, 15, 60])
def test_unanimity_and_all_but_one_look_like_many_other_things(size: int, level: int) -> None:
    for other in range(1, 6):
        measure = today_of(release_of({(): [level] * (size - 1) + [other]}))
        assert measure["display"] in ("thin", "none")
        if measure["display"] == "thin" and size < 15:
            assert sum(looks_like(measure, counts) for counts in all_counts(5, size)) >= 10


@pytest.mark.parametrize("rest", [[3] * 10, [3] * 9 + [5], [3] * 8 + [1, 5]])
def test_unanimity_in_what_is_left_cannot_be_subtracted_out(rest: list[int]) -> None:
    """The rest is published by nobody, yet programme less A would be its distribution."""
    release = release_of({A: mixed(24), B: rest[:6], (): rest[6:]}, merged=[C])
    assert displays(release)[()] == "full"
    assert displays(release)[A] != "full"


@pytest.mark.parametrize(
    "answers",
    [
        {A: mixed(12), B: mixed(7), C: mixed(6)},
        {A: mixed(6), B: [5, 5, 5, 5, 5], C: [1, 1, 1, 1, 2]},
        {("A", "x"): mixed(6), ("A", "y"): [4, 4, 4, 4, 3], ("B",): mixed(9)},
        {("A", "x"): mixed(11), ("A", "y"): mixed(10), ("B", "x"): [2, 2, 2, 2, 2, 1], ("B", "y"): [2, 3, 3, 3, 4]},
    ],
)
def test_brute_force_and_an_insider_find_too_many_possibilities(answers: dict[UnitPath, list[int | None]]) -> None:
    assert not any(findings.doubtful() for findings in found(answers))


def test_today_ambition_and_gap_come_from_the_same_people() -> None:
    """If one measure had an answer more than the other, their difference would be one person's."""
    ballots = everybody(12)
    ballots[0]["I1"], ballots[1]["I1"], ballots[2]["I1"] = (1, None), (None, 5), (None, None)
    item = item_of(release_of_pairs({(): ballots}), code="I1")
    assert item["today"]["display"] == "thin"
    without = release_of_pairs({(): [*ballots[3:], {}, {}, {}]})
    assert item == item_of(without, code="I1")


@pytest.mark.parametrize("joiner", range(1, 6))
def test_a_joiner_of_a_thin_group_is_not_found_between_two_rounds(joiner: int) -> None:
    """Even if the six others answer exactly as before, what is shown of six and of seven leaves more than one answer
    for the seventh."""
    six = [2, 3, 3, 3, 4, 4]
    first, second = today_of(release_of({(): six})), today_of(release_of({(): [*six, joiner]}))
    possible = {
        level
        for counts in all_counts(5, 6)
        if looks_like(first, counts)
        for level in range(5)
        if looks_like(second, tuple(count + (place == level) for place, count in enumerate(counts)))
    }
    assert len(possible) >= 2


@pytest.mark.parametrize("size", [6, 9, 12])
@pytest.mark.parametrize("joiner", range(1, 6))
def test_comparing_two_rounds_tells_no_more_than_the_two_results(size: int, joiner: int) -> None:
    """With one joiner: every pair of rounds that look alike one by one compare alike, and no count is subtracted."""
    before = mixed(size)
    first, second = release_of({(): before}), release_of({(): [*before, joiner]})
    said = compare(unit_of(first), unit_of(second))["Q"]
    shown = [today_of(first), today_of(second)]
    if any("mean" not in measure for measure in shown):
        assert said is None
        return
    only_means = [{key: measure[key] for key in ("display", "mean", "bound") if key in measure} for measure in shown]
    assert said == change(*only_means)
    assert said is None or said.tenths == round(10 * shown[1]["mean"]) - round(10 * shown[0]["mean"])
