"""What the worker does with tables of answers. Tasks carry the row's id alone."""

from __future__ import annotations

from celery import shared_task

from assessments.ballots.collected import sealing, services
from cms.jobs.models import Job
from cms.jobs.services import handles

MAKE_KEY = "make-import-key"


@handles(services.READ)
def read(job: Job) -> None:
    services.read(job)


@handles(services.IMPORT)
def carry_out(job: Job) -> None:
    services.carry_out(job)


@handles(MAKE_KEY)
def make_key(job: Job) -> None:
    sealing.tend_keys()


@shared_task(name="assessments.ballots.collected.tasks.sweep")
def sweep() -> None:
    """Forget tables after a day, and see to the keys."""
    services.forget_old()
    sealing.tend_keys()
