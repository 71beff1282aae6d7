"""R14: two releases beside each other. Only differences of two displayed values, and never more exact than these.

A difference of two bounds that open in opposite directions would be no statement at all; then there is none.
"""

from dataclasses import dataclass
from typing import Literal

from assessments.disclosure.contract import ItemResult, Measure, UnitResult

Which = Literal["today", "ambition"]
Way = Literal["exact", "at_least", "at_most"]


@dataclass(frozen=True)
class Change:
    """The second displayed mean less the first, in tenths of a point.

    `way`: whether the true change may only be larger or only be smaller, since a mean beyond the clip is a bound.
    `coarse`: one of the two was displayed in half points, so the change is no finer than that.
    """

    tenths: int
    way: Way
    coarse: bool

    @property
    def direction(self) -> int | None:
        """1 when the displayed value rose, -1 when it fell, 0 when it did not change, None when that can't be said."""
        if self.way == "exact":
            return (self.tenths > 0) - (self.tenths < 0)
        if self.way == "at_least":
            return 1 if self.tenths > 0 else None
        return -1 if self.tenths < 0 else None


def change(first: Measure, second: Measure) -> Change | None:
    """How a measure changed from one release to the next; None where either shows nothing, or nothing can be said."""
    if first["display"] not in ("full", "thin") or second["display"] not in ("full", "thin"):
        return None
    ways = {_opens(first, is_first=True), _opens(second, is_first=False)} - {"exact"}
    if len(ways) == 2:
        return None
    tenths = round(10 * second["mean"]) - round(10 * first["mean"])
    return Change(tenths, ways.pop() if ways else "exact", "thin" in (first["display"], second["display"]))


def compare(first: UnitResult, second: UnitResult, which: Which = "today") -> dict[str, Change | None]:
    """By the code of every item that both releases of a unit have: how the measure changed. Empty when the unit is not
    published in both."""
    before, after = first.get("items", {}), second.get("items", {})
    return {
        code: change(_measure(before[code], which), _measure(after[code], which)) for code in before if code in after
    }


def _measure(item: ItemResult, which: Which) -> Measure:
    measure = item["today"] if which == "today" else item.get("ambition")
    return measure if measure is not None else {"display": "none"}


def _opens(measure: Measure, *, is_first: bool) -> Way:
    """Where a bound lets the true change lie, seen from the displayed one."""
    bound = measure["bound"] if measure["display"] == "thin" else None
    if bound is None:
        return "exact"
    return "at_least" if (bound == "at_most") is is_first else "at_most"
