"""What the library may have already, by its title: the same, or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from programmes.library.models import LibraryObject
from programmes.library.querysets import in_library

ALIKE = 0.5  # the share of letter triplets that two titles have in common
MOST = 5
READ = 500  # titles that are compared
WORDS = 6  # of a title, by which the others are found
BEGINNING = 3  # letters of a word
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Likeness:
    """A row of the library whose title is like another; `share` is 1 for the same words."""

    row: int
    key: UUID
    title: str
    share: float

    @property
    def same(self) -> bool:
        return self.share == 1


def share(one: str, other: str) -> float:
    """How much two titles have in common, from 0 to 1 for the same words."""
    return _share(plain(one), [(plain(other), _triplets(plain(other)))])


def plain(title: str) -> str:
    """A title as it is compared: capitals, signs and spaces make no difference."""
    return " ".join(WORD.findall(title.casefold()))


def likely(model: type[LibraryObject], titles: Iterable[str], *, other_than: UUID | None = None) -> list[Likeness]:
    """The library's rows with a title like one of these, in any language, the likest first, one a thing. One query.

    Only so many of those that begin a word like these are read, the newest first.
    """
    wanted = [(words, _triplets(words)) for words in map(plain, titles) if words]
    best: dict[UUID, Likeness] = {}
    rows = model._default_manager.filter(in_library(), _shares_a_word(wanted))
    rows = rows.exclude(translation_key=other_than) if other_than else rows
    for pk, key, title in rows.order_by("-pk").values_list("pk", "translation_key", "title")[:READ]:
        share = _share(plain(title), wanted)
        if share >= ALIKE and (key not in best or share > best[key].share):
            best[key] = Likeness(pk, key, title, share)
    return sorted(best.values(), key=lambda found: (-found.share, found.title))[:MOST]


def _shares_a_word(wanted: Iterable[tuple[str, frozenset[str]]]) -> Q:
    """Titles with the beginning of one of the longer words; a slip later in a word does no harm."""
    found = Q(pk__in=[])
    for words, _triplets_of in wanted:
        for word in sorted(words.split(), key=len, reverse=True)[:WORDS]:
            # SQLite knows capitals of the English letters only.
            for beginning in {word[:BEGINNING], word[:BEGINNING].upper(), word[:BEGINNING].capitalize()}:
                found |= Q(title__icontains=beginning)
    return found


def _share(words: str, wanted: Iterable[tuple[str, frozenset[str]]]) -> float:
    mine = _triplets(words)
    return max((1.0 if words == other else _common(mine, theirs) for other, theirs in wanted), default=0.0)


def _common(mine: frozenset[str], theirs: frozenset[str]) -> float:
    both = len(mine & theirs)
    # Never quite one: titles of the same triplets in another order are not the same.
    return min(2 * both / (len(mine) + len(theirs) or 1), 0.99)


def _triplets(words: str) -> frozenset[str]:
    padded = f"  {words} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
