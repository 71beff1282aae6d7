"""What a participant's workbook has in it. Each room registers its own chapter, so the order of arrival is no matter.

A chapter is plain data, and only what this participant may read themselves:

    @chapters.register(20)
    def reflections(enrolment: Enrolment, language: str) -> Chapter | None:
        return Chapter(_("My reflections"), [Part(heading, [Passage("What I wrote …")])])

Texts reach the document as data, never as markup. None, or a chapter without parts, leaves the chapter out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from programmes.participation.models import Enrolment


@dataclass(frozen=True)
class Passage:
    """A few paragraphs, separated by empty lines. `label` stands before them: a question, a date, who said it.

    `lang` is set where the text is not in the reader's language.
    """

    text: str
    label: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of text under their heads; the first cell of a row names it."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """A picture as SVG text, drawn for paper, between what it shows in words and the same as tables.

    `alternative` is read in its place. Without a picture the words and tables stand alone.
    """

    title: str
    say: str
    picture: str
    alternative: str
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it. `meta` is a short line: when, where, until when."""

    title: str
    passages: Sequence[Passage] = ()
    meta: str = ""
    lang: str = ""
    # Short lines, set as a list.
    lines: Sequence[str] = field(default_factory=tuple)
    figures: Sequence[Figure] = ()


@dataclass(frozen=True)
class Chapter:
    title: str
    parts: Sequence[Part]
    lead: str = ""


Provider = Callable[[Enrolment, str], Chapter | None]
_providers: list[tuple[int, Provider]] = []


def register(order: int) -> Callable[[Provider], Provider]:
    """Decorator: `provider(enrolment, language)` gives a chapter in that language, which is active, or None.

    `order` is its place: the programme 10, reflections 20, the group's decisions 30, after-work 40, mappings 50.
    """

    def add(provider: Provider) -> Provider:
        _providers.append((order, provider))
        _providers.sort(key=lambda entry: entry[0])
        return provider

    return add


def chapters_of(enrolment: Enrolment, language: str) -> list[Chapter]:
    """All chapters with something in them, in their order."""
    found = [provider(enrolment, language) for _order, provider in _providers]
    return [chapter for chapter in found if chapter and chapter.parts]
