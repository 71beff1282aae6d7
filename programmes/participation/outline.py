"""Modules and items in the reader's language, for the parts of a programme that a page shows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from localisation.text import LocalisedText
from programmes.library.memory import EditionKey
from programmes.library.vocabulary import TONES
from programmes.participation import progress
from programmes.participation.survey import PHASE_ORDER, Place, Survey, SurveyedModule
from programmes.participation.texts import Words, words_of
from programmes.tailoring import guests
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem

NO_TEXT = "{}"
Texts = Mapping[EditionKey, Words]


class Line(NamedTuple):
    """An item in a list. Its first fields are those of a step."""

    key: int
    phase: str
    opens_on: date | None
    due_on: date | None
    required: bool
    title: str
    # The language of the title where it is not the reader's, else ''.
    lang: str
    lead: str
    kind: str
    minutes: int | None
    speaker: str
    thing: UUID
    uuid: UUID

    @property
    def seed(self) -> str:
        """What its picture is drawn from, the same wherever the element is shown."""
        return f"element:{self.thing}"


@dataclass(frozen=True)
class OutlinedModule:
    """A module with its title. `lines` are there when the page asked for them."""

    surveyed: SurveyedModule
    title: str
    lang: str
    theme: str
    lines: tuple[Line, ...]

    @property
    def place(self) -> Place:
        return self.surveyed.place

    @property
    def stretch(self) -> progress.Stretch:
        return self.surveyed.stretch

    @property
    def gatherings(self) -> tuple[Gathering, ...]:
        return self.surveyed.gatherings

    @property
    def tone(self) -> str:
        return TONES.get(self.theme, "accent")


@dataclass(frozen=True)
class Outline:
    """All modules, and the lines that were asked for, by key."""

    survey: Survey
    modules: tuple[OutlinedModule, ...]
    lines: dict[int, Line]


class Item(NamedTuple):
    """An item of a programme, as the database has it. `edition` is what participants see."""

    pk: int
    uuid: UUID
    module: int
    phase: str
    position: int
    opens_on: date | None
    due_on: date | None
    required: bool
    # The programme's own words as JSON; nearly always none.
    title: str
    introduction: str
    minutes: int | None
    speaker: UUID | None
    label: str
    thing: UUID
    edition: int | None


def outline(survey: Survey, language: str, *, modules: Collection[int], items: Collection[int] = ()) -> Outline:
    """The titles of all modules, and the lines of some `modules` and of single `items` (by their keys).

    Two queries, and two for words not yet known.
    """
    wanted = Q(programme_module__in=modules) | Q(pk__in=items)
    rows = read_items(ProgrammeItem.objects.filter(wanted))
    texts = words_of(edition_keys([*(module.place for module in survey.modules), *rows]), language)
    lines = lines_of(rows, texts, language, survey.programme)
    by_module: defaultdict[int, list[Line]] = defaultdict(list)
    for row, line in zip(rows, lines, strict=True):
        if row.module in modules:
            by_module[row.module].append(line)
    outlined = tuple(_outlined(module, texts, by_module[module.place.pk]) for module in survey.modules)
    return Outline(survey, outlined, {line.key: line for line in lines})


def _outlined(module: SurveyedModule, texts: Texts, lines: Iterable[Line]) -> OutlinedModule:
    words = said(texts, module.place)
    theme = str(words.facts.get("theme", ""))
    return OutlinedModule(module, title_of(module.place, texts), words.lang, theme, tuple(lines))


def read_items(rows: QuerySet[ProgrammeItem]) -> list[Item]:
    """The items in the order of the crossing; one query."""
    items = [
        Item(*row)
        for row in rows.order_by().values_list(
            "pk", "uuid", "programme_module_id", "phase", "position", "opens_on", "due_on", "required",
            Cast("title_override", TextField()), Cast("introduction_override", TextField()), "minutes_override",
            "speaker_override_id", "thing__label", "thing_id",
            Coalesce("pinned_edition_id", "thing__current_edition_id"),
        )
    ]  # fmt: skip
    return sorted(items, key=lambda item: (item.module, PHASE_ORDER[item.phase], item.position, item.pk))


def lines_of(items: Sequence[Item], texts: Texts, language: str, programme: Programme) -> list[Line]:
    """The items as a reader of `language` sees them in lists; one query, for the speakers."""
    keys = [item.speaker or said(texts, item).facts.get("speaker") for item in items]
    found = guests.shown(keys, programme, timezone.localdate())
    speakers = {str(key): guest.name for key, guest in found.items()}
    return [_line(item, said(texts, item), speakers, language) for item in items]


_NO_WORDS = Words("", "", "", {})


def edition_keys(rows: Iterable[Place | Item]) -> list[EditionKey]:
    """The editions that are shown of these rows."""
    return [EditionKey(row.edition, row.thing) for row in rows if row.edition]


def said(texts: Texts, row: Place | Item) -> Words:
    """What the shown edition of a row says; empty words when nothing was published."""
    return texts.get(EditionKey(row.edition, row.thing), _NO_WORDS) if row.edition else _NO_WORDS


def title_of(place: Place, texts: Texts) -> str:
    return said(texts, place).title or place.label


def _line(item: Item, words: Words, speakers: Mapping[str, str], language: str) -> Line:
    lang, facts = words.lang, words.facts
    own_title, own_lead = _own(item.title), _own(item.introduction)
    if own_title:
        shown = own_title.language_for(language)
        lang = shown if shown != language else ""
    return Line(
        item.pk, item.phase, item.opens_on, item.due_on, item.required,
        (own_title and own_title.in_(language)) or words.title or item.label, lang,
        (own_lead and own_lead.in_(language)) or words.lead, facts.get("kind", ""),
        item.minutes or facts.get("minutes"), speakers.get(str(item.speaker or facts.get("speaker")), ""), item.thing,
        item.uuid,
    )  # fmt: skip


def _own(stored: str) -> LocalisedText | None:
    return LocalisedText(json.loads(stored)) if stored != NO_TEXT else None
