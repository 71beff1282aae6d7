"""Tables to take along: empty ones to fill in, and lists."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from cms.tables.reading import ENDINGS

TYPES = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
COLUMN_WIDTH = 28  # characters


def template(heads: Sequence[str], ending: str, *, wide: int) -> bytes:
    """A table of these headings alone, as .csv or .xlsx; the first `wide` columns have room for names."""
    if ending == ".csv":
        return ("\ufeff" + ";".join(heads) + "\r\n").encode()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(heads))
    sheet.freeze_panes = "A2"
    for place in range(1, wide + 1):
        sheet.column_dimensions[get_column_letter(place)].width = COLUMN_WIDTH
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(heads: Sequence[str], name: str, ending: str, *, wide: int) -> HttpResponse:
    """A template to save as `name`. Raises Http404 for an ending that isn't read."""
    if ending not in ENDINGS:
        raise Http404
    response = HttpResponse(template(heads, ending, wide=wide), content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    return response


def table(heads: Sequence[str], rows: Iterable[Sequence[str | int]], name: str) -> HttpResponse:
    """A list to save as `name`.xlsx. Texts stay texts: what begins like a formula is written as it was said."""
    book = Workbook()
    sheet = book.worksheets[0]
    for number, values in enumerate((heads, *rows), start=1):
        for place, value in enumerate(values, start=1):
            is_text = isinstance(value, str)
            cell = sheet.cell(number, place, ILLEGAL_CHARACTERS_RE.sub("", value) if is_text else value)
            if is_text:
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for place in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = COLUMN_WIDTH
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=TYPES[".xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
