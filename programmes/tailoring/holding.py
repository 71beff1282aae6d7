"""The editions that rows of programmes hold on to, each loaded once, however many rows have it, and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from programmes.library.memory import EditionKey, Memory
from programmes.library.models import Edition, Thing
from programmes.tailoring.models import Holding


class Titled(NamedTuple):
    """What lists need of an edition's text in one language."""

    title: str
    captioned: bool


# By edition id: the title in each language there is.
Titles = Mapping[int, Mapping[str, Titled]]

# In the order of the model's fields. What only an edition's history tells is read when somebody asks for it.
LOADED = ("id", "number", "correction", "kind", "facts")


class Known(NamedTuple):
    """What an edition says of itself, its fields in the order of `LOADED`, and its titles by language."""

    fields: tuple[Any, ...]
    titles: Mapping[str, Titled]


REMEMBERED = 10_000  # editions; some ten megabytes
_memory: Memory[EditionKey, Known] = Memory(REMEMBERED)
# An edition may still be given the text of a language that it lacks: one that lacks any is read each time.
EVERY_LANGUAGE = frozenset(code for code, _name in settings.LANGUAGES)


def give_editions(rows: Sequence[Holding]) -> Titles:
    """Load the pinned and the newest edition of rows whose things are loaded, and their titles.

    One query for all that are not remembered, none when all are.
    """
    things = {pk: row.held for row in rows for pk in (row.pinned_edition_id, row.held.current_edition_id) if pk}
    keys = [EditionKey(pk, thing.pk) for pk, thing in things.items()]
    known = {key.edition: found for key in keys if (found := _memory.get(key))}
    missing = [key for key in keys if key.edition not in known]
    if missing:
        known |= _read(missing)
    editions = {pk: _edition(found, things[pk]) for pk, found in known.items()}
    for row in rows:
        if row.pinned_edition_id:
            row.pinned_edition = editions[row.pinned_edition_id]
        if row.held.current_edition_id:
            row.held.current_edition = editions[row.held.current_edition_id]
    return {pk: found.titles for pk, found in known.items()}


def _read(keys: Sequence[EditionKey]) -> dict[int, Known]:
    texts = ("texts__language", "texts__title", "texts__captioned")
    wanted = [key.edition for key in keys]
    found: dict[int, tuple[tuple[Any, ...], dict[str, Titled]]] = {}
    for language, title, captioned, *fields in (
        Edition.objects.filter(pk__in=wanted).order_by().values_list(*texts, *LOADED)
    ):
        _fields, titles = found.setdefault(fields[0], (tuple(fields), {}))
        if language:
            titles[language] = Titled(title, captioned)
    known = {pk: Known(*one) for pk, one in found.items()}
    for key in keys:
        if known[key.edition].titles.keys() >= EVERY_LANGUAGE:
            _memory.put(key, known[key.edition])
    return known


def _edition(known: Known, thing: Thing) -> Edition:
    """A row of one's own: what is remembered is shared by all who ask."""
    edition = Edition.from_db(DEFAULT_DB_ALIAS, LOADED, known.fields)
    edition.thing = thing
    return edition
