"""The one way from opened ballots to a release."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.disclosure.auditor import audit
from assessments.disclosure.compatibility import keep_compatible
from assessments.disclosure.contract import Display, ItemResult, Measure, Release, Status, UnitResult
from assessments.disclosure.counting import (
    AMBITION,
    TODAY,
    Ballot,
    BallotTable,
    IntArray,
    ItemSpec,
    Tally,
    count_ballots,
)
from assessments.disclosure.detail import full_measure, may_be_known_in_full, may_be_shown_thin, thin_measure
from assessments.disclosure.exchanges import MeasureCounts
from assessments.disclosure.hierarchy import Hierarchy
from assessments.disclosure.policy import Policy
from assessments.disclosure.selection import Counts, at_least, select

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What a release is made from, apart from the ballots."""

    round_id: int | str
    instrument: str
    version: str
    items: Sequence[ItemSpec]
    policy: Policy
    hierarchy: Hierarchy


def compute_release(
    *,
    round_id: int | str,
    instrument: str,
    version: str,
    items: Sequence[ItemSpec],
    policy: Policy,
    hierarchy: Hierarchy,
    ballots: Iterable[Ballot] | BallotTable,
) -> Release:
    """Everything that may be shown of a closed round (R1-R3, R5, R7-R12), ready for `json.dumps`.

    The same ballots in any order give the same release. With fewer than k ballots (also none, when they are destroyed
    unread) the release says "too_few" of every unit.
    Raises InvalidBallot for a ballot that does not fit the hierarchy or the items, ValueError for items of one code.
    """
    if len({item.code for item in items}) != len(items):
        raise ValueError("Two items have the same code.")
    closed = Round(round_id, instrument, version, items, policy, hierarchy)
    tally = count_ballots(hierarchy, items, ballots)
    return first_accepted(closed, tally, (draw(closed, tally, allowed) for allowed in _attempts(closed)))


def first_accepted(closed: Round, tally: Tally, attempts: Iterable[Release]) -> Release:
    """The first of these releases that the auditor accepts (R5). The reason of each refusal is logged, without numbers.

    Raises RuntimeError when all are refused; the last attempt of `compute_release` shows nothing, so it never is.
    """
    for release in attempts:
        reason = audit(release, closed.hierarchy, closed.items, tally, closed.policy)
        if reason is None:
            return release
        logger.error("The auditor refused a release of round %s: %s", closed.round_id, reason)
    raise RuntimeError("The auditor refused every release, also the one that shows nothing.")


def _attempts(closed: Round) -> Iterable[list[bool]]:
    """Which nodes may be published, from all of them to the programme alone to none."""
    size = len(closed.hierarchy.units)
    yield [not unit.merged for unit in closed.hierarchy.units]
    yield [node == 0 for node in range(size)]
    yield [False] * size


def draw(closed: Round, tally: Tally, allowed: Sequence[bool]) -> Release:
    """The release that publishes as many of the allowed nodes as the rules let it."""
    sizes: list[Counts] = [(size,) for size in tally.ballots.tolist()]
    published = select(closed.hierarchy, sizes, allowed, at_least(closed.policy.k))
    units = [_unit_result(closed, tally, node, shown) for node, shown in enumerate(published)]
    for place, item in enumerate(closed.items):
        for node, result in _item_results(closed, tally, place, published):
            units[node]["items"][item.code] = result
    return {
        "round": closed.round_id,
        "instrument": closed.instrument,
        "version": closed.version,
        "k": closed.policy.k,
        "detail_from": closed.policy.detail_from,
        "units": units,
    }


def _unit_result(closed: Round, tally: Tally, node: int, published: bool) -> UnitResult:
    """A unit without the results of its items."""
    unit, size = closed.hierarchy.units[node], int(tally.ballots[node])
    if published:
        return {"path": list(unit.path), "status": "published", "n": size, "items": {}}
    unpublished: Status = "merged" if unit.merged else "too_few" if size < closed.policy.k else "hidden"
    return {"path": list(unit.path), "status": unpublished}


def _item_results(
    closed: Round, tally: Tally, place: int, published: Sequence[bool]
) -> Iterable[tuple[int, ItemResult]]:
    """The result of one item for every published node."""
    item = closed.items[place]
    own, totals = tally.own_answers[:, place, :, : item.levels], tally.answers[:, place, :, : item.levels]
    shown = select(closed.hierarchy, totals[:, TODAY].tolist(), published, at_least(closed.policy.k))
    measures = range(AMBITION + 1 if item.ambition else TODAY + 1)
    drawn = [_measures(closed, own[:, measure], totals[:, measure], shown) for measure in measures]
    for node in range(len(published)):
        if published[node]:
            yield node, _item_result([measure[node] for measure in drawn])


def _measures(closed: Round, own: IntArray, totals: IntArray, shown: Sequence[bool]) -> list[Measure]:
    """One measure of one item, by node: R7-R11."""
    counts: list[list[int]] = totals.tolist()
    full = select(closed.hierarchy, counts, shown, may_be_known_in_full(closed.policy))
    displays = [_display(closed.policy, counts[node], shown[node], full[node]) for node in range(len(counts))]
    settled = keep_compatible(MeasureCounts(closed.hierarchy, own, totals, closed.policy), displays)
    return [_measure(display, counts[node]) for node, display in enumerate(settled)]


def _display(policy: Policy, counts: Counts, shown: bool, full: bool) -> Display:
    """How a measure is displayed before R11."""
    if not shown:
        return "too_few"
    if full:
        return "full"
    return "thin" if may_be_shown_thin(counts, policy) else "none"


def _measure(display: Display, counts: Counts) -> Measure:
    if display == "full":
        return full_measure(counts)
    if display == "thin":
        return thin_measure(counts)
    return {"display": display}


def _item_result(measures: Sequence[Measure]) -> ItemResult:
    if len(measures) == 1:
        return {"today": measures[0], "gap": None}
    today, ambition = measures
    return {"today": today, "ambition": ambition, "gap": _gap(today, ambition)}


def _gap(today: Measure, ambition: Measure) -> float | None:
    """The difference of the displayed means, in tenths: both are whole tenths, so nothing is lost."""
    if today["display"] in ("full", "thin") and ambition["display"] in ("full", "thin"):
        return (round(10 * ambition["mean"]) - round(10 * today["mean"])) / 10
    return None
