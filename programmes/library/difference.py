"""What changed between two texts, line by line and word by word. Pure functions.

A `Pair` is a line of the earlier text beside the line of the later one. In each, the pieces that the other lacks are
marked. Lines that are the same on both sides are left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import zip_longest

# Two lines are told apart word by word when so many of their words are the same; otherwise one replaces the other.
SIMILAR = 0.35
# So few equal words between two changes are not worth being told apart.
SHORT = 3
# Beyond so many combinations, lines are set beside each other in the order they have.
COMPARED = 900
_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
    """Some words of a line; `changed`: the other side does not have them."""

    text: str
    changed: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Pair:
    """A line before and after; or `skipped` lines that are the same on both sides."""

    before: Pieces = ()
    after: Pieces = ()
    skipped: int = 0


def pairs(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """The lines of two texts side by side; empty when they say the same."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Pair] = []
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        if what == "equal":
            found.append(Pair(skipped=end - start))
        else:
            lines = _beside(before[start:end], after[other_start:other_end])
            found.extend(Pair(*words(left, right)) for left, right in lines)
    return found if any(not pair.skipped for pair in found) else []


def beside(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Two texts side by side with nothing marked, as when they are in two languages."""
    return [Pair(_whole(left, False), _whole(right, False)) for left, right in zip_longest(before, after, fillvalue="")]


def replaced(before: str, after: str) -> list[Pair]:
    """One line instead of another, as with a fact that has another value."""
    return [Pair(_whole(before), _whole(after))]


def words(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both lines in pieces, with the words marked that the other one lacks."""
    if not before or not after or similarity(before, after) < SIMILAR:
        return _whole(before), _whole(after)
    left, right = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, [word.strip() for word in left], [word.strip() for word in right], autojunk=False)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for same, run, other_run in _runs(matcher.get_opcodes()):
        for side, found in zip(pieces, (left[run], right[other_run]), strict=True):
            side.extend(_piece("".join(found), not same))
    return tuple(pieces[0]), tuple(pieces[1])


def _runs(opcodes: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[bool, slice, slice]]:
    """Runs of words that are the same or not. A word or two between changes count as changed, which reads better."""
    start = other_start = 0
    last = len(opcodes) - 1
    for number, (what, begin, end, other_begin, other_end) in enumerate(opcodes):
        if what != "equal" or (0 < number < last and end - begin < SHORT):
            continue
        if (start, other_start) != (begin, other_begin):
            yield False, slice(start, begin), slice(other_start, other_begin)
        yield True, slice(begin, end), slice(other_begin, other_end)
        start, other_start = end, other_end
    if last >= 0 and (start, other_start) != (opcodes[last][2], opcodes[last][4]):
        yield False, slice(start, opcodes[last][2]), slice(other_start, opcodes[last][4])


def _piece(text: str, changed: bool) -> Iterator[Piece]:
    """The words, with the space after them unmarked."""
    said = text.rstrip() if changed else text
    if said:
        yield Piece(said, changed)
    if text[len(said) :]:
        yield Piece(text[len(said) :])


def similarity(one: str, other: str) -> float:
    """How many words two texts share: 0 for none, 1 for all."""
    mine, theirs = Counter(one.split()), Counter(other.split())
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 1.0


def _whole(line: str, changed: bool = True) -> Pieces:
    return (Piece(line, changed),) if line else ()


def _beside(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each line beside the one it became; "" where there is none."""
    if not before or not after or len(before) * len(after) > COMPARED:
        yield from zip_longest(before, after, fillvalue="")
        return
    candidates = ((similarity(left, right), i, j) for i, left in enumerate(before) for j, right in enumerate(after))
    likeness, i, j = max(candidates, key=lambda found: found[0])
    if likeness < SIMILAR:
        yield from zip_longest(before, after, fillvalue="")
        return
    yield from _beside(before[:i], after[:j])
    yield before[i], after[j]
    yield from _beside(before[i + 1 :], after[j + 1 :])


def lines_of(text: str) -> list[str]:
    """The lines of a plain text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def lines_of_html(html: str) -> list[str]:
    """The lines of rich text: a paragraph, a heading or a point each; addresses stand in brackets after their link."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return lines_of("".join(reader.said))


class _Reader(HTMLParser):
    LINES = frozenset({"p", "li", "ul", "ol", "br", "hr", "h2", "h3", "h4", "h5", "blockquote"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.LINES:
            self.said.append("\n• " if tag == "li" else "\n")
        if tag == "a":
            self.address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.LINES:
            self.said.append("\n")
        if tag == "a" and self.address:
            self.said.append(f" ({self.address})")
            self.address = ""

    def handle_data(self, data: str) -> None:
        self.said.append(data)
