"""What the pages of a review show, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.freetext.services import blacked_out, words_of
from assessments.ballots.models import Round
from cms.accounts.models import User
from localisation.text import LocalisedText

TONES = {FreeText.Decision.NONE: "warning", FreeText.Decision.SHOW: "success", FreeText.Decision.WITHHOLD: "neutral"}


@dataclass(frozen=True)
class Entry:
    """A text in the list, as readers will see it or see it."""

    pk: UUID
    number: int
    decision: str
    tone: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question with its texts. `withheld`: how many are gone already; too few: nobody can read what was written."""

    text: LocalisedText
    entries: list[Entry]
    withheld: int

    @property
    def too_few(self) -> bool:
        return not self.entries and not self.withheld


@dataclass(frozen=True)
class Place:
    """Where a text stands among all that are to be decided."""

    number: int
    total: int
    question: LocalisedText


@dataclass(frozen=True)
class Standing:
    """How the free text of a round stands. `url`: where this reader reviews it, '' for all but the course leader."""

    label: str
    waits: bool
    url: str


def standing(round: Round, user: User) -> Standing:
    """One query, none for a round that asks for no free text."""
    if not round.free_text:
        return Standing(_("not asked for"), False, "")
    review = TextReview.objects.filter(round=round).first()
    if review is None:
        return Standing(_("asked for"), False, "")
    mine = round.programme.course_leader_id == user.pk
    url = reverse("rounds:texts", args=[round.pk]) if mine else ""
    return Standing(review.get_state_display(), review.is_waiting, url)


def in_order(review: TextReview) -> list[FreeText]:
    """The texts of a review, by question as they were asked, then in their order of chance; one query."""
    asked = [question.code for question in review.round.version.content.texts]
    texts = sorted(review.texts.all(), key=lambda text: (asked.index(text.question), text.pk))
    for text in texts:
        text.review = review
    return texts


@sensitive_variables()
def questions(review: TextReview, texts: Sequence[FreeText]) -> list[Asked]:
    """All questions of a review with their texts, which are `in_order`. Raises UnreadableText."""
    entries: dict[str, list[Entry]] = {}
    for number, text in enumerate(texts, 1):
        decision = FreeText.Decision(text.decision)
        words = blacked_out(words_of(text), text.blacked) if review.is_waiting else text.text
        entry = Entry(text.pk, number, str(decision.label), TONES[decision], words)
        entries.setdefault(text.question, []).append(entry)
    return [
        Asked(question.text, entries.get(question.code, []), review.withheld.get(question.code, 0))
        for question in review.round.version.content.texts
    ]


def place_of(text: FreeText) -> Place:
    """The text's number among all texts of its review, and what was asked."""
    texts = in_order(text.review)
    question = next(each for each in text.review.round.version.content.texts if each.code == text.question)
    return Place([each.pk for each in texts].index(text.pk) + 1, len(texts), question.text)


def next_to_decide(texts: Sequence[FreeText]) -> FreeText | None:
    """The first of the texts that nobody has decided about."""
    return next((text for text in texts if text.decision == FreeText.Decision.NONE), None)
