"""What somebody looks for among a programme's materials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

MOST_LETTERS = 80


@dataclass(frozen=True)
class Wanted:
    """All words must be found; no word finds everything. `module`: None for all."""

    words: str = ""
    module: UUID | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Wanted:
        """From an address; what can't be read there is not looked for."""
        try:
            module = UUID(given.get("module", ""))
        except ValueError:
            module = None
        return cls(given.get("q", "").strip()[:MOST_LETTERS], module)

    def finds(self, *texts: str) -> bool:
        """Whether the words stand in the texts, in any order and spelling of case."""
        there = " ".join(texts).casefold()
        return all(word in there for word in self.words.casefold().split())

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.module)
