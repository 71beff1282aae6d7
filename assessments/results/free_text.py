"""What was written in one's own words, as readers of a closed round see it: reviewed, for the whole programme only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.models import Round
from assessments.disclosure.texts import fewest_texts
from localisation.text import LocalisedText

State = Literal["shown", "too_few", "waiting", "expired"]


@dataclass(frozen=True)
class Said:
    """One question with what is shown of it, in its order of chance. `fewest`: fewer than that were too few."""

    code: str
    question: LocalisedText
    state: State
    texts: list[str]
    withheld: int
    fewest: int


def said_in(round: Round) -> list[Said]:
    """The questions of free text of a closed round; two queries, none in a round that didn't ask them."""
    if not round.free_text:
        return []
    review = TextReview.objects.filter(round=round).first()
    if review is None:
        return []
    texts: dict[str, list[str]] = {}
    for question, text in FreeText.objects.filter(review=review).order_by("pk").values_list("question", "text"):
        texts.setdefault(question, []).append(text)
    return [
        Said(
            asked.code,
            asked.text,
            _state(review, asked.code, asked.code in texts),
            [] if review.is_waiting else texts.get(asked.code, []),
            review.withheld.get(asked.code, 0),
            fewest_texts(round.k),
        )
        for asked in round.version.content.texts
    ]


def _state(review: TextReview, question: str, has_texts: bool) -> State:
    if not has_texts and question not in review.withheld:
        return "too_few"
    states: dict[str, State] = {TextReview.State.WAITING: "waiting", TextReview.State.EXPIRED: "expired"}
    return states.get(review.state, "shown")


def exported(round: Round) -> dict[str, Any]:
    """What JSON adds to a release: by question, what is shown of it. Nothing in a round that didn't ask."""
    said = said_in(round)
    if not said:
        return {}
    return {"texts": [{"question": each.code, "status": each.state, "texts": each.texts} for each in said]}
