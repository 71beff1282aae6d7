"""Stream content from plain texts, with the same block ids in every language and every build."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from cms.demo.builder.plan import key

Block = dict[str, Any]


def stream(place: str, blocks: Iterable[tuple[str, Any]]) -> list[Block]:
    """Stream data of (type, value) pairs; `place` names the field they stand in."""
    return [
        {"type": kind, "value": value, "id": str(key("block", place, number))}
        for number, (kind, value) in enumerate(blocks)
    ]


def items(place: str, values: Iterable[str]) -> list[Block]:
    """The value of a list block."""
    return stream(place, (("item", value) for value in values))


def paragraphs(text: str) -> str:
    """Rich text of paragraphs that are separated by an empty line."""
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip())
