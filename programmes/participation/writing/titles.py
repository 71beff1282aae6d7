"""What elements and modules are called in the reader's language, and the questions an element asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from localisation.text import LocalisedText
from programmes.library.memory import EditionKey
from programmes.library.services import contents
from programmes.participation.texts import Words, words_of
from programmes.tailoring.models import ProgrammeItem, ProgrammeModule

Row = ProgrammeItem | ProgrammeModule


class Title(NamedTuple):
    """`lang` is set where the title is not in the reader's language."""

    text: str
    lang: str = ""


class Questions(NamedTuple):
    asked: tuple[str, ...]
    lang: str = ""


class Titles:
    """The titles of some rows, whose library objects are loaded; at most two queries for all of them together."""

    def __init__(self, rows: Iterable[Row], language: str) -> None:
        self.language = language
        self.words: Mapping[EditionKey, Words] = words_of([key for row in rows if (key := _key(row))], language)

    def of(self, row: Row) -> Title:
        own = row.title_override if isinstance(row, ProgrammeItem) else LocalisedText()
        if own:
            shown = own.language_for(self.language)
            return Title(own.in_(self.language), shown if shown and shown != self.language else "")
        key = _key(row)
        words = self.words.get(key) if key else None
        return Title(words.title, words.lang) if words else Title(row.held.label)


def _key(row: Row) -> EditionKey | None:
    edition = row.pinned_edition_id or row.held.current_edition_id
    return EditionKey(edition, row.held.pk) if edition else None


def questions_of(items: Iterable[ProgrammeItem], language: str) -> dict[int, Questions]:
    """The questions that each item's element asks, by the item's key; one query."""
    editions = {item.pk: edition for item in items if (edition := item.edition)}
    found = contents(editions.values(), language, whole=True)
    asked = {}
    for pk, edition in editions.items():
        if content := found.get(edition.pk):
            lang = content.language if content.fallback else ""
            asked[pk] = Questions(tuple(_asked(content.content.get("body") or [])), lang)
    return asked


def _asked(body: Iterable[Mapping[str, object]]) -> Iterable[str]:
    for block in body:
        value = block.get("value")
        if block.get("type") == "questions" and isinstance(value, list):
            yield from (str(entry["value"]) if isinstance(entry, dict) else str(entry) for entry in value)
