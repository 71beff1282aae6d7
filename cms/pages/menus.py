"""The menus at the head and the foot of every page, from the pages of a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.pages.changes import remember

BELOW_HOME = 3  # the depth of a page directly below a language's front page


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Menus:
    """main: pages that editors put in the menu. foot: the other pages of text directly below the front page."""

    main: tuple[Link, ...] = ()
    foot: tuple[Link, ...] = ()
    notice: str = ""  # what the front page says at the foot of every page


def menus(request: HttpRequest, language: str) -> Menus:
    """The menus of a language, in the order of the pages; two queries, and none until something changes."""
    return remember(f"menus:{language}", lambda: _read(request, language))


def _read(request: HttpRequest, language: str) -> Menus:
    pages = (
        Page.objects.live()
        .filter(depth=BELOW_HOME, locale__language_code=language)
        .select_related("locale", "standardpage")
        .order_by("path")
        .only("title", "url_path", "path", "show_in_menus", "locale__language_code", "standardpage__date")
    )
    main, foot = [], []
    for page in pages:
        if page.show_in_menus:
            main.append(Link(page.title, page.get_url(request)))
        elif _is_plain_text(page):
            foot.append(Link(page.title, page.get_url(request)))
    front = Page.objects.live().filter(depth=BELOW_HOME - 1, locale__language_code=language)
    notice = front.values_list("homepage__notice", flat=True).first() or ""
    return Menus(tuple(main), tuple(foot), notice)


def _is_plain_text(page: Page) -> bool:
    text = getattr(page, "standardpage", None)
    return text is not None and text.date is None


def entries(links: tuple[Link, ...], path: str) -> list[dict[str, Any]]:
    """The links as templates take them; `current` is the one that `path` lies in, the longest if there are several."""
    around = [link.url for link in links if path.startswith(link.url)]
    here = max(around, key=len, default=None)
    return [{"label": link.label, "url": link.url, "current": link.url == here} for link in links]
