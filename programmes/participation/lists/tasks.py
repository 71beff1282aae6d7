"""What the worker does with lists of participants. Tasks carry the row's id alone."""

from __future__ import annotations

from celery import shared_task

from programmes.participation.lists import services


@shared_task(name="programmes.participation.lists.tasks.sweep")
def sweep() -> None:
    """Forget lists that nobody confirmed."""
    services.forget_old()
