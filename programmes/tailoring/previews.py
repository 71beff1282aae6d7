"""*See as participant*: the way from staff's pages to what participants read. Only their room knows the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from localisation import languages
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule


class Previews(Protocol):
    """Addresses of previews in a language."""

    def programme(self, programme: Programme, language: str) -> str: ...

    def module(self, module: ProgrammeModule, language: str) -> str: ...

    def item(self, item: ProgrammeItem, language: str) -> str: ...


@dataclass(frozen=True)
class Reading:
    """A preview in one language, with the language's own name."""

    language: str
    name: str
    url: str


_previews: list[Previews] = []


def register(previews: Previews) -> None:
    """The room of participants tells where its previews are; once, a second time is an error (ValueError)."""
    if _previews:
        raise ValueError("the previews are known already")
    _previews.append(previews)


def languages_of(programme: Programme) -> list[str]:
    """The languages in which participants read the programme; all of the site while none was chosen."""
    return [code for code in languages.codes() if code in programme.languages] or list(languages.codes())


def readings(programme: Programme, address: Callable[[Previews, str], str]) -> list[Reading]:
    """A preview in each of the programme's languages; `address(previews, language)` says of which page."""
    return [
        Reading(code, languages.OWN_NAMES[code], address(previews, code))
        for previews in _previews
        for code in languages_of(programme)
    ]
