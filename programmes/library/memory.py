"""What a process remembers of editions: they never change, so they need not be read twice."""

from __future__ import annotations

from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

Key = TypeVar("Key")
Value = TypeVar("Value")


class EditionKey(NamedTuple):
    """An edition, named so that it can't be mistaken for another one, in any database."""

    edition: int
    thing: UUID


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
