"""What a scenario is: a name, why it is run, and a function that runs it within an extent and returns its figures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class Extent:
    """How long a scenario goes on: at least its usual number of pieces, with `minutes` until these have passed, and
    `short` as little as still shows something."""

    def __init__(self, *, minutes: float = 0, short: bool = False) -> None:
        self.short = short
        self.minutes = minutes
        self.ends = time.monotonic() + minutes * 60

    def pieces(self, usual: int, short: int) -> int:
        """The number of pieces that are done in any case."""
        return short if self.short else usual

    @property
    def has_time(self) -> bool:
        """Whether more may be done than that."""
        return time.monotonic() < self.ends


@dataclass(frozen=True)
class Scenario:
    """`run` raises Broken when something does not hold. `on_databases`: on each database, with processes of its own."""

    name: str
    why: str
    run: Callable[[Extent], dict[str, Any]]
    on_databases: bool = True
