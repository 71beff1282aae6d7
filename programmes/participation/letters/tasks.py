"""What the clock does: every quarter of an hour the mails that are due are queued."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from programmes.participation.letters import services


@shared_task(name="programmes.participation.letters.tasks.send_due")
def send_due() -> None:
    services.send_due(timezone.now())
