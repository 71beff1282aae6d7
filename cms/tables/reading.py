"""CSV and XLSX files as rows of text, read in memory alone.

A spreadsheet is read cell by cell and not by way of a data frame: merged cells, formulas and ragged rows must be seen
to be named, and a data frame has already made something of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from django.views.decorators.debug import sensitive_variables
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cms.tables import problems
from cms.tables.problems import InvalidTable, Problem

ENDINGS = (".csv", ".xlsx")
FIRST_ROW = 2  # as spreadsheets count: the header is row 1
MOST_UNPACKED = 300 * 1024 * 1024  # bytes
MOST_CELLS = 5_000_000
MERGED_SHOWN = 100
WIDE = (b"\xff\xfe", b"\xfe\xff")  # what spreadsheets call Unicode text begins with one of these

Grid = list[list[str]]


@sensitive_variables()
def read_grid(content: bytes, name: str) -> Grid:
    """The cells of a CSV file, or of the first sheet of an XLSX file, without spaces around and without columns at the
    end in which nothing stands. Raises InvalidTable."""
    grid = _spreadsheet(content) if name.lower().endswith(".xlsx") else _text(content)
    width = max((place for cells in grid for place, cell in enumerate(cells, 1) if cell), default=0)
    return [cells[:width] for cells in grid]


@sensitive_variables()
def filled_rows(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header in which something stands, with their numbers, each as wide as the header or wider."""
    width = len(grid[0]) if grid else 0
    for number, cells in enumerate(grid[1:], FIRST_ROW):
        if any(cells):
            yield number, [*cells, *[""] * (width - len(cells))]


def beyond(number: int, cells: Sequence[str], width: int) -> Iterator[Problem]:
    """That something stands to the right of the last heading."""
    if any(cells[width:]):
        yield Problem(number, "", problems.too_wide())


@sensitive_variables()
def _text(content: bytes) -> Grid:
    """Nordic spreadsheets write CSV with semicolons."""
    text = _decoded(content)
    if "\0" in text:
        raise problems.no_table()
    heading = text.partition("\n")[0]
    mark = max(",;\t", key=heading.count)
    try:
        return [[cell.strip() for cell in cells] for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise problems.no_table() from error


@sensitive_variables()
def _decoded(content: bytes) -> str:
    """UTF-8, or what older spreadsheets write: UTF-16, or the alphabet of Windows, of which Latin-1 is a part."""
    try:
        return content.decode("utf-16" if content.startswith(WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


@sensitive_variables()
def _spreadsheet(content: bytes) -> Grid:
    sheet = _sheet(content)
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise problems.too_large()
    _refuse_merged(sheet)
    return [[_cell(value) for value in cells] for cells in sheet.iter_rows(values_only=True)]


@sensitive_variables()
def _sheet(content: bytes) -> Worksheet:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked <= MOST_UNPACKED:
            return load_workbook(io.BytesIO(content), keep_links=False).worksheets[0]
    except (ValueError, KeyError, IndexError, TypeError, BadZipFile) as error:
        raise problems.no_table() from error
    raise problems.too_large()


def _refuse_merged(sheet: Worksheet) -> None:
    """A merged cell holds one value for several rows, and the others would be read as empty."""
    merged = sorted(sheet.merged_cells.ranges, key=lambda cells: (cells.min_row, cells.min_col))
    if merged:
        raise InvalidTable(Problem(cells.min_row, "", problems.merged(cells.coord)) for cells in merged[:MERGED_SHOWN])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float)):
        return str(value).strip()
    return "="  # array formulas and the like
