"""A list of participants as rows of text, and what is wrong in its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.tables import problems as words
from cms.tables.cells import is_date, is_formula, is_formula_error
from cms.tables.problems import MOST_PROBLEMS, InvalidTable, Problem
from cms.tables.reading import beyond, filled_rows, read_grid
from localisation.text import key_of
from programmes.participation.services import address_of

# The columns, and what else they are called in lists from the Nordic countries.
COLUMNS = {
    "name": ("navn",),
    "email": ("e_mail", "e_post", "epost", "mail"),
    "language": ("språk", "sprog"),
    "role": ("rolle", "stilling"),
    "organisation": ("organisasjon", "virksomhet", "kommune"),
    "leader_group": ("ledergruppe", "gruppe"),
}
# The columns as people call them; each is also a heading that a list may have.
COLUMN_WORDS = {
    "name": gettext_lazy("name"),
    "email": gettext_lazy("e-mail"),
    "language": gettext_lazy("language"),
    "role": gettext_lazy("role"),
    "organisation": gettext_lazy("organisation"),
    "leader_group": gettext_lazy("leader group"),
}
REQUIRED = ("name", "email", "organisation", "leader_group")
LONGEST = {"name": 200, "email": 254, "language": 40, "role": 200, "organisation": 120, "leader_group": 120}
LANGUAGES = {
    "nb": ("nb", "no", "norsk", "bokmål", "norsk bokmål", "norwegian"),
    "da": ("da", "dk", "dansk", "danish"),
}
HEADER = 1


@dataclass(frozen=True)
class Row:
    """A row as it stands in the list, cells without spaces around; `number` as spreadsheets count, the header is 1."""

    number: int
    name: str
    email: str
    language: str
    role: str
    organisation: str
    leader_group: str


@dataclass(frozen=True)
class Listed:
    """What a file holds: the rows in which something stands, and the headings of columns that nobody asked for."""

    rows: list[Row]
    unused: list[str]


def read_list(content: bytes, file_name: str) -> Listed:
    """The rows of a CSV or XLSX file whose first row is the header, every cell of them checked. Raises InvalidTable."""
    grid = read_grid(content, file_name)
    heads = grid[0] if grid else []
    columns = [column_of(heading) for heading in heads]
    if wrong := list(_wrong_columns(columns)):
        raise InvalidTable(wrong)
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, cells in filled_rows(grid):
        record = dict(zip(columns, cells, strict=False))
        rows.append(Row(number=number, **{column: record.get(column, "") for column in COLUMNS}))
        problems.extend(beyond(number, cells, len(heads)))
        if len(problems) > MOST_PROBLEMS:
            break
    problems.extend(_wrong_rows(rows))
    if problems:
        raise InvalidTable(problems)
    if not rows:
        raise words.of_the_file(_("There is nobody on the list."))
    return Listed(rows, [head for head, column in zip(heads, columns, strict=True) if head and column not in COLUMNS])


def column_of(heading: str) -> str:
    """The column that a heading names, in any of its words."""
    plain = heading.strip().casefold().replace(" ", "_").replace("-", "_")
    return next((name for name, others in COLUMNS.items() if plain == name or plain in others), plain)


def language_code(word: str) -> str | None:
    """nb, da or None for a word such as Norsk or DK."""
    return next((code for code, names in LANGUAGES.items() if word.strip().casefold() in names), None)


def _wrong_columns(columns: Sequence[str]) -> Iterator[Problem]:
    times = Counter(columns)
    for column in COLUMNS:
        if times[column] > 1:
            yield Problem(HEADER, str(COLUMN_WORDS[column]), words.repeated_column())
        elif column in REQUIRED and not times[column]:
            yield Problem(HEADER, str(COLUMN_WORDS[column]), words.missing_column())


def _wrong_rows(rows: Sequence[Row]) -> Iterator[Problem]:
    for number, column, message in (*_wrong_cells(rows), *_repeated(rows)):
        yield Problem(number, str(COLUMN_WORDS[column]), message)


Wrong = Iterator[tuple[int, str, str]]


def _wrong_cells(rows: Sequence[Row]) -> Wrong:
    for row in rows:
        for column in COLUMNS:
            message = _wrong_text(column, getattr(row, column))
            if message:
                yield row.number, column, message


def _wrong_text(column: str, text: str) -> str:
    if not text:
        return _("is missing") if column in REQUIRED else ""
    if is_formula(text):
        return words.formula()
    if is_formula_error(text):
        return words.formula_error()
    if is_date(text):
        return words.text_as_date()
    if len(text) > LONGEST[column]:
        return _("is too long: at most %(most)d characters") % {"most": LONGEST[column]}
    if column == "email" and not _is_address(text):
        return _("is not an e-mail address")
    if column == "language" and language_code(text) is None:
        return _("is not one of the site's languages")
    return ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _repeated(rows: Sequence[Row]) -> Wrong:
    """A person twice in a group, and an address that two people share: it could be the account of one of them only."""
    places: dict[tuple[str, str, str], int] = {}
    people: dict[str, Row] = {}
    for row in rows:
        address = address_of(row.email)
        place = (address, key_of(row.organisation), key_of(row.leader_group))
        first = people.setdefault(address, row)
        if address and place in places:
            yield row.number, "email", _("stands in row %(row)d too") % {"row": places[place]}
        elif address and key_of(first.name) != key_of(row.name):
            yield row.number, "email", _("stands in row %(row)d with another name") % {"row": first.number}
        places.setdefault(place, row.number)
