"""The modules, speakers and cases that an offering's page shows: those named by editors, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest

from programmes.catalogue.reading import places
from programmes.catalogue.shelves import SHELVES, element_facts
from programmes.library.vocabulary import ThingKind

SPEAKERS_IN_A_ROW = 4
MOST_SPEAKERS = 12
Entry = dict[str, Any]


@dataclass(frozen=True)
class FromLibrary:
    """Entries as the shelves make them; modules have "elements" besides, what they hold in words."""

    modules: list[Entry]
    speakers: list[Entry]
    cases: list[Entry]


def read_for(offering: Any, request: HttpRequest) -> FromLibrary:
    """What an OfferingPage shows of the library. Three queries, however much it is."""
    language = offering.language
    modules = _named(ThingKind.MODULE, offering.modules, language, request)
    return FromLibrary(
        modules=[{**entry, "elements": element_facts(entry["theme"])} for entry in modules],
        speakers=_speakers(offering, request),
        cases=_named(ThingKind.CASE, offering.cases, language, request),
    )


def _named(kind: str, things: Any, language: str, request: HttpRequest) -> list[Entry]:
    rows = SHELVES[kind].rows(language).filter(translation_key__in=things.values_list("id", flat=True))
    return _entries(kind, rows, language, request)


def _speakers(offering: Any, request: HttpRequest) -> list[Entry]:
    """Those named by editors first, then others of the offering's country until there are enough for a row."""
    named = Q(translation_key__in=offering.speakers.values_list("id", flat=True))
    rows = SHELVES[ThingKind.SPEAKER].rows(offering.language).filter(named | Q(country=offering.country))
    ordered = rows.annotate(is_named=ExpressionWrapper(named, BooleanField())).order_by("-is_named", "title")
    shown = [row for place, row in enumerate(ordered[:MOST_SPEAKERS]) if row.is_named or place < SPEAKERS_IN_A_ROW]
    return _entries(ThingKind.SPEAKER, shown, offering.language, request)


def _entries(kind: str, rows: Any, language: str, request: HttpRequest) -> list[Entry]:
    base = places(request, language).get(kind, "")
    return [SHELVES[kind].entry(row, language, base) for row in rows]
