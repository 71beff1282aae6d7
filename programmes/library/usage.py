"""Where library objects are used. Higher rooms register what they know; this room asks and knows nothing more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far something that uses a library object has come."""

    RUNNING = "running", pgettext_lazy("programmes", "Running")
    PLANNED = "planned", pgettext_lazy("programmes", "Planned")
    COMPLETED = "completed", pgettext_lazy("programmes", "Completed")
    TEMPLATE = "template", _("Programme templates")


@dataclass(frozen=True)
class Place:
    """Something that uses a library object: its name, its page, and how far it has come.

    `holds`: it holds on to the edition that its participants have met.
    """

    label: str
    url: str
    stage: Stage
    holds: bool = False

    @property
    def note(self) -> str:
        return str(self.stage.label)


class Source(Protocol):
    """What a room tells about the use of things, by their keys."""

    def counts(self, keys: Iterable[UUID]) -> Mapping[UUID, int]:
        """How many places use each thing; those without may be left out. A fixed number of queries."""

    def used(self) -> list[QuerySet[Any]]:
        """Querysets of the keys of all things in use, one column each."""

    def places(self, key: UUID) -> list[Place]:
        """The places that use one thing."""


_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask this source too, wherever the use of things is shown."""
    _sources.append(source)
    return source


def counts(keys: Iterable[UUID]) -> Counter[UUID]:
    """How many places use each thing; 0 for those in no use."""
    keys = list(keys)
    found: Counter[UUID] = Counter()
    for source in _sources:
        found.update(source.counts(keys))
    return found


def unused(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those rows of a library model that nothing uses."""
    for source in _sources:
        for keys in source.used():
            rows = rows.exclude(translation_key__in=keys)
    return rows


def places(key: UUID) -> list[Place]:
    """Everything that uses a thing."""
    return [place for source in _sources for place in source.places(key)]
