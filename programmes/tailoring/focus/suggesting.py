"""What higher rooms suggest as focus areas, and why. They register a function; staff follow it or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cms.accounts.models import User
from programmes.tailoring.focus.models import DeclinedFocus, FocusArea
from programmes.tailoring.models import Programme


@dataclass(frozen=True)
class Suggestion:
    """A code of the taxonomy, what speaks for it in words, and where that can be read."""

    code: str
    why: str
    url: str


Provider = Callable[[Programme, User], Iterable[Suggestion]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Decorator: `provider(programme, user)` returns what this person may know of, by a fixed number of queries."""
    _providers.append(provider)
    return provider


def suggestions(
    programme: Programme, user: User, chosen: Iterable[FocusArea], names: Iterable[str]
) -> list[Suggestion]:
    """What is suggested, and neither chosen nor declined. `names`: the codes there are. One query, and the rooms'."""
    declined = DeclinedFocus.objects.filter(programme=programme).select_related("ability")
    decided = {row.code for row in (*chosen, *declined)}
    found = {each.code: each for provider in _providers for each in provider(programme, user)}
    known = set(names)
    return [each for code, each in found.items() if code in known and code not in decided]
