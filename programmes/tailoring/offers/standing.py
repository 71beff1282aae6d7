"""What may still be done with an offer: a pure question to the facts about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Standing(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Facts:
    withdrawn: bool
    accepted: bool
    superseded: bool
    valid_until: date


def standing_of(facts: Facts, today: date) -> Standing:
    """What was accepted stays accepted; what was taken back says nothing else; the last day still counts."""
    if facts.accepted:
        return Standing.ACCEPTED
    if facts.withdrawn:
        return Standing.WITHDRAWN
    if facts.superseded:
        return Standing.SUPERSEDED
    return Standing.OPEN if today <= facts.valid_until else Standing.EXPIRED
