"""The menu of those who are logged in. Rooms above register their pages; this room knows nothing more of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from cms.pages.menus import Link, entries


class Entry(NamedTuple):
    order: int
    url_name: str
    label: str | Promise


_entries: list[Entry] = []


def register(label: str | Promise, url_name: str, order: int = 100) -> None:
    """Add a page to the portal's menu: a (lazily translated) label and the name of an address without arguments.

    Once per `url_name`; a second registration is a programming error (ValueError).
    """
    if any(entry.url_name == url_name for entry in _entries):
        raise ValueError(f"{url_name} is in the portal's menu already")
    _entries.append(Entry(order, url_name, label))
    _entries.sort(key=lambda entry: entry.order)


def portal_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu as templates take it, with the current page marked."""
    links = tuple(Link(str(entry.label), reverse(entry.url_name)) for entry in _entries)
    return entries(links, request.path)
