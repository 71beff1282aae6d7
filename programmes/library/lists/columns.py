"""The columns of a list of library objects, by the fields of their model, and what their cells may hold.

A heading is what the field is called, in any of the languages of the site; that of a text ends with one: "title (nb)".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.fields import StreamField

from cms.tables import problems as words
from cms.tables.cells import is_date, is_formula, is_formula_error
from localisation import languages
from programmes.library import timed
from programmes.library.models import LibraryObject
from programmes.library.services import MODELS

LEFT_OUT = frozenset({"instruments", "order", "recording"})
SUFFIX = re.compile(r"(.+?)[ _]*\(?\b([a-z]{2})\)?")
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
LONGEST = 20_000
PARAGRAPH = re.compile(r"\n\s*\n")


class Wrong(ValueError):
    """What is wrong with a cell, in the reader's language."""


@dataclass(frozen=True)
class Column:
    """A column by its field. `in_languages`: there is one for each language."""

    name: str
    field: models.Field[Any, Any]
    in_languages: bool

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def required(self) -> bool:
        return not self.field.blank and not self.field.has_default()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values that can stand here, and what they are called; empty where anything can."""
        if self.name == "captions":
            return [(code, code) for code in languages.codes()]
        return [(str(value), str(label)) for value, label in self.field.flatchoices]

    def value(self, text: str) -> Any:
        """What a cell says, as the row keeps it. Raises `Wrong`."""
        _refuse(text)
        if self.name == "captions":
            return [self._choice(part) for part in re.split(r"[,;\s]+", text) if part]
        if self.choices:
            return self._choice(text)
        if self.name in TIMED:
            return _timed(self, text)
        for kind, read in READERS.items():
            if isinstance(self.field, kind):
                return read(self, text)
        return self._text(text)

    def _choice(self, text: str) -> str:
        wanted = text.casefold()
        for code in (*languages.codes(), "en"):
            with override(code):
                found = [value for value, label in self.choices if wanted in (value.casefold(), label.casefold())]
            if found:
                return found[0]
        raise Wrong(_("is not one of: %(choices)s") % {"choices": ", ".join(label for _value, label in self.choices)})

    def _text(self, text: str) -> str:
        most = self.field.max_length or LONGEST
        if is_date(text):
            raise Wrong(words.text_as_date())
        if len(text) > most:
            raise Wrong(_("is too long: at most %(most)d characters") % {"most": most})
        return text


def _refuse(text: str) -> None:
    if is_formula(text):
        raise Wrong(words.formula())
    if is_formula_error(text):
        raise Wrong(words.formula_error())


def _whole(column: Column, text: str) -> int:
    if is_date(text):
        raise Wrong(words.number_as_date())
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise Wrong(_("is not a whole number from 1 to 10 000"))
    return int(text)


def _day(column: Column, text: str) -> date:
    written = DAY.fullmatch(text)
    try:
        return date(int(written[3]), int(written[2]), int(written[1])) if written else date.fromisoformat(text[:10])
    except ValueError as error:
        raise Wrong(_("is not a date such as 31.12.2027")) from error


def _stream(column: Column, text: str) -> list[dict[str, str]]:
    """A body is plain paragraphs; every other stream has a line for each of its parts."""
    block = next(iter(cast(StreamField, column.field).stream_block.child_blocks))
    if column.name == "body":
        parts = [part.strip() for part in PARAGRAPH.split(text) if part.strip()]
        values = [str(format_html_join("", "<p>{}</p>", ((part,) for part in parts)))]
    else:
        values = [line.strip() for line in text.splitlines() if line.strip()]
    return [{"type": block, "value": value, "id": str(uuid4())} for value in values]


def _address(column: Column, text: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError as error:
        raise Wrong(_("is not an address that begins with https://")) from error
    return text


# What follows a recording by its times, and how it is brought into the form it is kept in.
TIMED = {"chapters": timed.chapter_lines, "timed_captions": timed.webvtt}


def _timed(column: Column, text: str) -> str:
    if is_date(text):
        raise Wrong(words.text_as_date())
    try:
        return TIMED[column.name](text)
    except timed.Malformed as error:
        raise Wrong(str(error)) from error


READERS: dict[Any, Any] = {
    models.PositiveSmallIntegerField: _whole,
    models.DateField: _day,
    models.URLField: _address,
    StreamField: _stream,
}


@cache
def columns_of(kind: str) -> Mapping[str, Column]:
    """The columns of a kind by their fields' names, texts first."""
    model: type[LibraryObject] = MODELS[kind]
    names = [*model.text_fields, *(name.removesuffix("_id") for name in model.shared_fields)]
    found = {}
    for name in dict.fromkeys(names):
        field: Any = model._meta.get_field(name)
        if name in LEFT_OUT or field.is_relation or (isinstance(field, models.JSONField) and name != "captions"):
            continue
        found[name] = Column(name, field, name in model.text_fields)
    return found


@cache
def _known(kind: str) -> Mapping[str, str]:
    """The columns' names by all that they are called."""
    found: dict[str, str] = {}
    for name, column in columns_of(kind).items():
        found[_plain(name)] = name
        for code in (*languages.codes(), "en"):
            with override(code):
                found.setdefault(_plain(column.label), name)
    return found


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def column_at(kind: str, heading: str) -> tuple[str, str] | None:
    """The column that a heading names, and the language of its texts ("" for facts); None for none of this kind."""
    known, plain = _known(kind), _plain(heading)
    ending = SUFFIX.fullmatch(plain)
    if ending and ending[2] in languages.codes():
        name = known.get(ending[1].strip())
        if name and columns_of(kind)[name].in_languages:
            return name, ending[2]
    name = known.get(plain)
    if name is None:
        return None
    return name, languages.current() if columns_of(kind)[name].in_languages else ""


def headings(kind: str) -> list[str]:
    """The headings of an empty list, in the reader's language."""
    texts = [column for column in columns_of(kind).values() if column.in_languages]
    facts = [column for column in columns_of(kind).values() if not column.in_languages]
    return [f"{column.label} ({code})" for code in languages.codes() for column in texts] + [
        column.label for column in facts
    ]
