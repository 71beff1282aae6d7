"""What was written in one's own words, after the round has closed: held for the course leader, then shown or gone.

Nothing here leads to a person, a unit, a score, or from one text to another: a text has a random number, and its rows
were stored in an order of chance.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TextReview(models.Model):
    """The free text of one round. It waits for the course leader's decisions; afterwards it says what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("free text", "Waiting for review")
        FINISHED = "finished", pgettext_lazy("free text", "Reviewed")
        EXPIRED = "expired", pgettext_lazy("free text", "Deleted, nobody reviewed it")

    round = models.OneToOneField("assessments.Round", on_delete=models.CASCADE, related_name="text_review")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Half of what opens the held texts; the other half is no part of the database. Gone when the review is over.
    salt = models.BinaryField(null=True, editable=False)
    # Question -> how many of its texts were held back.
    withheld = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("review of free text")
        verbose_name_plural = _("reviews of free text")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", salt__isnull=False) | (~Q(state="waiting") & Q(salt__isnull=True)),
                name="text_review_salt_while_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.round_id)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class FreeText(models.Model):
    """One text. Held: sealed in `box`. Shown: in `text`, for good. Held back: deleted when the review is over."""

    class Decision(models.TextChoices):
        NONE = "", pgettext_lazy("free text", "Not decided")
        SHOW = "show", pgettext_lazy("free text", "To be shown")
        WITHHOLD = "withhold", pgettext_lazy("free text", "To be held back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(TextReview, on_delete=models.CASCADE, related_name="texts")
    question = models.CharField(max_length=50)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True)
    # The places of the words that are blacked out, from 0.
    blacked = models.JSONField(default=list)
    box = models.BinaryField(null=True, editable=False)
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(box__isnull=False, text="") | (Q(box__isnull=True, decision="show") & ~Q(text="")),
                name="free_text_held_or_shown",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
