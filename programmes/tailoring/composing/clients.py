"""Who a programme is for: the client and its leader groups, as they are written.

Organisations and leader groups belong to a higher room, which registers the book that knows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from localisation.text import LocalisedText, key_of
from programmes.tailoring.models import Programme

MOST_GROUPS = 200
LONGEST_NAME = 200


@dataclass(frozen=True)
class Client:
    """An organisation that is known already."""

    name: LocalisedText
    country: str
    sector: str

    def is_called(self, name: str) -> bool:
        return key_of(name) in {key_of(written) for written in self.name.values()}


@dataclass(frozen=True)
class Group:
    """A leader group to be made. `organisation` is known, or made with it."""

    organisation: str
    leader_group: str


class Book(Protocol):
    """What the room of organisations and leader groups does for a new programme."""

    def clients(self) -> Sequence[Client]:
        """All organisations. One query."""

    def make(self, programme: Programme, groups: Sequence[Group]) -> None:
        """Make the groups of a new programme, and the organisations that are not known.

        As many queries for one group as for many.
        """


_books: list[Book] = []


def register(book: Book) -> Book:
    """Organisations and leader groups are kept in this book."""
    _books.append(book)
    return book


def known() -> list[Client]:
    return [client for book in _books for client in book.clients()]


def make(programme: Programme, groups: Sequence[Group]) -> None:
    for book in _books:
        book.make(programme, groups)


def find(clients: Iterable[Client], name: str) -> Client | None:
    """The organisation of that name, in any language and however it is spelt."""
    return next((client for client in clients if client.is_called(name)), None)


def groups_in(text: str, client: str) -> list[Group]:
    """The groups that were written, one a line: "Oppvekst" is the client's, "Havrum kommune: Oppvekst" another's.

    Raises ValidationError for lines that can't be groups, saying which.
    """
    lines = [(number, " ".join(line.split())) for number, line in enumerate(text.splitlines(), start=1)]
    groups = [(number, _group(line, client)) for number, line in lines if line]
    problems = [*_unfit(groups), *_repeated(groups)]
    if len(groups) > MOST_GROUPS:
        most = ngettext("At most %(count)d group.", "At most %(count)d groups.", MOST_GROUPS)
        problems.insert(0, most % {"count": MOST_GROUPS})
    if problems:
        raise ValidationError(problems)
    return [group for _number, group in groups]


def _group(line: str, client: str) -> Group:
    organisation, colon, name = line.rpartition(":")
    return Group(organisation.strip() or client, name.strip()) if colon else Group(client, line)


def _unfit(groups: Sequence[tuple[int, Group]]) -> Iterable[str]:
    for number, group in groups:
        if not group.leader_group:
            yield _("Line %(line)d: the name of the group is missing after the colon.") % {"line": number}
        elif max(len(group.organisation), len(group.leader_group)) > LONGEST_NAME:
            yield _("Line %(line)d: the name is too long.") % {"line": number}


def _repeated(groups: Sequence[tuple[int, Group]]) -> Iterable[str]:
    first: dict[tuple[str, str], int] = {}
    for number, group in groups:
        key = (key_of(group.organisation), key_of(group.leader_group))
        if key in first:
            words = {"line": number, "first": first[key]}
            yield _("Line %(line)d: this group stands in line %(first)d already.") % words
        first.setdefault(key, number)
