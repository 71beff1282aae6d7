"""What participants of the demo's rounds wrote in their own words, and how a course leader reviewed it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.ballots.freetext.models import FreeText
from assessments.ballots.freetext.services import decide, finish, words_of
from assessments.ballots.models import Round, Ticket
from assessments.disclosure.texts import Written, tidy
from cms.demo.builder.plan import content


def written_by(tickets: Sequence[Ticket], programme: str, dice: random.Random) -> dict[int, Written]:
    """Ticket's id -> what its holder wrote. The texts go round by chance; no more than there are people."""
    found: dict[int, dict[str, str]] = {}
    for question, texts in content("free_text")[programme].items():
        for ticket, entry in zip(dice.sample(tickets, len(tickets)), texts, strict=False):
            found.setdefault(ticket.pk, {})[question] = tidy(_entry(entry)["text"])
    return dict(found)


def review(round: Round) -> None:
    """Show all, but for what the content says to hold back, and with the words it says blacked out."""
    entries = {
        tidy(_entry(entry)["text"]): _entry(entry)
        for texts in content("free_text")[round.programme.slug].values()
        for entry in texts
    }
    for text in round.text_review.texts.select_related("review"):
        words = words_of(text)
        entry = entries[" ".join(words)]
        named = [place for place, word in enumerate(words) if word in entry.get("black", [])]
        decide(text, FreeText.Decision.WITHHOLD if entry.get("withhold") else FreeText.Decision.SHOW, named)
    finish(round.text_review)


def _entry(entry: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return {"text": entry} if isinstance(entry, str) else entry
