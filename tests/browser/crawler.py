"""Walk a site as a visitor who clicks everything."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit


@dataclass
class Seen:
    """What one address answered."""

    path: str
    status: int
    language: str = ""
    headings: int = 0
    links: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    found_on: str = ""


class _Reader(HTMLParser):
    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen = seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.seen.language = values.get("lang", "")
        elif tag == "h1":
            self.seen.headings += 1
        elif tag == "a" and "href" in values and "download" not in values:
            self.seen.links.append(values["href"])
        elif tag == "link" and values.get("rel") == "alternate" and "hreflang" in values:
            self.seen.alternates[values["hreflang"]] = values["href"]


def visit(base: str, path: str, cookie: str = "") -> Seen:
    """Ask for one address; a page of HTML is read for its headings and links."""
    request = urllib.request.Request(base + path, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            seen = Seen(path, answer.status)
            if answer.headers.get_content_type() == "text/html":
                _Reader(seen).feed(answer.read().decode())
            return seen
    except urllib.error.HTTPError as answer:
        return Seen(path, answer.code)


def crawl(base: str, starts: Iterable[str], *, below: tuple[str, ...], cookie: str = "", most: int = 400) -> list[Seen]:
    """Visit all that is linked from `starts` with a path that begins with one of `below`; queries one step deep."""
    queue = deque((start, "") for start in starts)
    known, seen = set(starts), []
    while queue and len(seen) < most:
        path, found_on = queue.popleft()
        page = visit(base, path, cookie)
        page.found_on = found_on
        seen.append(page)
        for link in page.links:
            target = urlsplit(urldefrag(urljoin(base + path, link))[0])
            address = target.path + (f"?{target.query}" if target.query else "")
            deep = target.query and "?" in path
            if (
                f"{target.scheme}://{target.netloc}" != base
                or not address.startswith(below)
                or address in known
                or deep
            ):
                continue
            known.add(address)
            queue.append((address, path))
    return seen
