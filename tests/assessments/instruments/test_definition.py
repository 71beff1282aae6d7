"""Questionnaires of any shape are read, checked with the place of every mistake, and written back the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from assessments.ballots.boxes import specs
from assessments.instruments.definition import InvalidDefinition, read
from tests.assessments.factories import definition, text


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Problems are told in the language of whoever reads them."""
    with translation.override("en"):
        yield


SHAPES = [
    {"items": 2, "steps": 2},
    {"items": 4, "steps": 5, "levels": True},
    {"items": 7, "steps": 3, "ambition": False},
    {"items": 13, "steps": 10, "levels": True, "ambition": False},
    {"items": 3, "steps": 4, "texts": 2},
]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_written_reads_the_same(shape: dict[str, Any]) -> None:
    found = read(definition(**shape))
    assert read(found.data()) == found
    assert len(found.items) == shape["items"]
    assert list(found.scale.steps) == list(range(1, shape["steps"] + 1))
    assert found.ambition is shape.get("ambition", True)


@pytest.mark.parametrize("shape", SHAPES)
def test_items_are_known_to_the_disclosure_rules(shape: dict[str, Any]) -> None:
    found = specs(read(definition(**shape)))
    assert [spec.code for spec in found] == [f"q{number}" for number in range(1, shape["items"] + 1)]
    assert {spec.levels for spec in found} == {shape["steps"]}
    assert {spec.ambition for spec in found} == {shape.get("ambition", True)}


def test_an_item_is_called_by_its_title_or_by_its_question() -> None:
    data = definition(items=2)
    del data["themes"][0]["items"][0]["title"]
    first, second = read(data).items
    assert first.name.in_("nb") == "Vi kan 1"
    assert second.name.in_("nb") == "Evne 2"


def broken(path: str, value: Any) -> dict[str, Any]:
    """A definition with one place changed; the path as problems name it."""
    data = definition(levels=True, texts=2)
    here: Any = data
    *way, last = path.replace("[", ".").replace("]", "").split(".")
    for key in way:
        here = here[int(key)] if key.isdigit() and isinstance(here, list) else here[int(key) if key.isdigit() else key]
    here[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("code", "Not A Code"),
        ("code", None),
        ("version", 0),
        ("version", "one"),
        ("title", {}),
        ("title", "without a language"),
        ("title", {"norsk bokmål": "x"}),
        ("ambition", "yes"),
        ("scale.min", 0),
        ("scale.max", 11),
        ("scale.max", 1),
        ("scale.labels.3", {}),
        ("scale.unknown", None),
        ("themes", []),
        ("themes", "none"),
        ("themes[0].title", None),
        ("themes[0].items", []),
        ("themes[0].items[1].text", {"nb": "  "}),
        ("themes[0].items[1].code", "q 2"),
        ("themes[0].items[1].levels", [text("only one")]),
        ("themes[0].items[1].dialogue", ["not a text"]),
        ("themes[0].items[1].dialogue[0].when", "at_full_moon"),
        ("themes[0].items[1].dialogue[0].wenn", "always"),
        ("themes[0].items[1].dialogue[0]", {"when": "always"}),
        ("themes[0].items[1].kind", 3),
        ("themes[0].items[1].halp", text("a misspelt field")),
        ("texts", "none"),
        ("texts", [{"code": f"t{number}", "text": text("Hva?")} for number in range(6)]),
        ("texts", [{"code": "q1", "text": text("Hva?")}]),
        ("texts[1].text", {}),
        ("texts[1].help", "without a language"),
        ("texts[1].levels", [text("a text has no steps")]),
    ],
)
def test_each_mistake_is_named_with_its_place(path: str, value: Any) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        read(broken(path, value))
    assert any(problem.startswith(path) for problem in caught.value.problems), caught.value.problems


def test_all_mistakes_are_named_at_once() -> None:
    data = broken("themes[0].items[1].code", "q1")
    data["title"] = {}
    data["scale"]["unknown"] = {}
    with pytest.raises(InvalidDefinition) as caught:
        read(data)
    assert set(caught.value.problems) == {
        "title: a text is missing",
        "scale.unknown: a text is missing",
        "items: the code q1 is used twice",
    }


@pytest.mark.parametrize("data", [None, [], "text", 7])
def test_what_is_no_mapping_is_no_instrument(data: Any) -> None:
    with pytest.raises(InvalidDefinition):
        read(data)


def test_two_texts_of_one_code_are_named() -> None:
    with pytest.raises(InvalidDefinition) as caught:
        read(broken("texts[0].code", "t2"))
    assert caught.value.problems == ["texts: the code t2 is used twice"]


def test_an_instrument_without_free_text_is_written_as_before() -> None:
    assert "texts" not in read(definition()).data()
    assert [question.code for question in read(definition(texts=2)).texts] == ["t1", "t2"]


def test_a_question_says_when_it_is_asked() -> None:
    data = definition()
    data["themes"][0]["items"][0]["dialogue"].append({"when": "two_camps", **text("Ser dere det samme?")})
    found = read(data)
    plain, ruled = found.items[0].dialogue
    assert (plain.when, ruled.when, ruled.text.in_("da")) == ("always", "two_camps", "Ser dere det samme? (da)")
    assert read(found.data()) == found
    assert found.data()["themes"][0]["items"][0]["dialogue"] == data["themes"][0]["items"][0]["dialogue"]


def test_no_question_waits_for_an_ambition_that_is_not_asked() -> None:
    data = definition(ambition=False)
    data["themes"][0]["items"][0]["dialogue"] = [{"when": "big_gap", **text("Hvorfor?")}]
    with pytest.raises(InvalidDefinition) as caught:
        read(data)
    assert caught.value.problems == ["themes[0].items[0].dialogue: big_gap needs an ambition to be asked"]
    assert read(data, draft=True).items[0].dialogue[0].when == "big_gap"


def test_a_draft_may_be_unfinished() -> None:
    data = definition(levels=True)
    data["themes"][0]["items"][0].update(text={}, levels=[{}] * 5)
    data["themes"][1]["items"] = []
    data["scale"]["labels"] = {}
    found = read(data, draft=True)
    assert read(found.data(), draft=True) == found
    with pytest.raises(InvalidDefinition) as caught:
        read(data)
    assert "themes[0].items[0].text: a text is missing" in caught.value.problems
    assert read({**data, "themes": []}, draft=True).items == ()
