"""The editions that rows of programmes hold on to, each loaded once, however many rows have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from programmes.library.models import Edition
from programmes.tailoring.models import Holding


class Titled(NamedTuple):
    """What lists need of an edition's text in one language."""

    title: str
    captioned: bool


# By edition id: the title in each language there is.
Titles = dict[int, dict[str, Titled]]

# In the order of the model's fields. What only an edition's history tells is read when somebody asks for it.
LOADED = ("id", "number", "correction", "kind", "facts")


def give_editions(rows: Sequence[Holding]) -> Titles:
    """Load the pinned and the newest edition of rows whose things are loaded, and their titles. One query."""
    things = {pk: row.held for row in rows for pk in (row.pinned_edition_id, row.held.current_edition_id) if pk}
    texts = ("texts__language", "texts__title", "texts__captioned")
    found = Edition.objects.filter(pk__in=things).order_by().values_list(*texts, *LOADED)
    editions: dict[int, Edition] = {}
    titles: Titles = {}
    for language, title, captioned, pk, *more in found:
        if pk not in editions:
            editions[pk] = Edition.from_db(found.db, LOADED, (pk, *more))
            editions[pk].thing = things[pk]
        if language:
            titles.setdefault(pk, {})[language] = Titled(title, captioned)
    for row in rows:
        if row.pinned_edition_id:
            row.pinned_edition = editions[row.pinned_edition_id]
        if row.held.current_edition_id:
            row.held.current_edition = editions[row.held.current_edition_id]
    return titles
