"""The arithmetician who also knows the rules: small rounds are released for every set of answers there could be, and
those that give the very same release are compared."""

import json
from collections import defaultdict
from itertools import combinations_with_replacement

import pytest

from tests.assessments.disclosure.rounds import release_of


@pytest.mark.parametrize(
    ("size", "levels"), [(5, 5), (6, 5), (9, 5), (10, 5), (11, 5), (12, 5), (14, 4), (5, 6), (10, 6)]
)
def test_no_thin_programme_is_the_release_of_few_sets_of_answers(size: int, levels: int) -> None:
    alike: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for answers in combinations_with_replacement(range(1, levels + 1), size):
        alike[json.dumps(release_of({(): answers}, levels=levels))].append(answers)
    for release, sets in alike.items():
        if '"thin"' in release:
            assert len(sets) >= 10
