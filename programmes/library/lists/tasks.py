"""What the worker does with lists of library objects beside the jobs that `services` names."""

from __future__ import annotations

from celery import shared_task

from programmes.library.lists.services import course


@shared_task(name="programmes.library.lists.tasks.sweep")
def sweep() -> None:
    """Forget lists that nobody confirmed."""
    course.forget_old()
