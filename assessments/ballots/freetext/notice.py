"""The letter that tells a course leader of texts to review. It holds no text, and no number of them."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.ballots.freetext.models import TextReview
from assessments.ballots.freetext.services import REVIEW_WITHIN
from assessments.ballots.pages import title_of
from cms.mail.services import queue
from cms.pages.frame import absolute
from localisation import nordic


def deadline(review: TextReview) -> str:
    """The day from which texts that nobody reviewed are gone."""
    return nordic.day(timezone.localtime(review.created_at + REVIEW_WITHIN))


def tell_course_leader(review: TextReview) -> None:
    """Queue the letter, in the language of the course leader. Without one there is nobody to tell."""
    round = review.round
    reader = round.programme.course_leader
    if reader is None:
        return
    with override(reader.language):
        context = {
            "title": title_of(round),
            "programme": round.programme,
            "deadline": deadline(review),
            "url": absolute(reverse("rounds:texts", args=[round.pk])),
        }
        subject, _line, body = render_to_string("email/mapping/free_text.txt", context).strip().partition("\n")
    queue(key=f"free-text:{round.pk}", to=reader.email, subject=subject.strip(), body=f"{body.strip()}\n")
