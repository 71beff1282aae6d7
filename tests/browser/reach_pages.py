"""One page of each sort that a participant meets, found by clicking through the portal."""

from __future__ import annotations

import re

from tests.browser.crawler import crawl

STARTS = {"nb": ("mitt-program/", "kartlegging/", "konto/"), "da": ("mit-forloeb/", "kortlaegning/", "konto/")}
# What stands for one thing among many: a key, a number, a secret.
ONE_OF_MANY = re.compile(r"/(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/)")


def pages_of(base: str, language: str, cookie: str) -> list[str]:
    """The addresses, one of each shape; of elements some more, since each kind has its own parts."""
    starts = [f"/{language}/{path}" for path in STARTS[language]]
    seen = crawl(base, starts, below=tuple(starts), cookie=cookie, most=160)
    shapes: dict[str, list[str]] = {}
    for one in seen:
        if one.status == 200 and one.headings and "?" not in one.path:
            shapes.setdefault(ONE_OF_MANY.sub("/*", one.path), []).append(one.path)
    return [path for shape, paths in shapes.items() for path in paths[: 6 if shape.endswith("element/*/") else 1]]
