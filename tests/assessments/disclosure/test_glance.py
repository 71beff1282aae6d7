"""R11 at a glance is never less careful than a long look at each unit, and it sees most of them."""

from hypothesis import given

from assessments.disclosure import Ballot, Display, ItemSpec, Policy
from assessments.disclosure.compatibility import Region
from assessments.disclosure.counting import count_ballots
from assessments.disclosure.exchanges import Look, MeasureCounts, looks
from assessments.disclosure.glance import in_doubt
from tests.assessments.disclosure.rounds import mixed, tree
from tests.assessments.disclosure.strategies import MEASURES, RandomRound, random_rounds, release_round, thorough


def unsettled(tried: RandomRound, measure: int) -> tuple[MeasureCounts, list[Display]]:
    """One measure, displayed without a thought of R11: thin wherever there are answers and it is not in full."""
    tally = count_ballots(tried.hierarchy, [ItemSpec("Q", tried.levels, ambition=True)], tried.ballots)
    counts = MeasureCounts(
        tried.hierarchy, tally.own_answers[:, 0, measure], tally.answers[:, 0, measure], tried.policy
    )
    displays: list[Display] = []
    for node, unit in enumerate(tried.release["units"]):
        shown = unit["items"]["Q"][MEASURES[measure]]["display"] if "items" in unit else "too_few"
        displays.append("thin" if shown != "full" and counts.size(node) >= tried.policy.k else shown)
    return counts, displays


@thorough
@given(random_rounds())
def test_what_is_seen_at_a_glance_is_seen_by_looking_at_each(tried: RandomRound) -> None:
    for measure in range(len(MEASURES)):
        counts, displays = unsettled(tried, measure)
        doubtful = in_doubt(counts, displays)
        look = Look(looks(tried.levels)[1].reach, pairs=1_000)
        for top in [node for node, display in enumerate(displays) if display == "full" or node == 0]:
            region = Region(counts, displays, top, look)
            asked = set(region.thin_units())
            assert set(doubtful.get(top, [])) <= asked
            assert all(region.is_compatible(unit) for unit in asked - set(doubtful.get(top, [])))


def test_of_many_groups_only_those_that_hardly_differ_are_in_doubt() -> None:
    """Thirty groups of varied answers, the first of them unanimous. Without a pool, everything is in doubt."""
    paths = [(f"group {place:02}",) for place in range(30)]
    alike = [(path, (3, 3)) for path in paths[:1] for _ in range(6)]
    varied = [(path, (mixed(8)[place], 3)) for path in paths[1:] for place in range(7)]
    ballots = tuple(Ballot(path, {"Q": pair}) for path, pair in [*alike, *varied])
    tried = release_round(tree(paths), 5, Policy(), ballots)
    today, ambition = (in_doubt(*unsettled(tried, measure)) for measure in range(len(MEASURES)))
    assert today == {0: [1]}
    assert ambition == {0: [*range(1, 31), 0]}
