"""That the arithmetician finds nothing says little unless they find something where a rule is left out; and so must the
auditor, who then refuses the release.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

import pytest

from assessments.disclosure import Ballot, Display, Hierarchy, ItemSpec, Policy, Release, UnitPath
from assessments.disclosure import detail as detail_rules
from assessments.disclosure import release as release_rules
from assessments.disclosure.auditor import audit
from assessments.disclosure.counting import Tally, count_ballots
from assessments.disclosure.exchanges import MeasureCounts
from assessments.disclosure.release import Round, draw
from assessments.disclosure.selection import Counts, Safe, select
from tests.assessments.disclosure.attacker import derivable_groups, investigate, read_puzzles
from tests.assessments.disclosure.rounds import any_tree, tree

ROUNDS = 40
ITEM = ItemSpec("Q", 5, ambition=False)
Truth = dict[UnitPath, tuple[int, ...]]
Sabotage = Callable[[pytest.MonkeyPatch], None]


def any_round(chance: Random) -> tuple[Round, Tally, Truth]:
    """A round of one item: every unit leans its own way, some are of one mind, and one answer in twenty is missing."""
    ballots, truth = [], {}
    sizes = any_tree(chance)
    for path, size in sizes.items():
        usual, spread = chance.randint(1, 5), chance.choice((0, 0.6, 0.9, 2))
        levels = [min(max(round(chance.gauss(usual, spread)), 1), 5) for _ in range(size)]
        given = [None if chance.random() < 0.05 else level for level in levels]
        ballots += [Ballot(path, {"Q": (level, None)}) for level in given]
        truth[path] = tuple(given.count(level) for level in range(1, 6))
    closed = Round(1, "test", "1", [ITEM], Policy(), tree(sizes))
    return closed, count_ballots(closed.hierarchy, [ITEM], ballots), truth


def showing(release: Release, *displays: str) -> list[UnitPath]:
    units = [unit for unit in release["units"] if "items" in unit]
    return [tuple(unit["path"]) for unit in units if unit["items"]["Q"]["today"]["display"] in displays]


def found_out(release: Release, truth: Truth, policy: Policy, seed: int) -> set[str]:
    """What the arithmetician finds in a release."""
    found = set()
    if any(sum(group) < policy.k for group in derivable_groups(truth, showing(release, "full", "thin"))):
        found.add("a small group")
    for counts in derivable_groups(truth, showing(release, "full")):
        if sum(counts) < policy.detail_from:
            found.add("a small distribution")
        if max(counts) >= 0.8 * sum(counts):
            found.add("a distribution of nearly one answer")
    puzzles = read_puzzles(release, "Q", "today", truth, 5)
    if any(investigate(puzzle, state, Random(seed)).doubtful() for puzzle, state in puzzles):
        found.add("few possibilities")
    return found


def attacked() -> tuple[Counter[str], Counter[str], int]:
    """What the arithmetician finds in so many rounds, why the auditor refuses, and how often one of them minds and the
    auditor doesn't."""
    chance, found, refused, missed = Random(11), Counter[str](), Counter[str](), 0
    for seed in range(ROUNDS):
        closed, tally, truth = any_round(chance)
        release = draw(closed, tally, [not unit.merged for unit in closed.hierarchy.units])
        here = found_out(release, truth, closed.policy, seed)
        reason = audit(release, closed.hierarchy, closed.items, tally, closed.policy)
        found.update(here)
        refused.update([reason] if reason else [])
        missed += bool(here) and reason is None
    return found, refused, missed


def children_alone(hierarchy: Hierarchy, counts: Sequence[Counts], allowed: Sequence[bool], safe: Safe) -> list[bool]:
    """R1 and R3 without R2: what is left beside the shown children is nobody's concern."""
    shown = [False] * len(counts)
    for node, parent in enumerate(hierarchy.parents):
        shown[node] = allowed[node] and any(counts[node]) and safe(counts[node]) and (node == 0 or shown[parent])
    return shown


def leave_out_remainders(of_detail: bool) -> Sabotage:
    """No R2, or no R10."""

    def sabotage(patch: pytest.MonkeyPatch) -> None:
        def leaky(hierarchy: Hierarchy, counts: Sequence[Counts], allowed: Sequence[bool], safe: Safe) -> list[bool]:
            is_of_detail = safe.__qualname__.startswith("may_be_known_in_full")
            return (children_alone if is_of_detail is of_detail else select)(hierarchy, counts, allowed, safe)

        patch.setattr(release_rules, "select", leaky)

    return sabotage


def leave_out_homogeneity(patch: pytest.MonkeyPatch) -> None:
    """No R9."""
    patch.setattr(detail_rules, "is_homogeneous", lambda counts, share: False)


def leave_out_compatibility(patch: pytest.MonkeyPatch) -> None:
    """No R11."""

    def unchanged(measure: MeasureCounts, displays: Sequence[Display]) -> list[Display]:
        return list(displays)

    patch.setattr(release_rules, "keep_compatible", unchanged)


def test_with_all_rules_neither_finds_anything() -> None:
    assert attacked() == (Counter(), Counter(), 0)


@pytest.mark.parametrize(
    ("sabotage", "finding", "reason"),
    [
        (leave_out_remainders(of_detail=False), "a small group", "The numbers of ballots give a small group away."),
        (
            leave_out_remainders(of_detail=True),
            "a small distribution",
            "The distributions of Q give that of a small group away.",
        ),
        (
            leave_out_homogeneity,
            "a distribution of nearly one answer",
            "The distributions of Q tell what nearly everyone in a group answered.",
        ),
        (leave_out_compatibility, "few possibilities", "What is shown thin of Q leaves too few possibilities."),
    ],
    ids=["R2", "R10", "R9", "R11"],
)
def test_without_a_rule_both_find_what_it_is_for(
    monkeypatch: pytest.MonkeyPatch, sabotage: Sabotage, finding: str, reason: str
) -> None:
    sabotage(monkeypatch)
    found, refused, missed = attacked()
    assert found[finding]
    assert refused[reason]
    assert not missed
