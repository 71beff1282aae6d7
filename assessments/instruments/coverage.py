"""In which languages an instrument can be read: what is missing where, and the same instrument in fewer languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from assessments.instruments.definition import Definition
from localisation import languages
from localisation.text import LocalisedText

# The way to a text: ("themes", 0, "items", 2, "help").
Way = tuple[str | int, ...]
Part = TypeVar("Part")


def texts(part: Any, way: Way = ()) -> Iterator[tuple[Way, LocalisedText]]:
    """Every text of a definition, or of a part of one, with the way to it."""
    if isinstance(part, LocalisedText):
        yield way, part
    elif isinstance(part, tuple):
        for number, each in enumerate(part):
            yield from texts(each, (*way, number))
    elif isinstance(part, Mapping):
        for key, each in part.items():
            yield from texts(each, (*way, key))
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name), (*way, field.name))


def gaps(part: Any, language: str) -> list[Way]:
    """Where something is said in another language, and not in this one."""
    return [way for way, text in texts(part) if text and not text.get(language)]


def complete_in(definition: Definition) -> list[str]:
    """The languages of the site in which nothing is missing."""
    return [code for code in languages.codes() if definition.items and not gaps(definition, code)]


def only(part: Part, codes: list[str]) -> Part:
    """The same without what is said in other languages, so that nobody reads half a form in each of two."""
    return _only(part, frozenset(codes))


def _only(part: Any, codes: frozenset[str]) -> Any:
    if isinstance(part, LocalisedText):
        return LocalisedText({code: words for code, words in part.items() if code in codes})
    if isinstance(part, tuple):
        return tuple(_only(each, codes) for each in part)
    if isinstance(part, Mapping):
        return {key: _only(each, codes) for key, each in part.items()}
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _only(getattr(part, field.name), codes) for field in fields(part)})
    return part


def place(way: Way) -> str:
    """The way as problems write it: themes[0].items[2].help"""
    written = "".join(f"[{step}]" if type(step) is int and _in_list(way, at) else f".{step}"
                      for at, step in enumerate(way))  # fmt: skip
    return written.removeprefix(".")


def _in_list(way: Way, at: int) -> bool:
    """Steps of a scale are keys, not numbers in a list."""
    return at > 0 and way[at - 1] != "labels"
