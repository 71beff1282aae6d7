"""The demo's texts: complete in both languages, each in its own words and signs, and pointing at what exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from assessments.instruments.definition import read
from cms.demo.builder.plan import CONTENT, content

LANGUAGES = {code for code, _name in settings.LANGUAGES}
FILES = [str(path.relative_to(CONTENT).with_suffix("")) for path in sorted(CONTENT.rglob("*.yaml"))]
# What would give the neighbour's language away, or breaks its typography.
NORWEGIAN = ("deltaker", "etterarbeid", "kommunedirektør", "fullført", "bedrift", "foredragsholder", "kartlegging")
DANISH = ("deltager", "efterarbejde", "kommunaldirektør", "gennemført", "oplægsholder", "forløbet", "ydelser")
FOREIGN = {
    "nb": r"[”“]|\d %|\d[.]\d{3}\b|\b(borgere?|borgerne|etterarbeide|" + "|".join(DANISH) + r")\b",
    "da": r"[«»]|\d %|\bkl\. 0|\b(tjenester?|innbygger\w*|ikke noe|" + "|".join(NORWEGIAN) + r")\b",
}


def texts(node: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a file with its place: a mapping with a language among its keys, and perhaps when it is said."""
    if isinstance(node, dict) and LANGUAGES & node.keys():
        yield place, {key: words for key, words in node.items() if key != "when"}
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from texts(value, f"{place}.{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from texts(value, f"{place}[{number}]")


@pytest.mark.parametrize("file", FILES)
def test_every_text_is_there_in_every_language(file: str) -> None:
    wrong = [
        place
        for place, text in texts(content(file), file)
        if text.keys() != LANGUAGES or not all(isinstance(words, str) and words.strip() for words in text.values())
    ]
    assert wrong == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("file", FILES)
def test_each_language_keeps_its_own_words_and_signs(file: str, language: str) -> None:
    found = [(place, text[language]) for place, text in texts(content(file), file)]
    assert [place for place, words in found if re.search(FOREIGN[language], words, re.IGNORECASE)] == []


def codes(file: str, name: str) -> set[str]:
    return {entry["code"] for entry in content(file)[name]}


def test_references_lead_somewhere() -> None:
    cases, offerings = codes("cases", "cases"), codes("offerings", "offerings")
    for element in content("elements")["elements"]:
        assert element.get("speaker") in {None, *codes("speakers", "speakers")}
        assert element.get("case") in {None, *cases}
        assert element["module"] in codes("modules", "modules")
    assert {case for offering in content("offerings")["offerings"] for case in offering["cases"]} <= cases
    assert {door["offering"] for door in content("pages")["home"]["doors"]} <= offerings
    assert {entry["offering"] for entry in content("enquiries")["enquiries"]} <= offerings


def test_the_template_places_every_element_once() -> None:
    placed = [
        row["element"] for module in content("template")["modules"] for rows in module["items"].values() for row in rows
    ]
    assert sorted(placed) == sorted(codes("elements", "elements"))


def test_gatherings_have_no_gap_and_last_as_long_as_their_elements() -> None:
    minutes = {element["code"]: element["minutes"] for element in content("elements")["elements"]}
    for module in content("template")["modules"]:
        rows = module["gathering"]["agenda"]
        assert [row["to"] for row in rows[:-1]] == [row["from"] for row in rows[1:]]
        assert (rows[0]["from"], rows[-1]["to"]) == (module["gathering"]["start"], module["gathering"]["end"])
        for row in rows:
            if "element" in row:
                assert clock(row["to"]) - clock(row["from"]) == minutes[row["element"]]


def clock(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


@pytest.mark.parametrize("code", ["generations", "abilities", "meetings"])
def test_instruments_are_examples_in_both_languages(code: str) -> None:
    definition = read(content(f"instruments/{code}"))
    assert definition.example
    assert all(set(item.text) == LANGUAGES for item in definition.items)
