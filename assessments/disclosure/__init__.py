"""What may be shown: from the opened ballots of a closed round to its release.

Pure Python, nothing of Django. One way in, `compute_release`:

    hierarchy = Hierarchy.of([Unit(("Fjord",)), Unit(("Fjord", "Helse")), Unit(("Fjord", "Stab"), merged=True)])
    release = compute_release(
        round_id=41, instrument="abilities", version="1",
        items=[ItemSpec("S1", levels=5, ambition=True)],
        policy=Policy(k=5, detail_from=10), hierarchy=hierarchy,
        ballots=[Ballot(("Fjord", "Helse"), {"S1": (2, 4)}), Ballot(("Fjord",), {"S1": (None, None)}), ...],
    )

The release is a plain dict of the shape in `contract.py`. Whoever opens a round merges its small units with
`Hierarchy.merge_small` and asks `Hierarchy.home` where the answers of an invited person belong.

What was written in one's own words is no part of a release; `texts.py` has its rules.
"""

from assessments.disclosure.contract import (
    Bound,
    Display,
    FullMeasure,
    ItemResult,
    Measure,
    Release,
    Status,
    ThinMeasure,
    UnitResult,
    WithheldMeasure,
)
from assessments.disclosure.counting import Answer, Ballot, BallotTable, InvalidBallot, ItemSpec
from assessments.disclosure.hierarchy import PROGRAMME, Hierarchy, Unit, UnitPath
from assessments.disclosure.policy import Policy
from assessments.disclosure.release import compute_release

__all__ = [
    "PROGRAMME",
    "Answer",
    "Ballot",
    "BallotTable",
    "Bound",
    "Display",
    "FullMeasure",
    "Hierarchy",
    "InvalidBallot",
    "ItemResult",
    "ItemSpec",
    "Measure",
    "Policy",
    "Release",
    "Status",
    "ThinMeasure",
    "Unit",
    "UnitPath",
    "UnitResult",
    "WithheldMeasure",
    "compute_release",
]
