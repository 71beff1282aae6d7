"""The page of one gathering: when and where, what to prepare, and the agenda of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.safestring import SafeString

from localisation import nordic
from localisation.marking import marked, strange_language
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.participation import progress, words
from programmes.participation.outline import Line, edition_keys, lines_of, read_items, said, title_of
from programmes.participation.page import leaf
from programmes.participation.progress import ItemState
from programmes.participation.rows import element_row
from programmes.participation.survey import local_days, place_of
from programmes.participation.texts import words_of
from programmes.participation.ways import OWN, Ways
from programmes.tailoring.models import Gathering, ProgrammeItem


@dataclass(frozen=True)
class AgendaLine:
    clock: str
    title: str
    lang: str
    meta: str
    url: str


@dataclass(frozen=True)
class Speaking:
    """Somebody who speaks, and on what."""

    name: str
    titles: list[str]


@dataclass(frozen=True)
class GatheringPage:
    row: Gathering
    title: str
    title_lang: str
    prepare_lang: str
    module_title: str
    day: str
    leaf: dict[str, Any] | None
    cancelled: bool
    agenda: list[AgendaLine]
    speakers: list[Speaking]
    preparation: list[SafeString]
    programme_url: str
    schedule_url: str


def gathering_page(row: Gathering, language: str, today: date, ways: Ways = OWN) -> GatheringPage:
    """Everything the page shows to a reader of `language`, with a fixed number of queries."""
    module = row.programme_module
    items = read_items(ProgrammeItem.objects.filter(programme_module=module))
    place = place_of(module)
    texts = words_of(edition_keys([place, *items]), language)
    lines = lines_of(items, texts, language, module.programme)
    is_open = {line.key: progress.has_opened(line.opens_on, module.starts_on, today) for line in lines}
    by_uuid = {str(line.uuid): line for line in lines}
    linked = {line.key: ways.element(line.uuid) for line in lines if is_open[line.key] or ways.everything}
    return GatheringPage(
        row=row,
        title=str(row.title),
        title_lang=strange_language(row.title, language),
        prepare_lang=strange_language(row.prepare, language),
        module_title=marked(title_of(place, texts), said(texts, place).lang),
        day=nordic.period(*local_days(row)) if row.starts_at else "",
        leaf=leaf(row, today, ways) if row.starts_at else None,
        cancelled=row.cancelled_at is not None,
        agenda=[_line(entry, by_uuid, linked, language) for entry in row.agenda],
        speakers=_speakers(lines),
        preparation=[
            element_row(line, None if is_open[line.key] else ItemState.CLOSED, language, ways=ways)
            for line in lines
            if line.phase == Phase.PREPARATION
        ],
        programme_url=ways.programme(module.programme.slug),
        schedule_url=ways.schedule(module.programme.slug),
    )


def _speakers(lines: Sequence[Line]) -> list[Speaking]:
    """Who speaks at the gathering, in the order of the day."""
    titles: dict[str, list[str]] = {}
    for line in lines:
        if line.phase == Phase.GATHERING and line.speaker:
            titles.setdefault(line.speaker, []).append(marked(line.title, line.lang))
    return [Speaking(name, spoken) for name, spoken in titles.items()]


def _line(entry: dict[str, Any], lines: Mapping[str, Line], urls: Mapping[int, str], language: str) -> AgendaLine:
    clock = _clock(entry)
    line = lines.get(str(entry.get("item", "")))
    if line is None:
        text = LocalisedText(entry.get("text") or {})
        return AgendaLine(clock, text.in_(language), strange_language(text, language), "", "")
    meta = words.SEPARATOR.join(part for part in (words.kind_of(line), line.speaker) if part)
    return AgendaLine(clock, line.title, line.lang, meta, urls.get(line.key, ""))


def _clock(entry: dict[str, Any]) -> str:
    if not entry.get("from"):
        return ""
    start = time.fromisoformat(entry["from"])
    return nordic.clock_span(start, time.fromisoformat(entry["to"])) if entry.get("to") else nordic.clock(start)
