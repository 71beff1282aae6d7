"""What the beat asks of this room."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cms.privacy import erasing, retention


@shared_task(name="cms.privacy.tasks.remove_what_is_due")
def remove_what_is_due() -> None:
    """Remove what has been kept for as long as its rule says."""
    retention.carry_out(timezone.now())


@shared_task(name="cms.privacy.tasks.erase_who_asked")
def erase_who_asked() -> None:
    """Erase those whose time to change their mind is over."""
    erasing.erase_due(timezone.now())
