"""Whether the questions of an instrument are abilities of the taxonomy. A hint and no refusal: an institute may ask
about what it likes, and generations are no abilities."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.instruments.definition import Definition
from programmes.library import taxonomy


@dataclass(frozen=True)
class Strangers:
    """Codes of questions that no ability has; `all`: not one of the instrument's questions is an ability."""

    codes: list[str]
    all: bool


def strangers(definition: Definition) -> Strangers:
    """One query."""
    codes = [item.code for item in definition.items if item.code]
    found = taxonomy.unknown(codes)
    return Strangers(found, len(found) == len(codes))
