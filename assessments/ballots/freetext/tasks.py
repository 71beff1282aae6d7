"""What the worker does with free text by the clock."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from assessments.ballots.freetext.services import expire


@shared_task(name="assessments.ballots.freetext.tasks.forget_unreviewed")
def forget_unreviewed() -> None:
    """Destroy the texts that no course leader has reviewed in time, as they were told."""
    expire(timezone.now())
