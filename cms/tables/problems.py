"""What is wrong with a table, in the reader's language. Never repeats what stands in a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

MOST_PROBLEMS = 1000  # whoever made so many mistakes has made one of them very often
MOST_SHOWN = 200


@dataclass(frozen=True)
class Problem:
    """What is wrong and where: `row` as spreadsheets count, 0 for the whole file; `column` by its heading, or ""."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        if not self.row:
            return self.message
        if not self.column:
            return _("row %(row)d: %(message)s") % {"row": self.row, "message": self.message}
        place = {"row": self.row, "column": self.column, "message": self.message}
        return _("row %(row)d, column %(column)s: %(message)s") % place


class InvalidTable(ValueError):
    """The table can't be used. `problems`: what is wrong, by row, up to a thousand."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.row)[:MOST_PROBLEMS]
        super().__init__("\n".join(str(problem) for problem in self.problems))


def kept(problems: Sequence[Problem]) -> dict[str, Any]:
    """The fields of a row that says what is wrong with a table: the first problems, and how many there are."""
    return {"problems": [asdict(problem) for problem in problems[:MOST_SHOWN]], "problem_count": len(problems)}


def of_the_file(message: str) -> InvalidTable:
    """A problem that has no place."""
    return InvalidTable([Problem(0, "", message)])


def no_table() -> InvalidTable:
    return of_the_file(_("The file is not a table of CSV or XLSX."))


def too_large() -> InvalidTable:
    return of_the_file(_("The file is too large."))


def missing_column() -> str:
    return _("the column is missing")


def repeated_column() -> str:
    return _("the column is there more than once")


def unnamed_column() -> str:
    return _("a column without a heading")


def too_wide() -> str:
    return _("the row has more cells than the header has columns")


def formula() -> str:
    return _("a formula: paste the values instead")


def formula_error() -> str:
    return _("an error of the spreadsheet's: write what should stand there")


def number_as_date() -> str:
    return _("a date: the spreadsheet has turned a number into one")


def text_as_date() -> str:
    return _("a date: the spreadsheet has turned the text into one")


def merged(cells: str) -> str:
    return _("cells are merged (%(cells)s): split them, and fill in every one") % {"cells": cells}
