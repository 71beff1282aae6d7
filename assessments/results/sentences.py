"""What a result says, and what to talk about: the words of each rule stand in rules.json, its condition stands here.

Conditions read displayed values only. Thresholds are given for a scale of five steps and follow the scale's length.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from assessments.results.charts.reading import (
    Item,
    Measure,
    Unit,
    asked,
    bound,
    by_gap,
    by_spread,
    camps,
    counts,
    halves,
    is_full,
    measure,
    place,
    shown,
    value,
)
from assessments.results.charts.texts import Texts, Words

GAP = (1, 2)  # rules for a takeaway on gaps,
DISAGREEMENT = (6, 3)  # on how answers lie,
CHANGE = (11,)  # and on two rounds
MOST = 4  # questions beside a picture

Found = tuple[str | None, dict[str, Any]]  # the item a rule speaks of, if one alone, and what fills its sentence


@dataclass(frozen=True)
class Finding:
    """A rule that holds: its number, the item it speaks of, a sentence that states it and a question to talk over."""

    rule: int
    code: str | None
    sentence: str
    question: str

    @property
    def told_above(self) -> bool:
        """Whether the sentence already stands over the picture as its takeaway: a list then needs only the question."""
        return self.rule in GAP


def takeaway(
    unit: Unit,
    texts: Texts,
    lang: str,
    *,
    about: Sequence[int] = GAP,
    programme: Unit | None = None,
    earlier: Unit | None = None,
) -> str:
    """The one sentence over a picture, from the first of these rules that holds; empty when none does."""
    found = _written(Facts(unit, texts, _language(lang), programme, earlier), about)
    return next((finding.sentence for finding in found), "")


def questions(
    unit: Unit,
    texts: Texts,
    lang: str,
    *,
    programme: Unit | None = None,
    earlier: Unit | None = None,
    most: int = MOST,
) -> list[Finding]:
    """At most so many things to talk about, in the order a facilitator would take them; each rule and each item once.

    programme: the whole programme's unit, when this is a group's. earlier: the same unit in the round before.
    """
    found = _written(Facts(unit, texts, _language(lang), programme, earlier), tuple(CONDITIONS))
    return [finding for finding, _ in zip(found, range(most), strict=False)]


def items_of(rule: int, facts: Facts) -> list[str]:
    """Every item of which this rule holds, its clearest case first."""
    return [code for code, _fields in CONDITIONS[rule](facts) if code]


def step_finding(unit: Unit, code: str, texts: Texts, lang: str, words: Words) -> Finding | None:
    """What the staircase of one area says; None when there is nothing to say. words: those of the pictures."""
    item = (unit.get("items") or {}).get(code)
    if not item:
        return None
    today, ambition = item["today"], measure(item, "ambition")
    if is_full(today):
        steps = counts(today, texts.top)
        held = sum(n > 0 for n in steps)
        most = max(steps)
        fields = {"a": texts.name(code), "k": held, "s": steps.index(most) + 1, "n": most, "N": today["n"]}
        return _finding(12, code, fields, _language(lang)) if held >= 3 else None
    if shown(today) and shown(ambition):
        fields = {"a": texts.name(code), "p": place(today, words), "q": place(ambition, words)}
        return _finding(13, code, fields, _language(lang))
    return None


def areas_takeaway(unit: Unit, texts: Texts, lang: str, *, about: Literal["areas", "today"] = "areas") -> str:
    """What stands highest and lowest today by what is displayed, told of areas on the stairs or of today alone; empty
    when nothing is shown."""
    items = unit.get("items") or {}
    at = {code: item["today"]["mean"] for code, item in items.items() if shown(item["today"])}
    if not at:
        return ""
    lang = _language(lang)
    say = _rules()[about][lang]
    high, low = max(at.values()), min(at.values())
    if high == low:
        return str(say["level"])
    named = {v: _listed([texts.name(code) for code in at if at[code] == v], lang) for v in (high, low)}
    return str(say["differ"]).format(high=named[high], low=named[low])


# The words


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = json.loads(Path(__file__).with_name("rules.json").read_text(encoding="utf-8"))
    return rules


def _language(lang: str) -> str:
    """Danish for Danish readers, bokmål for all others."""
    return "da" if lang.startswith("da") else "nb"


def _finding(rule: int, code: str | None, fields: dict[str, Any], lang: str) -> Finding:
    words = next(r for r in _rules()["rules"] if r["id"] == rule)[lang]
    return Finding(rule, code, words["say"].format(**fields), words["ask"].format(**fields))


def _listed(names: Sequence[str], lang: str) -> str:
    form = _rules()["forms"][lang]
    quoted = [f"{form['open']}{name}{form['close']}" for name in names]
    return str(form["and"]).join([*([", ".join(quoted[:-1])] if quoted[1:] else []), quoted[-1]])


def spoken(m: Measure, lang: str) -> str:
    """The displayed value as it is said: 2,3; 2½; 2 or lower."""
    side = bound(m)
    return str(_rules()["forms"][lang][side]).format(v=halves(m["mean"])) if side else value(m)


# The conditions


@dataclass(frozen=True)
class Facts:
    """What the conditions read: displayed values, and the names of things. `lang` is nb or da."""

    unit: Unit
    texts: Texts
    lang: str
    programme: Unit | None
    earlier: Unit | None

    @classmethod
    def of(cls, unit: Unit, texts: Texts, lang: str, programme: Unit | None = None) -> Facts:
        return cls(unit, texts, _language(lang), programme, None)

    @property
    def items(self) -> dict[str, Item]:
        return self.unit.get("items") or {}

    @cached_property
    def scale(self) -> float:
        """The length of the scale against one of five steps."""
        return (self.texts.top - 1) / 4

    @property
    def middle(self) -> float:
        return (self.texts.top + 1) / 2

    @cached_property
    def order(self) -> list[str]:
        """Items with a displayed gap, largest first."""
        return [c for c in by_gap(self.items, self.texts.items) if self.items[c].get("gap") is not None]

    @cached_property
    def widest(self) -> list[str]:
        """The items that share the largest displayed gap, as long as there is one."""
        gaps = {c: self.items[c]["gap"] for c in self.order}
        largest = max(gaps.values(), default=0)
        return [c for c in self.order if gaps[c] == largest > 0]

    def today(self, code: str) -> Measure:
        return measure(self.items[code], "today")

    def ambition(self, code: str) -> Measure:
        return measure(self.items[code], "ambition")

    def name(self, code: str) -> str:
        return self.texts.name(code)


def _largest_gap(f: Facts) -> Iterator[Found]:
    if len(f.widest) == 1 and f.items[f.widest[0]]["gap"] >= f.scale:
        code = f.widest[0]
        yield code, {"a": f.name(code), "t": spoken(f.today(code), f.lang), "m": spoken(f.ambition(code), f.lang)}


def _tie(f: Facts) -> Iterator[Found]:
    if len(f.widest) > 1:
        yield None, {"list": _listed([f.name(code) for code in f.widest], f.lang)}


def _two_camps(f: Facts) -> Iterator[Found]:
    for code in by_spread(f.items):
        split = camps(f.today(code), f.texts.top)
        if split:
            yield code, {"a": f.name(code), "lo": split[0], "hi": split[1]}


def _wanted_but_unclear(f: Facts) -> Iterator[Found]:
    for code in by_spread(f.items):
        high = shown(f.ambition(code)) and f.ambition(code)["mean"] >= f.texts.top - f.scale
        if high and f.today(code)["sd"] >= f.scale:
            yield code, {"a": f.name(code)}


def _agreed_and_far(f: Facts) -> Iterator[Found]:
    for code in f.order:
        today = f.today(code)
        if is_full(today) and today["sd"] <= 0.8 * f.scale and f.items[code]["gap"] >= 1.5 * f.scale:
            yield code, {"a": f.name(code)}


def _spread_ambition(f: Facts) -> Iterator[Found]:
    spread = {code: f.ambition(code)["sd"] for code in f.items if is_full(f.ambition(code))}
    code = _alone(spread, max)
    if code and spread[code] >= 0.8 * f.scale:
        yield code, {"a": f.name(code)}


def _off_the_programme(f: Facts) -> Iterator[Found]:
    """The largest distance to the programme, from the near edge of what a displayed mean stands for."""
    far: list[tuple[float, str, str]] = []
    for code in f.items if f.programme else ():
        whole = measure(f.programme["items"].get(code, {}), "today") if f.programme else {}
        if shown(f.today(code)) and is_full(whole):
            low, high = _edges(f.today(code), f.texts.top)
            far += [(whole["mean"] - high, code, "lower"), (low - whole["mean"], code, "higher")]
    if far:
        distance, code, way = max(far)
        if distance >= 0.25 * f.scale:
            yield code, {"a": f.name(code), "dir": _rules()["forms"][f.lang][way]}


def _edges(m: Measure, top: int) -> tuple[float, float]:
    """The interval a displayed mean stands for."""
    half = 0.05 if is_full(m) else 0.25
    low, high = m["mean"] - half, m["mean"] + half
    return 1 if bound(m) == "at_most" else low, top if bound(m) == "at_least" else high


def _to_build_on(f: Facts) -> Iterator[Found]:
    """The one highest today, unless another is shown as "4 or higher": it may well be higher."""
    firm = {c: f.today(c)["mean"] for c in f.items if shown(f.today(c)) and bound(f.today(c)) != "at_most"}
    code = _alone(firm, max)
    if any(bound(f.today(c)) == "at_least" for c in firm if c != code):
        return
    needy = [c for c in f.widest if c != code]
    if code and len(firm) > 1 and firm[code] >= f.middle and needy:
        yield code, {"a": f.name(code), "b": f.name(needy[0])}


def _careful_ambition(f: Facts) -> Iterator[Found]:
    wanted = {c: f.ambition(c)["mean"] for c in f.items if shown(f.ambition(c))}
    code = _alone(wanted, min)
    if code and wanted[code] <= f.middle:
        yield code, {"a": f.name(code)}


def _not_shown(f: Facts) -> Iterator[Found]:
    form = _rules()["forms"][f.lang]
    both = asked(f.items)
    for code in f.items:
        gone = [which for which in both if not shown(measure(f.items[code], which))]
        if gone:
            what = "gone_both" if len(gone) == 2 else f"gone_{gone[0]}"
            yield code, {"a": f.name(code), "what": form[what], "top": f.texts.top}


def _moved(f: Facts) -> Iterator[Found]:
    before = (f.earlier or {}).get("items") or {}
    both = [c for c in f.items if is_full(f.today(c)) and is_full(measure(before.get(c, {}), "today"))]
    moves = {c: abs(f.today(c)["mean"] - before[c]["today"]["mean"]) for c in both}
    code = max(moves, key=lambda c: moves[c], default=None)
    if code and moves[code] >= 0.5 * f.scale:
        yield code, {"a": f.name(code), "t": value(before[code]["today"]), "m": value(f.today(code))}


def _alone(values: dict[str, float], best: Callable[..., float]) -> str | None:
    """The only code with the best value."""
    codes = [code for code in values if values[code] == best(values.values())]
    return codes[0] if len(codes) == 1 else None


# Rule number -> condition, in the order a facilitator would take them.
CONDITIONS: dict[int, Callable[[Facts], Iterator[Found]]] = {
    1: _largest_gap,
    2: _tie,
    6: _two_camps,
    3: _wanted_but_unclear,
    4: _agreed_and_far,
    5: _spread_ambition,
    9: _off_the_programme,
    7: _to_build_on,
    8: _careful_ambition,
    10: _not_shown,
    11: _moved,
}


def _written(facts: Facts, rules: Sequence[int]) -> Iterator[Finding]:
    """Each rule once, on the first item that no earlier rule has spoken of."""
    used: set[str | None] = set()
    for rule in rules:
        for code, fields in CONDITIONS[rule](facts):
            if code is None or code not in used:
                used.add(code)
                yield _finding(rule, code, fields, facts.lang)
                break
