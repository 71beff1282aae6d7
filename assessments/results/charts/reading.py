"""Reading a release: which measures there are, and the numbers as a person reads them. Displayed values only."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from assessments.results.charts.texts import Words

# Parts of a release as JSON gives them back; assessments.disclosure.contract says what each holds.
Measure = Mapping[str, Any]
Item = Mapping[str, Any]
Unit = Mapping[str, Any]
Release = Mapping[str, Any]
Which = Literal["today", "ambition"]
Way = Literal["exact", "more", "less", "open"]

BOTH: tuple[Which, ...] = ("today", "ambition")
ABSENT: Measure = {"display": "absent"}  # never asked for
OPENS: dict[tuple[Which, str], Way] = {  # where a bound lets the true gap lie, seen from the displayed one
    ("today", "at_most"): "more",
    ("today", "at_least"): "less",
    ("ambition", "at_most"): "less",
    ("ambition", "at_least"): "more",
}
TIES = {"more": 0, "exact": 1, "less": 2, "open": 3, None: 4}
SPREAD, GATHERED = 0.25, 0.175  # standard deviation as a share of the scale's length


def find_unit(release: Release, path: Sequence[str] = ()) -> Unit:
    """The unit with this path; the whole programme has the empty one. LookupError when there is none."""
    for unit in release["units"]:
        if list(unit["path"]) == list(path):
            found: Unit = unit
            return found
    raise LookupError(f"No unit {list(path)} in the release")


def published(unit: Unit) -> bool:
    return unit["status"] == "published" and bool(unit.get("items"))


def leaves(release: Release) -> list[Unit]:
    """The leader groups: every unit that has none below it, in the order of the release, without the programme."""
    paths = [tuple(unit["path"]) for unit in release["units"]]
    inner = {path[:depth] for path in paths for depth in range(len(path))}
    return [unit for unit, path in zip(release["units"], paths, strict=True) if path and path not in inner]


def measure(item: Item, which: Which) -> Measure:
    return item.get(which) or ABSENT


def asked(items: Mapping[str, Item]) -> tuple[Which, ...]:
    """The measures this instrument asks for: an instrument may leave out the ambition."""
    return BOTH if any("ambition" in item for item in items.values()) else ("today",)


def asks_today_only(items: Mapping[str, Item]) -> bool:
    """Whether nothing may be said of an ambition or a gap."""
    return asked(items) == ("today",)


def is_full(m: Measure) -> bool:
    return bool(m["display"] == "full")


def is_thin(m: Measure) -> bool:
    return bool(m["display"] == "thin")


def shown(m: Measure) -> bool:
    return m["display"] in ("full", "thin")


def any_full(items: Mapping[str, Item]) -> bool:
    return any(is_full(measure(item, which)) for item in items.values() for which in BOTH)


def mean_of(m: Measure) -> float:
    """The displayed mean, for placing and sorting; 0 where none is displayed."""
    return float(m["mean"]) if shown(m) else 0.0


def bound(m: Measure) -> str | None:
    """at_most or at_least for a thin mean at the clip, else None."""
    return m.get("bound") if is_thin(m) else None


def counts(m: Measure, top: int) -> list[int]:
    """Answers on each step from 1 up; only for a measure in full."""
    return [m["counts"].get(str(step), 0) for step in range(1, top + 1)]


def decimal(number: float) -> str:
    """One decimal with a comma: 2,3."""
    return f"{number:.1f}".replace(".", ",").replace("-", "−")


def halves(number: float) -> str:
    """Half points: 2, 2½, ½, −½."""
    whole, half = int(abs(number)), abs(number) % 1 >= 0.5
    return ("−" if number < 0 else "") + (str(whole) if whole or not half else "") + ("½" if half else "")


def value(m: Measure) -> str:
    """The number as a person reads it: full 2,3; thin 2½, ≤2, ≥4. The notation shows the precision."""
    if is_full(m):
        return decimal(m["mean"])
    if is_thin(m):
        return {"at_most": "≤", "at_least": "≥"}.get(bound(m) or "", "") + halves(m["mean"])
    return "–"


def told(m: Measure, words: Words) -> str:
    """The number, or why there is none."""
    if shown(m):
        return value(m)
    return {"too_few": words["too_few_short"], "none": words["too_few_cell"]}.get(m["display"], "")


def gap_of(item: Item) -> tuple[str, Way | None]:
    """The displayed gap, and whether the true one may be more or less; "–" and None when no gap is shown."""
    if item.get("gap") is None:
        return "–", None
    halved = all(is_thin(measure(item, which)) for which in BOTH)
    text = halves(item["gap"]) if halved else decimal(item["gap"])
    ways = {OPENS[which, side] for which in BOTH if (side := bound(measure(item, which)))}
    if len(ways) == 2:
        return text, "open"
    return text, ways.pop() if ways else "exact"


def signed(text: str, way: Way | None, space: str = "") -> str:
    """The gap with the sign of its direction before it: ≥0,7."""
    return {"more": f"≥{space}", "less": f"≤{space}"}.get(way or "", "") + text


def by_gap(items: Mapping[str, Item], order: Iterable[str]) -> list[str]:
    """Codes by displayed gap: largest first, "or more" before exact, then ambition, then the questionnaire's order.

    Where no gap is shown the code comes last; where none is asked for, the questionnaire's order is all there is.
    """
    rank = {code: place for place, code in enumerate(order)}

    def key(code: str) -> tuple[bool, float, int, float, int]:
        item = items[code]
        ambition = mean_of(measure(item, "ambition"))
        size = item.get("gap")
        return size is None, -(size or 0), TIES[gap_of(item)[1]], -ambition, rank.get(code, len(rank))

    return sorted(items, key=key)


def by_spread(items: Mapping[str, Item]) -> list[str]:
    """Codes whose present level is shown in full, most spread first."""
    return sorted((c for c in items if is_full(items[c]["today"])), key=lambda c: -items[c]["today"]["sd"])


def camps(m: Measure, top: int) -> tuple[int, int] | None:
    """Answers at the low and at the high end, when a third or more stand at each; else None."""
    ends = max(1, 2 * top // 5)
    steps = counts(m, top)
    low, high = sum(steps[:ends]), sum(steps[-ends:])
    return (low, high) if 3 * low >= m["n"] and 3 * high >= m["n"] else None


def spread_label(m: Measure, top: int, words: Words) -> str:
    """One word for how answers in full lie. The middle gets none, so that the word means something."""
    if camps(m, top):
        return words["divided"]
    if m["sd"] >= SPREAD * (top - 1):
        return words["spread"]
    return words["gathered"] if m["sd"] <= GATHERED * (top - 1) else ""


def place(m: Measure, words: Words) -> str:
    """A thin mean as a place on the staircase: "between step 2 and 3"."""
    side, mean = bound(m), m["mean"]
    if side:
        return words["at_or_below" if side == "at_most" else "at_or_above"].format(a=halves(mean))
    return (
        words["on_step"].format(a=int(mean)) if mean % 1 == 0 else words["between"].format(a=int(mean), b=int(mean) + 1)
    )
