"""Every staff address there is, and the table in the documentation that says who comes to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(settings.BASE_DIR) / "docs" / "permissions.md"
# The four kinds of the library have the same addresses, and one row for all.
LIBRARY = re.compile(
    r"^(wagtailsnippets|wagtailsnippetchoosers)_programmes_(module|learningelement|speaker|industrycase):"
)
# Wagtail's own addresses have a row for each kind of them.
WAGTAILS = re.compile(r"^wagtail(?!snippets_|snippetchoosers_)")
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Address:
    name: str
    methods: tuple[str, ...]
    parameters: dict[str, Any]  # the converter of each

    @property
    def row(self) -> str:
        """The name of its row in the table."""
        name = LIBRARY.sub(lambda found: "library:" if found[1] == "wagtailsnippets" else "library_chooser:", self.name)
        if not WAGTAILS.match(name):
            return name
        # Pages and translations are different for each language, so each address has its own row.
        if ":" not in name or name.startswith(("wagtailadmin_pages:", "wagtail_localize:")):
            return name
        return f"{name.partition(':')[0]}:*"


def staff_addresses() -> list[Address]:
    """Every named address below /admin/."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda address: address.name)


def _walk(patterns: list[Any], before: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern) and path.startswith("admin/") and pattern.name:
            name = ":".join(filter(None, (namespace, pattern.name)))
            yield Address(name, _methods(pattern.callback), dict(pattern.pattern.converters))


def _methods(view: Any) -> tuple[str, ...]:
    shown = getattr(view, "view_class", None)
    if shown is None:
        return METHODS
    found = (name for name in METHODS if name.lower() in shown.http_method_names and hasattr(shown, name.lower()))
    return tuple(found) or METHODS  # those that listen to other methods alone change something, as POST does


@dataclass(frozen=True)
class Row:
    name: str
    methods: tuple[str, ...]
    cells: dict[str, bool]  # by the heading of the column


def table() -> list[Row]:
    """The rows of the table; ValueError for a cell that says neither yes nor no."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    head, _line, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        Row(
            name.strip("`"),
            tuple(methods.split()),
            {column: _said(cell) for column, cell in zip(head[2:], cells, strict=True)},
        )
        for name, methods, *cells in rows
    ]


def _said(cell: str) -> bool:
    if cell not in ("yes", "–"):
        raise ValueError(cell)
    return cell == "yes"
