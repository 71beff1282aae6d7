"""The page of one element: its edition in the reader's language, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cms.templatetags.look import minutes
from localisation import nordic
from localisation.marking import filled, marked, marked_here, marked_text
from programmes.library.memory import EditionKey
from programmes.library.services import Content, contents
from programmes.library.vocabulary import TONES, Phase
from programmes.participation import recording, words
from programmes.participation.outline import (
    Line,
    Texts,
    edition_keys,
    lines_of,
    read_items,
    said,
    title_of,
)
from programmes.participation.progress import has_opened
from programmes.participation.recording import Recording
from programmes.participation.survey import local_days, place_of
from programmes.participation.texts import words_of
from programmes.participation.ways import OWN, Ways
from programmes.tailoring import guests
from programmes.tailoring.models import Gathering, ProgrammeItem, ProgrammeModule

SPEEDS = (0.75, 1, 1.25, 1.5, 2)


@dataclass(frozen=True)
class Beside:
    """A speaker or a case in the margin."""

    seed: str
    title: str
    lead: str
    lang: str


@dataclass(frozen=True)
class ElementPage:
    item: ProgrammeItem
    line: Line
    module_title: str
    tone: str
    facts: list[dict[str, str]]
    lead: str
    # Rendered by the template; in `text_lang` where that is not the reader's language.
    body: Any
    text_lang: str
    transcript: list[str]
    transcript_label: str
    recording: Recording | None
    missing_recording: str
    spoken_note: str
    why: str
    gathering: dict[str, str] | None
    speaker: Beside | None
    case: Beside | None
    earlier: dict[str, str] | None
    later: dict[str, str] | None
    programme_url: str
    module_url: str
    # Where it is marked as done; empty where nothing is.
    mark_url: str

    @property
    def speeds(self) -> list[tuple[str, str]]:
        """How fast a recording can be played: what the browser is told, and what the reader reads."""
        return [(str(speed), f"{nordic.number(speed, _decimals(speed))} ×") for speed in SPEEDS]


def element_page(item: ProgrammeItem, language: str, today: date, ways: Ways = OWN) -> ElementPage:
    """Everything the page of an item shows to a reader of `language` on `today`, with a fixed number of queries."""
    module, edition = item.programme_module, item.edition
    facts = edition.facts if edition else {}
    items, place = read_items(ProgrammeItem.objects.filter(programme_module=module)), place_of(module)
    beside = _things_beside(module, facts.get("case"), item.speaker_override_id or facts.get("speaker"), today)
    texts = words_of([*edition_keys([place, *items]), *beside.values()], language)
    earlier, line, later = _around(lines_of(items, texts, language, module.programme), item.uuid)
    content = contents([edition], language, whole=True).get(edition.pk) if edition else None
    return ElementPage(
        item=item,
        line=line,
        module_title=marked(title_of(place, texts), said(texts, place).lang),
        tone=TONES.get(str(facts.get("theme", "")), "accent"),
        facts=_facts(line),
        lead=content.lead if content else "",
        body=content.stream("body") if content else None,
        text_lang=content.language if content and content.fallback else "",
        transcript=_paragraphs(content),
        transcript_label=_("Read the podcast as text") if _is(facts, "podcast") else _("Read the film as text"),
        recording=recording.recording_of(item, content, line.title, language, ways),
        missing_recording=recording.missing(item),
        spoken_note=recording.spoken_note(item, content, language),
        why=marked_text(item.introduction_override, language),
        gathering=_mentioned_in(item, ways),
        speaker=_beside("speaker", beside, texts),
        case=_beside("case", beside, texts),
        earlier=_link(earlier, module, today, ways),
        later=_link(later, module, today, ways),
        programme_url=ways.programme(module.programme.slug),
        module_url=ways.module(module.uuid),
        mark_url=ways.mark(item.uuid),
    )


def _decimals(number: float) -> int:
    return len(f"{number:g}".partition(".")[2])


def _around(lines: list[Line], uuid: UUID) -> tuple[Line | None, Line, Line | None]:
    """The line of an item, and those before and after it."""
    place = next(number for number, line in enumerate(lines) if line.uuid == uuid)
    padded = [None, *lines, None]
    return padded[place], lines[place], padded[place + 2]


def _things_beside(
    module: ProgrammeModule, case: str | None, speaker: UUID | str | None, today: date
) -> dict[str, EditionKey]:
    """The editions of the case and the speaker that the programme shows, by those names; one query."""
    keys = {name: UUID(str(key)) for name, key in (("case", case), ("speaker", speaker)) if key}
    found = guests.shown(keys.values(), module.programme, today)
    editions = {key: guest.edition for key, guest in found.items()}
    return {name: EditionKey(edition, key) for name, key in keys.items() if (edition := editions.get(key))}


def _beside(name: str, keys: Mapping[str, EditionKey], texts: Texts) -> Beside | None:
    key = keys.get(name)
    words = texts.get(key) if key else None
    return (
        Beside(f"{name}:{key.thing}", words.title, marked(words.lead, words.lang), words.lang)
        if key and words
        else None
    )


def _facts(line: Line) -> list[dict[str, str]]:
    facts = [
        {"icon": words.icon_of(line), "label": words.kind_of(line)},
        {"icon": "klokke", "label": minutes(line.minutes)},
        {"icon": "kalender", "label": words.due(line.due_on).capitalize()},
        {"icon": "bruker", "label": line.speaker},
    ]
    return [fact for fact in facts if fact["label"]]


def _paragraphs(content: Content | None) -> list[str]:
    text = content.content.get("transcript", "") if content else ""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _is(facts: Any, kind: str) -> bool:
    return facts.get("kind") == kind


def _mentioned_in(item: ProgrammeItem, ways: Ways) -> dict[str, str] | None:
    """The gathering this prepares for or belongs to: {text, url}; one query."""
    if item.phase == Phase.AFTER_WORK:
        return None
    rows = Gathering.objects.filter(
        programme_module=item.programme_module, starts_at__isnull=False, cancelled_at__isnull=True
    )
    gathering = rows.order_by("starts_at").first()
    if gathering is None:
        return None
    day = nordic.weekday(local_days(gathering)[0])
    text = filled(_("“%(title)s”, %(day)s"), title=marked_here(gathering.title), day=day)
    return {"text": text, "url": ways.gathering(gathering.uuid)}


def _link(line: Line | None, module: ProgrammeModule, today: date, ways: Ways) -> dict[str, str] | None:
    """The way to a neighbour; none to what has not opened, for there is no page yet."""
    if line is None or not (ways.everything or has_opened(line.opens_on, module.starts_on, today)):
        return None
    return {"label": marked(line.title, line.lang), "url": ways.element(line.uuid)}
