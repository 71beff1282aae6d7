"""What the rules cost: how many results of units and items are left of those that a plain "five answers" would show.

`pytest -rP tests/assessments/disclosure/test_kept.py` prints the shares, DISCLOSURE_EXAMPLES=2000 takes more rounds.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random

from assessments.disclosure import Ballot, ItemSpec, Policy, Release, UnitPath, compute_release
from tests.assessments.disclosure.rounds import any_tree, tree
from tests.assessments.disclosure.strategies import EXAMPLES

LEVELS, UNKNOWN = 5, 0.05
ITEMS = [ItemSpec(f"Q{number}", LEVELS, ambition=False) for number in range(13)]
FEWEST_KEPT = 0.65


def any_release(chance: Random) -> tuple[Release, list[Ballot]]:
    """A release of thirteen items with 5 % "vet ikke": every unit leans its own way, one item in ten is alike."""
    sizes = any_tree(chance)
    alike = {item.code for item in ITEMS if chance.random() < 0.1}
    middle = {(path, item.code): chance.uniform(1.8, 4.2) for path in sizes for item in ITEMS}

    def answer(path: UnitPath, code: str) -> tuple[int | None, None]:
        level = 3 if code in alike else min(max(round(chance.gauss(middle[path, code], 0.9)), 1), LEVELS)
        return (None if chance.random() < UNKNOWN else level), None

    ballots = [
        Ballot(path, {item.code: answer(path, item.code) for item in ITEMS})
        for path, size in sizes.items()
        for _ in range(size)
    ]
    release = compute_release(
        round_id=1, instrument="kept", version="1", items=ITEMS, policy=Policy(), hierarchy=tree(sizes), ballots=ballots
    )
    return release, ballots


def counted(release: Release, ballots: list[Ballot]) -> Iterator[tuple[str, bool]]:
    """(what it is, whether it is kept) of all that five answers or more would show."""
    for unit in release["units"]:
        inside = [ballot for ballot in ballots if ballot.path[: len(unit["path"])] == tuple(unit["path"])]
        if len(inside) >= Policy().k:
            yield "units", unit["status"] == "published"
        for item in ITEMS:
            valid = sum(ballot.answers[item.code][0] is not None for ballot in inside)
            if valid >= Policy().k:
                shown = unit.get("items", {}).get(item.code)
                yield "results", shown is not None and shown["today"]["display"] in ("full", "thin")


def test_most_of_what_a_plain_threshold_shows_is_kept() -> None:
    chance, kept, possible = Random(3), Counter[str](), Counter[str]()
    for _ in range(EXAMPLES):
        for what, is_kept in counted(*any_release(chance)):
            possible[what] += 1
            kept[what] += is_kept
    shares = {what: kept[what] / number for what, number in possible.items()}
    print({what: f"{share:.1%} of {possible[what]}" for what, share in shares.items()})
    assert shares["results"] >= FEWEST_KEPT
    assert shares["units"] >= FEWEST_KEPT
