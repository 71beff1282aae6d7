"""Elements in lists, drawn once: the same row is the same markup, whoever's page it stands on."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from localisation import nordic
from programmes.participation import words
from programmes.participation.outline import Line
from programmes.participation.progress import ItemState
from programmes.participation.ways import OWN, Ways

REMEMBERED = 20_000  # rows; some fifteen megabytes


@lru_cache(maxsize=REMEMBERED)
def element_row(line: Line, state: ItemState | None, language: str, clock: str = "", ways: Ways = OWN) -> SafeString:
    """The component `element_row` in `language`, that of the page. Without a state only what is closed says so."""
    closed = state is ItemState.CLOSED
    context = {
        "title": line.title,
        "url": ways.element(line.uuid) if ways.everything or not closed else "",
        "icon": words.icon_of(line),
        "meta": words.row_meta(line, clock),
        "state": state,
        "state_label": _opens(line.opens_on) if closed else "",
        "optional": not line.required,
        "lang": line.lang,
    }
    return render_to_string("components/element_row.html", context)


def _opens(day: date | None) -> str:
    return _("Opens %(day)s") % {"day": nordic.short_day(day)} if day else ""
