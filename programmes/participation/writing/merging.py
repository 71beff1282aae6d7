"""Two people, or one person in two places, wrote on from the same text: what comes of it. Pure, and nothing is lost.

Texts are merged line by line against what both began with. Where only one changed a line, the change counts; where both
did, both versions stand below one another with a mark between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# Between two versions of the same lines. It says the same in every language.
MARK = "— — —"

Lines = list[str]


@dataclass(frozen=True)
class Merged:
    """`clashed`: both had changed the same lines, so somebody should read them through."""

    text: str
    clashed: bool = False


def merge(base: str, mine: str, theirs: str) -> Merged:
    """The text with what was changed in `mine` and in `theirs` since `base`."""
    first, second, third = base.split("\n"), mine.split("\n"), theirs.split("\n")
    lines: Lines = []
    clashed = False
    for chunk in _line_by_line(_chunks(first, second, third)):
        kept, both = _resolved(*chunk)
        lines += kept
        clashed = clashed or both
    return Merged("\n".join(lines), clashed)


def _chunks(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The three texts in step: lines that stand in all of them, and what lies between such lines."""
    in_mine, in_theirs = _places(base, mine), _places(base, theirs)
    b = m = t = 0
    for place in sorted(in_mine.keys() & in_theirs.keys()):
        yield base[b:place], mine[m : in_mine[place]], theirs[t : in_theirs[place]]
        b, m, t = place + 1, in_mine[place] + 1, in_theirs[place] + 1
        yield [base[place]], [base[place]], [base[place]]
    yield base[b:], mine[m:], theirs[t:]


def _line_by_line(chunks: Iterator[tuple[Lines, Lines, Lines]]) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Chunks with as many lines in each text are looked at line by line, so that neighbouring changes don't clash."""
    for base, mine, theirs in chunks:
        if len(base) == len(mine) == len(theirs):
            yield from (([b], [m], [t]) for b, m, t in zip(base, mine, theirs, strict=True))
        else:
            yield base, mine, theirs


def _places(base: Lines, other: Lines) -> dict[int, int]:
    """Where the lines of `base` stand in `other`, both in rising order."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _resolved(base: Lines, mine: Lines, theirs: Lines) -> tuple[Lines, bool]:
    if mine in (base, theirs):
        return theirs, False
    if theirs == base or _goes_on(theirs, mine):
        return mine, False
    if _goes_on(mine, theirs):
        return theirs, False
    return [*theirs, MARK, *mine], True


def _goes_on(shorter: Lines, longer: Lines) -> bool:
    """Whether one is the beginning of the other: somebody has only written more."""
    return "\n".join(longer).startswith("\n".join(shorter))
