"""Answers collected elsewhere, as rows of text: a column for each level of the hierarchy, then by item `CODE.today`
and, where the instrument asks it, `CODE.ambition`. Empty is "vet ikke". What is wrong is named with its row and column,
in the reader's language, and never with its value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assessments.ballots.questionnaire import MEASURES
from assessments.disclosure import Answer, UnitPath
from assessments.instruments.definition import Definition
from cms.tables import problems as words
from cms.tables.cells import is_date, is_formula
from cms.tables.problems import MOST_PROBLEMS, InvalidTable, Problem
from cms.tables.reading import Grid, beyond, filled_rows, read_grid

LEVELS = ("organisation", "leader_group")
STEP = re.compile(r"(\d{1,3})(?:[.,]0)?")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Row:
    """One respondent: the number of the row in the file, the unit by its names, and the answers."""

    number: int
    path: UnitPath
    answers: dict[str, Answer] = field(repr=False)

    @property
    def organisation(self) -> str:
        return self.path[0] if self.path else ""

    @property
    def leader_group(self) -> str:
        return self.path[1] if len(self.path) == len(LEVELS) else ""


def header(definition: Definition) -> list[str]:
    """The columns of a table of answers to this instrument."""
    return [*LEVELS, *(f"{item.code}.{measure}" for item in definition.items for measure in measures(definition))]


def measures(definition: Definition) -> Sequence[str]:
    return MEASURES if definition.ambition else MEASURES[:1]


@sensitive_variables()
def read_table(content: bytes, name: str, definition: Definition) -> list[Row]:
    """The respondents of a CSV or XLSX file whose first row is the header. Raises InvalidTable."""
    grid = read_grid(content, name)
    heads = grid[0] if grid else []
    problems = list(_wrong_columns(heads, definition))
    if problems:
        raise InvalidTable(problems)
    return _rows(grid, heads, definition)


@sensitive_variables()
def _rows(grid: Grid, heads: Sequence[str], definition: Definition) -> list[Row]:
    reader = _Reader(definition)
    rows = []
    for number, cells in filled_rows(grid):
        if len(reader.problems) < MOST_PROBLEMS:
            reader.problems.extend(beyond(number, cells, len(heads)))
            rows.append(reader.row(number, dict(zip(heads, cells, strict=False))))
    if reader.problems:
        raise InvalidTable(reader.problems)
    if not rows:
        raise words.of_the_file(_("There are no answers in the file."))
    return rows


def _wrong_columns(heads: Sequence[str], definition: Definition) -> Iterator[Problem]:
    wanted = header(definition)
    for name, times in Counter(heads).items():
        if name not in wanted:
            unknown = _("%(instrument)s has no such column") % {"instrument": definition.code}
            yield Problem(1, name, unknown if name else words.unnamed_column())
        elif times > 1:
            yield Problem(1, name, words.repeated_column())
    for name in wanted:
        if name not in heads:
            yield Problem(1, name, words.missing_column())


class _Reader:
    """Rows of text become answers; what is wrong is collected."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.measures = measures(definition)
        self.steps = {str(step): step for step in definition.scale.steps}
        self.problems: list[Problem] = []

    def row(self, number: int, record: Mapping[str, str]) -> Row:
        self._check_names(number, record)
        answers: dict[str, Answer] = {}
        for item in self.definition.items:
            steps = [self._step(number, f"{item.code}.{measure}", record) for measure in self.measures]
            answers[item.code] = (steps[0], steps[1] if len(steps) > 1 else None)
        return Row(number, tuple(name for name in (record[level] for level in LEVELS) if name), answers)

    def _check_names(self, number: int, record: Mapping[str, str]) -> None:
        organisation, group = (record[level] for level in LEVELS)
        if group and not organisation:
            self.problems.append(Problem(number, LEVELS[0], _("a leader group needs an organisation")))
        for level in LEVELS:
            if is_formula(record[level]):
                self.problems.append(Problem(number, level, words.formula()))
            elif len(record[level]) > LONGEST_NAME:
                self.problems.append(Problem(number, level, _("the name is too long")))

    def _step(self, number: int, column: str, record: Mapping[str, str]) -> int | None:
        text = record[column]
        if not text:
            return None
        found = STEP.fullmatch(text)
        step = self.steps.get(str(int(found[1]))) if found else None
        if step is None:
            self.problems.append(Problem(number, column, self._what_is_wrong(text)))
        return step

    def _what_is_wrong(self, text: str) -> str:
        if is_formula(text):
            return words.formula()
        if is_date(text):
            return words.number_as_date()
        first, *_between, last = self.definition.scale.steps
        return _("not a step of the scale, %(first)d to %(last)d") % {"first": first, "last": last}
