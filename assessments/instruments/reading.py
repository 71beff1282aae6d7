"""Reading nested data that knows its place: what is wrong is collected, with where it was, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from localisation.text import LocalisedText

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)?")


@dataclass(frozen=True)
class Problem:
    """Something wrong, and its place as in themes[0].items[2].help; empty when it is about the whole."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class Problems:
    """All that is wrong. With `unfinished` data nothing is required."""

    def __init__(self, *, unfinished: bool = False) -> None:
        self.unfinished = unfinished
        self.found: list[Problem] = []

    def add(self, where: str, what: str) -> None:
        self.found.append(Problem(where, what))


class Place:
    """One mapping of the data. Its methods return a value of the right kind, whatever the data holds."""

    def __init__(self, value: Any, where: str, problems: Problems) -> None:
        self.where, self.problems = where, problems
        self.value: dict[str, Any] = {}
        if isinstance(value, dict):
            self.value = {str(key): held for key, held in value.items()}
        else:
            problems.add(where, _("this should be a mapping"))

    def wrong(self, key: str, what: str) -> None:
        self.problems.add(self._at(key), what)

    def _at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def knows(self, *keys: str) -> None:
        """Other keys are mistakes: a mistyped name would otherwise be an empty text that nobody misses."""
        for key in self.value:
            if key not in keys:
                self.wrong(key, _("there is no such field"))

    def inside(self, key: str) -> Place:
        return Place(self.value.get(key), self._at(key), self.problems)

    def each(self, key: str, *, required: bool = False) -> list[Place]:
        """The mappings of a list."""
        return [Place(value, where, self.problems) for value, where in self._list(key, required)]

    def texts(self, key: str) -> tuple[LocalisedText, ...]:
        """A list of texts, none of them empty."""
        return tuple(self._text(value, where, True) for value, where in self._list(key, False))

    def _list(self, key: str, required: bool) -> list[tuple[Any, str]]:
        values = self.value.get(key) or []
        if not isinstance(values, list):
            self.wrong(key, _("this should be a list"))
            return []
        if required and not values and not self.problems.unfinished:
            self.wrong(key, _("there must be at least one"))
        return [(value, f"{self._at(key)}[{number}]") for number, value in enumerate(values)]

    def text(self, key: str, *, required: bool = False) -> LocalisedText:
        return self._text(self.value.get(key), self._at(key), required)

    def rest(self) -> LocalisedText:
        """The text that this mapping is, whatever else it says with longer words."""
        said = {key: words for key, words in self.value.items() if LANGUAGE.fullmatch(key)}
        self.knows(*said, "when")
        return self._text(said, self.where, True)

    def choice(self, key: str, known: Sequence[str], default: str) -> str:
        value = self.value.get(key, default)
        if value in known:
            return str(value)
        self.wrong(key, _("this should be one of %(words)s") % {"words": ", ".join(known)})
        return default

    def _text(self, value: Any, where: str, required: bool) -> LocalisedText:
        if value is not None and not isinstance(value, dict):
            self.problems.add(where, _("a text has its languages, as in {nb: …, da: …}"))
            return LocalisedText()
        said: dict[str, str] = {}
        for language, words in (value or {}).items():
            if not LANGUAGE.fullmatch(str(language)):
                self.problems.add(where, _("%(word)s is no language code") % {"word": language})
            elif not isinstance(words, str):
                self.problems.add(f"{where}.{language}", _("this should be text"))
            elif words.strip():
                said[str(language)] = words.strip()
        if required and not said and not self.problems.unfinished:
            self.problems.add(where, _("a text is missing"))
        return LocalisedText(said)

    def code(self, key: str, pattern: re.Pattern[str], default: str = "") -> str:
        value = self.value.get(key, default)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self.wrong(key, _("a code has small letters, digits and underscores, and begins with a letter"))
        return ""

    def whole(self, key: str, default: int, *, least: int | None = None) -> int:
        value = self.value.get(key, default)
        if type(value) is not int:
            self.wrong(key, _("this should be a whole number"))
            return default
        if least is not None and value < least:
            self.wrong(key, _("this should be at least %(least)d") % {"least": least})
        return value

    def flag(self, key: str) -> bool:
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, _("this should be true or false"))
        return bool(value)
