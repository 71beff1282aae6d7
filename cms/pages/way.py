"""From an address to its page by one query, with the pages it lies below and its other languages.

Wagtail walks down the tree and asks twice at each level; breadcrumbs and the language switcher then ask again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from wagtail.models import Page

DEEPEST = 8  # levels below the front page; an address with more of them is no page's


@dataclass(frozen=True)
class Way:
    """above: the pages between the front page and this one. versions: this page in every language, public or not."""

    above: tuple[Page, ...]
    versions: tuple[Page, ...]


def find(home: Page, components: Sequence[str]) -> tuple[Page, list[str]] | None:
    """The deepest page on the way that `components` name below `home`, with its `way`, and the components left over."""
    steps = (f"{part}/" for part in components[:DEEPEST])
    paths = list(accumulate(steps, initial=home.url_path))[1:]
    keys = Page.objects.filter(url_path__in=paths).values("translation_key")
    rows = list(Page.objects.filter(translation_key__in=keys).select_related("locale").order_by("depth"))
    on_way = [row for row in rows if row.url_path in paths]
    if not on_way:
        return None
    page = on_way[-1]
    page.way = Way(tuple(on_way[:-1]), tuple(row for row in rows if row.translation_key == page.translation_key))
    return page, list(components[paths.index(page.url_path) + 1 :])
