"""The only door to texts that are held: the course leader of the programme, and nobody else.

An administrator may give a programme another course leader, which the log shows; reading along is no right of theirs.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from assessments.ballots.freetext.models import FreeText, TextReview
from cms.accounts.models import User


def reviews_of(user: User) -> QuerySet[TextReview]:
    """The reviews of all rounds in the programmes that the user leads."""
    return TextReview.objects.filter(round__programme__course_leader=user).select_related(
        "round__programme", "round__version__instrument"
    )


def review_for(user: User, round_pk: int) -> TextReview:
    """The review of a round; one query. Raises Http404, for administrators too."""
    review = reviews_of(user).filter(round=round_pk).first()
    if review is None:
        raise Http404
    return review


def text_of(review: TextReview, pk: UUID) -> FreeText:
    """A text of a review that came through `review_for`; one query. Raises Http404."""
    text = review.texts.filter(pk=pk).first()
    if text is None:
        raise Http404
    text.review = review
    return text
