"""A list of library objects as rows of text, and what is wrong in its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.tables import problems as words
from cms.tables.problems import MOST_PROBLEMS, InvalidTable, Problem
from cms.tables.reading import beyond, filled_rows, read_grid
from localisation import languages
from programmes.library.duplicates import plain
from programmes.library.lists.columns import Column, Wrong, column_at, columns_of

HEADER = 1
MOST_ROWS = 20_000
Place = tuple[str, str]  # a column, and the language of its texts


@dataclass(frozen=True)
class Row:
    """A library object as the list has it: texts by language, and facts. `number` as spreadsheets count."""

    number: int
    texts: dict[str, dict[str, Any]]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def titles(self) -> list[str]:
        return [texts["title"] for texts in self.texts.values()]


@dataclass(frozen=True)
class Listed:
    """What a file holds: its rows, and the headings of columns that nobody asked for."""

    rows: list[Row]
    unused: list[str]


def read_list(content: bytes, file_name: str, kind: str) -> Listed:
    """The rows of a CSV or XLSX file whose first row is the header, every cell of them checked. Raises InvalidTable."""
    grid = read_grid(content, file_name)
    heads = grid[0] if grid else []
    if len(grid) - 1 > MOST_ROWS:
        raise words.of_the_file(_("The list has more than %(most)d rows.") % {"most": MOST_ROWS})
    places = [column_at(kind, head) for head in heads]
    if wrong := list(_wrong_columns(kind, places)):
        raise InvalidTable(wrong)
    reader = _Reader(kind, places, heads)
    for number, cells in filled_rows(grid):
        reader.read(number, cells)
        if len(reader.problems) > MOST_PROBLEMS:
            break
    reader.problems.extend(_repeated(reader.rows))
    if reader.problems:
        raise InvalidTable(reader.problems)
    if not reader.rows:
        raise words.of_the_file(_("There is nothing on the list."))
    return Listed(reader.rows, [head for head, place in zip(heads, places, strict=True) if head and place is None])


def _wrong_columns(kind: str, places: Sequence[Place | None]) -> Iterator[Problem]:
    times = Counter(place for place in places if place)
    for name, column in columns_of(kind).items():
        named = [place for place in times if place[0] == name]
        if any(times[place] > 1 for place in named):
            yield Problem(HEADER, column.label, words.repeated_column())
        elif column.required and not named:
            yield Problem(HEADER, column.label, words.missing_column())


class _Reader:
    """Rows of text become values; what is wrong is collected."""

    def __init__(self, kind: str, places: Sequence[Place | None], heads: Sequence[str]) -> None:
        self.columns, self.places, self.heads = columns_of(kind), places, heads
        self.rows: list[Row] = []
        self.problems: list[Problem] = []

    def read(self, number: int, cells: Sequence[str]) -> None:
        self.problems.extend(beyond(number, cells, len(self.heads)))
        row = Row(number, {})
        for place, head, text in zip(self.places, self.heads, cells, strict=False):
            if place and text:
                self._cell(row, place, head, text)
        self._check(row)
        self.rows.append(row)

    def _cell(self, row: Row, place: Place, head: str, text: str) -> None:
        name, language = place
        into = row.texts.setdefault(language, {}) if language else row.facts
        try:
            into[name] = self.columns[name].value(text)
        except Wrong as wrong:
            into[name] = None
            self.problems.append(Problem(row.number, head, str(wrong)))

    def _check(self, row: Row) -> None:
        """Every language that a row is written in has all its texts, and every row its facts."""
        for language in row.texts or [languages.current()]:
            texts = row.texts.get(language, {})
            for column in self.columns.values():
                there = texts if column.in_languages else row.facts
                if column.required and column.name not in there:
                    self._missing(row, column, language)
        if "consent_given_on" not in row.facts:
            for name in ("consent_expires_on", "consent_note"):
                if name in row.facts:
                    self.problems.append(Problem(row.number, self.columns[name].label, _no_consent()))

    def _missing(self, row: Row, column: Column, language: str) -> None:
        head = f"{column.label} ({language})" if column.in_languages else column.label
        problem = Problem(row.number, head, _("is missing"))
        if problem not in self.problems:
            self.problems.append(problem)


def _no_consent() -> str:
    return _("a consent needs the day it was given")


def _repeated(rows: Sequence[Row]) -> Iterator[Problem]:
    """A title twice in one language would be two objects of one name."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        for language, title in _titles(row.texts):
            first = seen.setdefault((language, plain(title)), row.number)
            if first != row.number:
                yield Problem(row.number, f"title ({language})", _("stands in row %(row)d too") % {"row": first})


def _titles(texts: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for language, values in texts.items():
        if values.get("title"):
            yield language, values["title"]
