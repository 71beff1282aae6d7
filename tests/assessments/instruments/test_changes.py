"""What is said of a version beside the one before, which rounds can be compared, and what is missing where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from assessments.instruments.changes import changes, comparable
from assessments.instruments.coverage import complete_in, gaps, only, place, texts
from assessments.instruments.definition import Definition, read
from assessments.instruments.places import missing, spot, unfinished
from localisation.text import LocalisedText
from tests.assessments.factories import definition, text


def altered(change: Callable[[dict[str, Any]], object], **options: Any) -> Definition:
    data = definition(**options)
    change(data)
    return read(data)


def first(data: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = data["themes"][0]["items"][0]
    return item


NEW_CODE = {"code": "other"}
NEW_MEANING = {"text": text("Noe helt annet blir det spurt om her")}
WORDING = {"text": {"nb": "Vi kan nå 1", "da": "Vi kan 1 (da)"}}


@pytest.mark.parametrize(
    ("change", "words", "breaks"),
    [
        (lambda data: data.update(title=text("Ny tittel")), [], []),
        (lambda data: first(data).update(NEW_CODE), ["hadde koden q1 og har nå other"], [True]),
        (lambda data: first(data).update(NEW_MEANING), ["ser ut til å spørre om noe annet"], [True]),
        (lambda data: first(data).update(WORDING), ["Noe ved «Evne 1» er endret"], [False]),
        (lambda data: first(data).update(help=text("Ny hjelp")), ["Noe ved «Evne 1» er endret"], [False]),
        (lambda data: first(data).update(levels=[text("Trinn")] * 5), ["beskrevet på en annen måte"], [True]),
        (lambda data: data["themes"][0]["items"].pop(0), ["«Evne 1» (q1) er borte"], [True]),
        (lambda data: data["themes"].reverse(), [], []),
        (lambda data: data.update(ambition=False), ["Det spørres ikke lenger om ambisjon"], [True]),
        (
            lambda data: first(data).update(NEW_CODE, **NEW_MEANING),
            ["«Evne 1» (q1) er borte", "Nytt spørsmål: «Evne 1»"], [True, False],
        ),
    ],
)  # fmt: skip
def test_each_change_is_told_and_says_whether_it_breaks_a_comparison(
    change: Callable[[dict[str, Any]], object], words: list[str], breaks: list[bool]
) -> None:
    with translation.override("nb"):
        found = changes(read(definition()), altered(change))
    assert [change.breaks for change in found] == breaks
    for said, wanted in zip(found, words, strict=True):
        assert wanted in said.message


def test_a_scale_of_another_length_or_other_words_breaks_everything() -> None:
    five, seven = read(definition(steps=5)), read(definition(steps=7))
    assert [change.breaks for change in changes(five, seven)] == [True]
    assert comparable(five, seven) == []
    other = altered(lambda data: data["scale"]["labels"].update({3: text("Ganske ofte, men ikke alltid")}))
    assert [change.breaks for change in changes(five, other)] == [True]
    assert not changes(altered(lambda data: None, ambition=False), five)[0].breaks


def test_a_translation_that_came_changes_no_meaning() -> None:
    norwegian = only(read(definition()), ["nb"])
    assert not any(change.breaks for change in changes(norwegian, read(definition())))


def test_rounds_are_compared_by_the_codes_they_share() -> None:
    assert comparable(read(definition(items=4)), read(definition(items=3))) == ["q1", "q2", "q3"]


def test_gaps_are_found_wherever_they_are() -> None:
    found = read(definition(levels=True, texts=1))
    assert complete_in(found) == ["nb", "da"]
    for way, _said in texts(found):
        where = place(way)
        data = definition(levels=True, texts=1)
        here: Any = data
        for step in way:
            here = here if "dialogue" in way and step == "text" else here[step]
        del here["da"]
        short = read(data)
        assert [place(way) for way in gaps(short, "da")] == [where]
        assert complete_in(short) == ["nb"]
        with translation.override("nb"):
            (told,) = missing(short, "da")
            assert told.words
            assert bool(told.theme) == where.startswith("themes")
            assert not told.words.endswith(where)


def test_readers_of_one_language_meet_no_other() -> None:
    found = only(read(definition(levels=True)), ["nb"])
    assert {code for _way, said in texts(found) for code in said} == {"nb"}
    assert only(LocalisedText(da="x"), ["nb"]) == {}


def test_an_empty_draft_says_what_it_needs() -> None:
    data = {**definition(), "themes": []}
    assert [told.words for told in unfinished(read(data, draft=True))] == ["temaer"]
    data = definition()
    data["themes"][1]["items"] = []
    first(data)["text"] = {}
    found = unfinished(read(data, draft=True))
    assert {(told.theme, told.item) for told in found} == {("first", "q1"), ("last", "")}
    assert complete_in(read(data, draft=True)) == ["nb", "da"]
    assert spot(read(definition()), "nowhere.at.all").words == "nowhere.at.all"
