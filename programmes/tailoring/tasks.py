"""What the beat asks of this room."""

from celery import shared_task
from django.utils import timezone

from programmes.tailoring import services


@shared_task(name="programmes.tailoring.tasks.pin_opened_modules")
def pin_opened_modules() -> None:
    """Pin what opened to participants since the last time; idempotent."""
    services.pin_opened_modules(timezone.localdate())
