"""What the journey shows of mappings. The room above, which knows of them, registers a function; this one calls it.

A leg is finished values, and only what this participant may see themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from programmes.participation.models import Enrolment


@dataclass(frozen=True)
class Mark:
    """A day on the way on which nothing was decided, but something was seen."""

    on: date
    title: str
    url: str


@dataclass(frozen=True)
class Leg:
    """One mapping's way from its first round to its last. `whose`: the unit that the numbers are of.

    `say`: sentences about it. `notes`: why there is less than there might be. `rows`: the picture's numbers as a table.
    """

    title: str
    whose: str
    say: Sequence[str]
    notes: Sequence[str]
    picture: SafeString
    caption: str
    columns: Sequence[dict[str, Any]]
    rows: Sequence[Sequence[str]]
    marks: Sequence[Mark]


Provider = Callable[[Enrolment, str], Iterable[Leg]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Decorator: `provider(enrolment, language)` gives the legs in that language, which is active."""
    _providers.append(provider)
    return provider


def legs_of(enrolment: Enrolment, language: str) -> list[Leg]:
    return [leg for provider in _providers for leg in provider(enrolment, language)]
