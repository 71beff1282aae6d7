"""Free text from closing to readers: held, decided text by text, then shown or destroyed. Nothing here logs a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from assessments.ballots.freetext import sealing
from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.models import Round

REVIEW_WITHIN = timedelta(days=90)
BLACK = "[…]"


class ReviewOver(Exception):
    """The review is finished, or was never waiting."""


class Undecided(Exception):
    """There are texts that nobody has decided about."""


@sensitive_variables()
def hold(round: Round, gathered: Mapping[str, Sequence[str]]) -> TextReview:
    """Store what was written for the course leader to review; with no texts at all the review is over at once.

    Belongs in the transaction that stores the release.
    """
    if not any(gathered.values()):
        return TextReview.objects.create(round=round, state=TextReview.State.FINISHED)
    salt = sealing.new_salt()
    review = TextReview.objects.create(round=round, salt=salt)
    FreeText.objects.bulk_create(
        FreeText(review=review, question=question, box=sealing.seal(text, salt))
        for question, texts in gathered.items()
        for text in texts
    )
    return review


@sensitive_variables()
def words_of(text: FreeText) -> list[str]:
    """The words of a held text, in order. Raises UnreadableText."""
    return sealing.unseal(bytes(text.box or b""), bytes(text.review.salt or b"")).split(" ")


def blacked_out(words: Sequence[str], places: Collection[int]) -> str:
    """The text with these words blacked out. Words that stand together become one mark, so as not to tell how many."""
    black = frozenset(places)
    runs = groupby(enumerate(words), key=lambda placed: placed[0] in black)
    return " ".join(BLACK if is_black else " ".join(word for _place, word in run) for is_black, run in runs)


def _locked(review: TextReview) -> TextReview:
    """The review for the length of a transaction. Raises ReviewOver."""
    waiting = TextReview.objects.select_for_update().filter(pk=review.pk, state=TextReview.State.WAITING).first()
    if waiting is None:
        raise ReviewOver
    return waiting


@transaction.atomic
def decide(text: FreeText, decision: FreeText.Decision, blacked: Collection[int] = ()) -> None:
    """Show or hold back one text; it can be decided anew until the review is finished. Raises ReviewOver."""
    _locked(text.review)
    places = sorted(set(blacked)) if decision == FreeText.Decision.SHOW else []
    FreeText.objects.filter(pk=text.pk).update(decision=decision, blacked=places)


@sensitive_variables()
@transaction.atomic
def finish(review: TextReview) -> None:
    """Show what is to be shown, and destroy the rest for good. Raises ReviewOver, Undecided and UnreadableText."""
    review = _locked(review)
    texts = list(review.texts.all())
    if any(text.decision == FreeText.Decision.NONE for text in texts):
        raise Undecided
    shown = [text for text in texts if text.decision == FreeText.Decision.SHOW]
    for text in shown:
        text.review = review
        text.text, text.box = blacked_out(words_of(text), text.blacked), None
    FreeText.objects.bulk_update(shown, ["text", "box"])
    _end(review, TextReview.State.FINISHED, review.texts.filter(decision=FreeText.Decision.WITHHOLD))


@transaction.atomic
def withdraw(text: FreeText) -> bool:
    """Delete a text that is shown already: nobody noticed in time what it gives away. False if it is not shown."""
    review = TextReview.objects.select_for_update().get(pk=text.review_id)
    gone = FreeText.objects.filter(pk=text.pk, box__isnull=True).delete()[0]
    if gone:
        count = review.withheld.get(text.question, 0) + 1
        TextReview.objects.filter(pk=review.pk).update(withheld={**review.withheld, text.question: count})
    return bool(gone)


def expire(now: datetime) -> int:
    """Destroy the texts that nobody has reviewed in time; returns of how many rounds."""
    late = TextReview.objects.filter(state=TextReview.State.WAITING, created_at__lt=now - REVIEW_WITHIN)
    return sum(_expire(review) for review in late)


@transaction.atomic
def _expire(review: TextReview) -> bool:
    still = TextReview.objects.select_for_update().filter(pk=review.pk, state=TextReview.State.WAITING).first()
    if still is not None:
        _end(still, TextReview.State.EXPIRED, still.texts.all())
    return still is not None


def _end(review: TextReview, state: TextReview.State, gone: QuerySet[FreeText]) -> None:
    withheld = Counter(gone.values_list("question", flat=True))
    gone.delete()
    TextReview.objects.filter(pk=review.pk).update(state=state, salt=None, withheld=dict(withheld))
