"""The instrument's own questions: which of them a result asks for. Displayed values only.

A question belongs to an item and says when it is asked. Thresholds are those of the general rules in `sentences`; they
follow the scale's length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assessments.instruments.definition import ALWAYS, Definition, Item
from assessments.results.charts.reading import Unit, bound, by_gap, by_spread, is_full, shown
from assessments.results.charts.texts import Texts
from assessments.results.sentences import Facts, Finding, items_of

MOST = 4

# When a question is asked -> the general rule that holds for its item then.
RULES = {
    "high_ambition_low_agreement": 3,
    "agreed_far_to_go": 4,
    "ambition_unclear": 5,
    "two_camps": 6,
    "high_today": 7,
    "careful_ambition": 8,
    "differs_from_programme": 9,
}


@dataclass(frozen=True)
class Own:
    """One of the instrument's questions, and the name of the item it is about."""

    code: str
    when: str
    name: str
    text: str


def asked(content: Definition, unit: Unit, texts: Texts, lang: str, programme: Unit | None = None) -> list[Own]:
    """All questions that this result asks for: first those with a rule, then the others of the item to begin with."""
    facts = Facts.of(unit, texts, lang, programme)
    order = _order(facts)
    items = sorted((item for item in content.items if item.code in order), key=lambda item: order.index(item.code))
    holds = {when: frozenset(codes) for when, codes in _holding(facts)}
    by_rule = [own for item in items for own in _of(item, texts) if item.code in holds.get(own.when, ())]
    plain = next((found for item in items if (found := [own for own in _of(item, texts) if own.when == ALWAYS])), [])
    return [*by_rule, *plain]


def merged(findings: list[Finding], own: list[Own], most: int = MOST) -> tuple[list[Finding], list[Own]]:
    """The general findings, each with the instrument's own question where it has one for that rule and item; and at
    most so many of the questions that are left."""
    left = list(own)
    said = []
    for finding in findings:
        mine = next((each for each in left if (each.code, RULES.get(each.when)) == (finding.code, finding.rule)), None)
        if mine:
            left.remove(mine)
            finding = replace(finding, question=mine.text)
        said.append(finding)
    return said, left[:most]


def _of(item: Item, texts: Texts) -> list[Own]:
    return [Own(item.code, each.when, texts.name(item.code), str(each.text)) for each in item.dialogue]


def _order(facts: Facts) -> list[str]:
    """Items with something to show, those first that a group would begin with: the largest gap, or the most spread."""
    seen = [code for code in facts.items if shown(facts.today(code)) or shown(facts.ambition(code))]
    if any(facts.items[code].get("gap") is not None for code in seen):
        return [code for code in by_gap(facts.items, facts.texts.items) if code in seen]
    spread = by_spread(facts.items)
    return [*spread, *(code for code in facts.texts.items if code in seen and code not in spread)]


def _holding(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    for when, condition in CONDITIONS.items():
        yield when, [code for code in facts.items if condition(facts, code)]
    for when, rule in RULES.items():
        yield when, items_of(rule, facts)


def _big_gap(facts: Facts, code: str) -> bool:
    gap = facts.items[code].get("gap")
    return gap is not None and gap >= facts.scale


def _low_agreement(facts: Facts, code: str) -> bool:
    today = facts.today(code)
    return is_full(today) and today["sd"] >= facts.scale


def _low_today(facts: Facts, code: str) -> bool:
    """Within the lowest quarter of the scale, also at its most favourable reading."""
    today = facts.today(code)
    return shown(today) and bound(today) != "at_least" and today["mean"] <= 1 + facts.scale


# Conditions that can hold for several items at once, where the general rule picks one or there is none.
CONDITIONS: dict[str, Callable[[Facts, str], bool]] = {
    "big_gap": _big_gap,
    "low_agreement": _low_agreement,
    "low_today": _low_today,
}
