"""Search without a search server: one column of plain words a row, and the stems of what somebody wrote.

Nordic words are inflected at the end and joined to each other, so a stem is looked for anywhere: «leder» finds
«ledergrupper», «kommuner» finds «kommune». It costs the same whether one row has it or all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")
# Endings of nouns, adjectives and verbs in Norwegian and Danish, the longest first.
ENDINGS = ("ernes", "enes", "erne", "ene", "ens", "ets", "ers", "er", "en", "et", "es", "e", "r", "s")
SHORTEST_STEM = 4
MOST_WORDS = 8


def text(parts: Iterable[str]) -> str:
    """What is kept to search in: the words of all parts, in small letters, each once."""
    words = (word for part in parts for word in WORD.findall(part.casefold()))
    return " ".join(dict.fromkeys(words))


def stems(written: str) -> list[str]:
    """What to look for: the words somebody wrote without their endings, at most `MOST_WORDS` of them."""
    words = dict.fromkeys(WORD.findall(written.casefold()))
    return [stem(word) for word in list(words)[:MOST_WORDS]]


def stem(word: str) -> str:
    """The word without its ending, unless too little would be left of it."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
