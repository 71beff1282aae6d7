"""The instrument's own questions are asked where their rule holds, by what is displayed and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.instruments.definition import NEEDS_AMBITION, WHEN, Definition, read
from assessments.results import dialogue
from assessments.results.sentences import questions
from tests.assessments.factories import definition, text
from tests.assessments.results import releases as r

LOW, LEVEL, HIGH = r.full(6, 5, 1, 0, 0), r.full(1, 2, 6, 2, 1), r.full(0, 0, 1, 5, 6)
SPLIT, AGREED = r.full(5, 1, 0, 1, 5), r.full(0, 10, 2, 0, 0)

# When -> (what makes it hold for q1, what does not)
CASES = {
    "big_gap": (r.item(LOW, HIGH), r.item(LEVEL, LEVEL)),
    "high_ambition_low_agreement": (r.item(SPLIT, HIGH), r.item(AGREED, HIGH)),
    "agreed_far_to_go": (r.item(AGREED, HIGH), r.item(SPLIT, HIGH)),
    "ambition_unclear": (r.item(LEVEL, SPLIT), r.item(LEVEL, AGREED)),
    "careful_ambition": (r.item(LOW, r.thin(2.5)), r.item(LOW, HIGH)),
    "low_agreement": (r.item(SPLIT, LEVEL), r.item(AGREED, LEVEL)),
    "two_camps": (r.item(SPLIT, LEVEL), r.item(LEVEL, LEVEL)),
    "low_today": (r.item(r.AT_MOST, HIGH), r.item(LEVEL, HIGH)),
    "high_today": (r.item(HIGH, HIGH), r.item(LOW, HIGH)),
    "differs_from_programme": (r.item(LOW, HIGH), r.item(LEVEL, LEVEL)),
}
OTHERS = {"q2": r.item(LEVEL, LEVEL), "q3": r.item(LEVEL, HIGH)}
WHOLE = r.published({code: r.item(LEVEL, LEVEL) for code in ("q1", "q2", "q3")})


def asking(when: str, **options: Any) -> Definition:
    data = definition(items=3, **options)
    for theme in data["themes"]:
        for item in theme["items"]:
            item["dialogue"] = []
    data["themes"][0]["items"][0]["dialogue"] = [{"when": when, **text("Hva tenker dere?")}]
    return read(data)


def asked(content: Definition, items: dict[str, Any], **options: Any) -> list[dialogue.Own]:
    texts = r.plain_texts([item.code for item in content.items], top=options.pop("top", 5))
    return dialogue.asked(content, r.published(items), texts, "nb", options.get("programme"))


def test_every_rule_has_a_case() -> None:
    assert {"always", *CASES} == set(WHEN)
    assert {*dialogue.RULES, *dialogue.CONDITIONS} == set(CASES)


@pytest.mark.parametrize("when", CASES)
def test_a_question_is_asked_when_its_rule_holds_and_only_then(when: str) -> None:
    holds, fails = CASES[when]
    content = asking(when)
    assert [own.code for own in asked(content, {"q1": holds, **OTHERS}, programme=WHOLE)] == ["q1"]
    assert asked(content, {"q1": fails, **OTHERS}, programme=WHOLE) == []


@pytest.mark.parametrize("when", [when for when in CASES if when not in NEEDS_AMBITION])
def test_rules_on_today_work_without_an_ambition(when: str) -> None:
    content = asking(when, ambition=False)
    holds = CASES[when][0]["today"]
    others = {"q2": r.item(LEVEL), "q3": r.item(LEVEL)}
    found = asked(content, {"q1": r.item(holds), **others}, programme=WHOLE)
    assert [own.when for own in found] == ([] if when == "high_today" else [when])


@pytest.mark.parametrize("hidden", [r.NONE, r.TOO_FEW])
def test_what_is_not_shown_asks_for_nothing(hidden: dict[str, str]) -> None:
    for when in WHEN:
        assert asked(asking(when), {"q1": r.item(hidden, hidden), **OTHERS}, programme=WHOLE) == []


def test_the_same_display_asks_the_same_whatever_was_answered() -> None:
    """Two thin measures that read alike are alike: the rules see no more than the reader does."""
    for when in WHEN:
        first = asked(asking(when), {"q1": r.item(r.thin(2.5), r.thin(4.0)), **OTHERS})
        second = asked(asking(when), {"q1": r.item(dict(r.thin(2.5)), dict(r.thin(4.0))), **OTHERS})
        assert first == second


def test_plain_questions_are_those_of_the_item_to_begin_with() -> None:
    data = definition(items=3)
    content = read(data)
    items = {"q1": r.item(LEVEL, LEVEL), "q2": r.item(LOW, HIGH), "q3": r.item(LEVEL, LEVEL)}
    assert [(own.code, own.text) for own in asked(content, items)] == [("q2", "Hva betyr 2?")]
    spread = {"q1": r.item(AGREED), "q2": r.item(LEVEL), "q3": r.item(SPLIT)}
    assert [own.code for own in asked(read(definition(items=3, ambition=False)), spread)] == ["q3"]
    assert asked(content, {code: r.item(r.NONE, r.NONE) for code in items}) == []


def test_an_own_question_takes_the_place_of_the_general_one() -> None:
    content = asking("two_camps")
    unit = r.published({"q1": r.item(SPLIT, LEVEL), **OTHERS})
    texts = r.plain_texts(["q1", "q2", "q3"])
    general = questions(unit, texts, "nb", most=20)
    said, left = dialogue.merged(general, dialogue.asked(content, unit, texts, "nb"))
    camps = next(finding for finding in said if finding.rule == 6)
    assert (camps.code, camps.question) == ("q1", "Hva tenker dere?")
    assert left == []
    assert [finding.sentence for finding in said] == [finding.sentence for finding in general]


def test_no_more_questions_than_a_page_has_room_for() -> None:
    own = [dialogue.Own(f"q{number}", "always", "", "Hva?") for number in range(9)]
    assert dialogue.merged([], own)[1] == own[: dialogue.MOST]


@pytest.mark.parametrize("top", range(2, 11))
def test_thresholds_follow_the_length_of_the_scale(top: int) -> None:
    ends = [6, *[0] * (top - 2), 6]
    content = asking("low_agreement", steps=top)
    unit = {"q1": r.item(r.full(*ends), r.full(*ends)), "q2": r.item(r.NONE, r.NONE), "q3": r.item(r.NONE, r.NONE)}
    assert [own.code for own in asked(content, unit, top=top)] == ["q1"]
    gathered = r.full(*[0] * (top - 2), 6, 6)
    near = {**unit, "q1": r.item(gathered, gathered)}
    assert bool(asked(content, near, top=top)) is (top < 4)
