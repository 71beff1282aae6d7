"""Whose own a library object is. The room that knows programmes registers; this room asks and knows nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cms.accounts.models import User
from programmes.library.models import LibraryObject, Thing


@dataclass(frozen=True)
class Owner:
    """The programme that alone has something: its name, the page of what it has, and where that is moved from it."""

    label: str
    url: str
    move_url: str


class Owners(Protocol):
    """What the room above tells of a programme, named by its primary key."""

    def owner(self, programme: int, key: UUID) -> Owner:
        """The programme that has the thing of this key."""

    def sees(self, user: User, programme: int) -> bool:
        """Whether somebody may see what is the programme's own."""


_known: list[Owners] = []


def register(owners: Owners) -> Owners:
    """Ask these wherever something is one programme's own."""
    _known.append(owners)
    return owners


def owner_key(row: LibraryObject) -> int | None:
    """The primary key of the programme whose own a row is; None for what is in the library. One query."""
    if row.pk is None:
        return None
    return Thing.objects.filter(pk=row.translation_key).values_list("own_to", flat=True).first()


def owner_of(row: LibraryObject) -> Owner | None:
    """The programme whose own a row is; None for what is in the library."""
    key = owner_key(row)
    return next((owners.owner(key, row.translation_key) for owners in _known), None) if key else None


def asked_for(user: User, programme: str) -> int | None:
    """The programme that an address names, for whoever may see what is its own; otherwise none."""
    key = int(programme) if programme.isdecimal() else 0
    return key if key and any(owners.sees(user, key) for owners in _known) else None
