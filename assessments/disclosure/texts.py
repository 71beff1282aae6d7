"""R16: what was written in one's own words. Each question stands alone, and only the programme as a whole has texts.

A text of a smaller unit would place its writer among fewer, and texts of a unit and of the one above it leave those of
the others when they are taken away. So there are none below the programme, and nothing here knows of units or scores.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import SystemRandom
from unicodedata import category, normalize

FEWEST_TEXTS = 8
LONGEST_TEXT = 600
"""In UTF-16 units, as browsers count what is typed."""

Written = Mapping[str, str]
"""Question -> what one person wrote. A question that is left out was not answered."""

# Marks that differ by device and by country, and would tell them: quotation marks, dashes, and the ellipsis.
ALIKE = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′´`", "'"), "—": "–", "…": "..."})
VARIANTS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Me"})


def tidy(text: str) -> str:
    """The text as it is sealed, counted and shown: one paragraph, without what can't be seen, which could carry a mark.

    Without a letter or a digit it is no text: ''. Tidying twice is tidying once.
    """
    seen = "".join(map(_seen, text.translate(ALIKE)))
    words = " ".join(normalize("NFC", seen).split())
    return words if any(map(str.isalnum, words)) else ""


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    return "" if category(character) in UNSEEN or character in VARIANTS else character


def length(text: str) -> int:
    """How long a text is in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def fewest_texts(k: int) -> int:
    """How many must have written before their texts are read by anyone, in a round of this k."""
    return max(FEWEST_TEXTS, k)


def gather(written: Sequence[Written], questions: Sequence[str], k: int) -> dict[str, list[str]]:
    """Question -> its texts, each question in an order of its own by the system's random source.

    A question with fewer than `fewest_texts(k)` texts has none: those are left where they are, to be destroyed.
    """
    gathered: dict[str, list[str]] = {}
    for question in questions:
        texts = [each[question] for each in written if each.get(question)]
        SystemRandom().shuffle(texts)
        gathered[question] = texts if len(texts) >= fewest_texts(k) else []
    return gathered


def audit_texts(gathered: Mapping[str, Sequence[str]], written: Sequence[Written], k: int) -> str | None:
    """R5 for texts: why these must not be kept, in words without a number or a text, or None.

    Counts anew, text by text: a question has all that was written to it or nothing, and never from too few.
    """
    for question, texts in gathered.items():
        told = Counter(text for each in written for code, text in each.items() if code == question and text)
        if texts and Counter(texts) != told:
            return f"The texts of {question} are not those that were written to it."
        if 0 < len(texts) < fewest_texts(k):
            return f"The texts of {question} come from too few."
        if any(tidy(text) != text for text in texts):
            return f"A text of {question} holds what can't be seen."
    return None
