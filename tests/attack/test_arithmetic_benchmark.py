"""The arithmetician who kept every version of a benchmark, and subtracts."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, product

from hypothesis import event, given
from hypothesis import strategies as st

from assessments.disclosure.benchmark import mean, next_set
from tests.assessments.disclosure.test_benchmark import Version, one, some

offers = st.lists(st.tuples(st.integers(0, 2), st.integers(10, 20)), min_size=14, max_size=14)
histories = st.lists(st.tuples(offers, st.integers(4, 14)), min_size=2, max_size=5)


@given(histories)
def test_no_combination_of_versions_is_a_few_organisations(history: list[tuple[list[tuple[int, int]], int]]) -> None:
    """By brute force: every whole-number combination of all versions there have been, with weights from -2 to 2.
    Organisations come in over time, some with a newer round of another size."""
    versions: list[Version] = []
    rounds: dict[int, list[int]] = {}
    known = 0
    for offered, joined in history:
        known = max(known, joined)
        for organisation, (is_newer, n) in enumerate(offered[:known]):
            if is_newer == 2 or organisation not in rounds:
                rounds.setdefault(organisation, []).append(n)
        given_ = [one(number, sizes[-1], release=100 * len(sizes) + number) for number, sizes in rounds.items()]
        made = next_set(versions, given_)
        if made and (not versions or made != versions[-1]):
            versions.append(made)
    event(f"{len(versions)} versions")
    for weights in product(range(-2, 3), repeat=len(versions)):
        left = Counter[tuple[int, int]]()
        for weight, version in zip(weights, versions, strict=True):
            left.update({each.key: weight for each in version})
        touched = {organisation for (organisation, _release), weight in left.items() if weight}
        assert not touched or len(touched) >= 5


def test_attack_with_and_without_one_organisation() -> None:
    """Whoever knows what they displayed themselves, and every version, is left with many possible values of each other
    organisation; with plain "newest" versions one subtraction would do."""
    before, now = some(1, 2, 3, 4, 5), some(1, 2, 3, 4, 5, 6)
    plain = Fraction(round(10 * mean(now, "today")) * 72 - round(10 * mean(before, "today")) * 60, 12)
    assert abs(plain - now[-1].tenths["today"]) <= 6
    assert next_set([before], now) == before
    for own in before:
        others = [each for each in before if each != own]
        assert len(others) >= 4
        for pair in combinations(others, 2):
            assert sum(each.n for each in pair) < sum(each.n for each in others)
