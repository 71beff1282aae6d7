"""What higher rooms show beside the board's title: leader groups, mapping rounds. They register a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programmes.tailoring.models import Programme


@dataclass(frozen=True)
class BoardLink:
    """A fact that leads to its page: "3 ledergrupper, 27 deltakere"; `icon` is a symbol of the look's sprite."""

    label: str
    url: str
    icon: str = "gruppe"


Provider = Callable[[Programme], Iterable[BoardLink]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Decorator: `provider(programme)` returns links. Called once a board, with a fixed number of queries."""
    _providers.append(provider)
    return provider


def links_for(programme: Programme) -> list[BoardLink]:
    """The links of a programme's board, in the order their providers were registered."""
    return [link for provider in _providers for link in provider(programme)]
