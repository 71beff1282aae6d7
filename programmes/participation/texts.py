"""What editions say in lists, remembered: an edition never changes, so its words need not be read twice.

A text in the reader's own language is kept by the process; one that stands in for a missing translation is not, since
the translation may come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from programmes.library.memory import EditionKey, Memory
from programmes.library.models import Edition
from programmes.library.services import Content, contents

REMEMBERED = 20_000  # texts; some ten megabytes


class Words(NamedTuple):
    """An edition in a list. `lang` is set where the text is not in the reader's language."""

    title: str
    lead: str
    lang: str
    facts: Mapping[str, Any]


_memory: Memory[tuple[EditionKey, str], Words] = Memory(REMEMBERED)


def words_of(keys: Iterable[EditionKey], language: str) -> dict[EditionKey, Words]:
    """What each edition says to a reader of `language`; those without any text are left out.

    Two queries for all that are not remembered, none when all are.
    """
    wanted = set(keys)
    found = {key: words for key in wanted if (words := _memory.get((key, language)))}
    missing = {key.edition: key for key in wanted if key not in found}
    if missing:
        editions = Edition.objects.in_bulk(list(missing))
        for pk, content in contents(editions.values(), language).items():
            words = Words(content.title, content.lead, _lang(content), content.facts)
            found[missing[pk]] = words
            if not content.fallback:
                _memory.put((missing[pk], language), words)
    return found


def _lang(content: Content) -> str:
    return content.language if content.fallback else ""
