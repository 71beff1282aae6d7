"""What editions say in lists, remembered: an edition never changes, so its words need not be read twice.

A text in the reader's own language is kept by the process; one that stands in for a missing translation is not, since
the translation may come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from programmes.library.models import Edition
from programmes.library.services import Content, contents

REMEMBERED = 20_000  # texts; some ten megabytes

Key = TypeVar("Key")
Value = TypeVar("Value")


class EditionKey(NamedTuple):
    """An edition, named so that it can't be mistaken for another one, in any database."""

    edition: int
    thing: UUID


class Words(NamedTuple):
    """An edition in a list. `lang` is set where the text is not in the reader's language."""

    title: str
    lead: str
    lang: str
    facts: Mapping[str, Any]


class Memory(Generic[Key, Value]):
    """A dictionary that forgets what came first when it is full. Shared by the threads of a process."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: dict[Key, Value] = {}
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        return self._values.get(key)

    def put(self, key: Key, value: Value) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                del self._values[next(iter(self._values))]


_memory: Memory[tuple[EditionKey, str], Words] = Memory(REMEMBERED)


def words_of(keys: Iterable[EditionKey], language: str) -> dict[EditionKey, Words]:
    """What each edition says to a reader of `language`; those without any text are left out.

    Two queries for all that are not remembered, none when all are.
    """
    wanted = set(keys)
    found = {key: words for key in wanted if (words := _memory.get((key, language)))}
    missing = {key.edition: key for key in wanted if key not in found}
    if missing:
        editions = Edition.objects.in_bulk(list(missing))
        for pk, content in contents(editions.values(), language).items():
            words = Words(content.title, content.lead, _lang(content), content.facts)
            found[missing[pk]] = words
            if not content.fallback:
                _memory.put((missing[pk], language), words)
    return found


def _lang(content: Content) -> str:
    return content.language if content.fallback else ""
