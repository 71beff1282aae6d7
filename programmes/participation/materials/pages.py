"""A programme's materials: what has opened so far, with speakers and cases, searched and narrowed to a module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from programmes.library.memory import EditionKey
from programmes.participation.materials.forms import Wanted
from programmes.participation.outline import Line, OutlinedModule, outline
from programmes.participation.progress import ItemState, has_opened
from programmes.participation.rows import element_row
from programmes.participation.survey import Survey
from programmes.participation.texts import words_of
from programmes.tailoring import guests
from programmes.tailoring.models import ProgrammeItem
from programmes.tailoring.plan import case_key, speaker_key


@dataclass(frozen=True)
class Shelf:
    """A module with what was found in it. `rows`: finished markup, a list of `<li>`."""

    title: str
    lang: str
    tone: str
    rows: SafeString


@dataclass(frozen=True)
class Met:
    """A speaker or a case, and the element in which one meets them. A language is set where it is another than the
    reader's."""

    name: str
    lang: str
    where: str
    where_lang: str
    url: str


@dataclass(frozen=True)
class Materials:
    modules: Sequence[OutlinedModule]
    shelves: Sequence[Shelf]
    speakers: Sequence[Met]
    cases: Sequence[Met]
    found: int
    total: int


def materials(survey: Survey, wanted: Wanted, language: str, today: date) -> Materials:
    """A fixed number of queries, whatever is looked for."""
    whole = outline(survey, language, modules=[module.place.pk for module in survey.modules])
    opened = {module.place.pk: _opened(module, today) for module in whole.modules}
    everything = [line for lines in opened.values() for line in lines]
    speakers, cases = _met(survey, everything, language, today)

    def is_found(line: Line) -> bool:
        guests_of = (met.name for met in (speakers.get(line.key), cases.get(line.key)) if met)
        return wanted.finds(line.title, line.lead, *guests_of)

    shelves, kept = [], set()
    for module in whole.modules:
        if wanted.module in (None, module.place.uuid):
            lines = [line for line in opened[module.place.pk] if is_found(line)]
            kept |= {line.key for line in lines}
            if lines:
                shelves.append(Shelf(module.title, module.lang, module.tone, _rows(lines, survey, language)))
    return Materials(
        modules=[module for module in whole.modules if opened[module.place.pk]],
        shelves=shelves,
        speakers=_once(speakers, kept),
        cases=_once(cases, kept),
        found=len(kept),
        total=len(everything),
    )


def _opened(module: OutlinedModule, today: date) -> list[Line]:
    return [line for line in module.lines if has_opened(line.opens_on, module.place.starts_on, today)]


def _rows(lines: Iterable[Line], survey: Survey, language: str) -> SafeString:
    rows = (element_row(line, ItemState.DONE if line.key in survey.done else None, language) for line in lines)
    return mark_safe("".join(rows))  # each is a template's


def _met(survey: Survey, lines: Iterable[Line], language: str, today: date) -> tuple[dict[int, Met], dict[int, Met]]:
    """The speaker and the case of each item by its key, as the programme shows them; four queries at most."""
    by_key = {line.key: line for line in lines}
    items = ProgrammeItem.objects.filter(pk__in=by_key).select_related("thing__current_edition", "pinned_edition")
    named = {item.pk: (speaker_key(item), case_key(item)) for item in items}
    found = guests.shown([key for pair in named.values() for key in pair], survey.programme, today)
    words = words_of([EditionKey(guest.edition, key) for key, guest in found.items() if guest.edition], language)

    def met(key: UUID | None, line: Line) -> Met | None:
        guest = found.get(key) if key else None
        if guest is None or key is None:
            return None
        said = words.get(EditionKey(guest.edition, key)) if guest.edition else None
        name, lang = (said.title or guest.name, said.lang) if said else (guest.name, "")
        return Met(name, lang, line.title, line.lang, survey.ways.element(line.uuid))

    both: tuple[dict[int, Met], dict[int, Met]] = ({}, {})
    for pk, pair in named.items():
        for place, key in enumerate(pair):
            if one := met(key, by_key[pk]):
                both[place][pk] = one
    return both


def _once(met: Mapping[int, Met], kept: Iterable[int]) -> list[Met]:
    """Each by name once, of the elements that were found."""
    chosen = {met[key].name: met[key] for key in sorted(kept, reverse=True) if key in met}
    return sorted(chosen.values(), key=lambda one: one.name)
