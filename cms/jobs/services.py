"""Enqueue, run and sweep jobs.

Rooms register a handler per kind. Handlers are idempotent, since a job may run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from cms.accounts.models import User
from cms.jobs.models import Job

log = logging.getLogger(__name__)

Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}
# How long a job of a kind rests after each try that failed; after the last it is given up.
_waits: dict[str, Sequence[timedelta]] = {}


def _no_sender(job_id: str) -> None:
    raise OSError("no broker is set up")


_sender: Callable[[str], object] = _no_sender

MAX_ATTEMPTS = 5
SOON = (timedelta(0),) * (MAX_ATTEMPTS - 1)
STALE_AFTER = timedelta(minutes=2)


def handles(kind: str, waits: Sequence[timedelta] = SOON) -> Callable[[Handler], Handler]:
    """Decorator: the function runs jobs of `kind`, and after a failure rests as long as the next of `waits`.

    A second handler for a kind is a programming error (ValueError).
    """

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        _handlers[kind] = handler
        _waits[kind] = waits
        return handler

    return register


def enqueue(kind: str, started_by: User | None = None, **subject: object) -> Job:
    """Store a job and nudge the worker once the surrounding transaction is committed.

    `subject` holds JSON-able ids. Raises KeyError for a kind without a handler.
    """
    return enqueue_all(kind, [subject], started_by)[0]


def enqueue_all(kind: str, subjects: Iterable[Mapping[str, object]], started_by: User | None = None) -> list[Job]:
    """Several jobs of a kind, one for each subject, in one statement. Raises KeyError for a kind without a handler."""
    if kind not in _handlers:
        raise KeyError(kind)
    made = Job.objects.bulk_create(Job(kind=kind, subject=dict(each), started_by=started_by) for each in subjects)
    for job in made:
        transaction.on_commit(partial(nudge, job.id))
    return made


def nudge(job_id: UUID) -> None:
    """Make a worker look at the job. A broker that is down costs time, not work: the sweeper repeats."""
    try:
        _sender(str(job_id))
    except (OSError, OperationalError) as error:
        log.warning("job %s waits for the sweeper: %s", job_id, error)


def set_sender(sender: Callable[[str], object]) -> None:
    """Tell this room how to put a message on the broker (the Celery task fills it in)."""
    global _sender
    _sender = sender


def run(job_id: str) -> None:
    """Run one job if nobody else does. A failing handler is tried again by the sweeper, as often as its kind waits."""
    job = _claim(job_id)
    if job is None:
        return
    with _Outcome(job):
        _handlers[job.kind](job)


class _Outcome:
    """Writes on the row how the handler ended. The failure itself goes on to Celery, which logs it."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __enter__(self) -> None:
        pass

    def __exit__(self, error_type: type[BaseException] | None, error: object, trace: object) -> None:
        now = timezone.now()
        rest = self._rest()
        state, message, not_before = Job.State.DONE, "", None
        if error_type is not None:
            state, message = Job.State.FAILED if rest is None else Job.State.QUEUED, error_type.__name__
            not_before = now + rest if rest else None
        Job.objects.filter(pk=self.job.pk).update(state=state, message=message, heartbeat_at=now, not_before=not_before)

    def _rest(self) -> timedelta | None:
        """How long to wait before the next try; None when there is none."""
        waits = _waits[self.job.kind]
        return waits[self.job.attempts - 1] if self.job.attempts <= len(waits) else None


def _claim(job_id: str) -> Job | None:
    """Take the job by one conditional UPDATE, which exactly one worker wins on either database."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    won = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now
    )
    return Job.objects.get(pk=job_id) if won else None


def report(job: Job, progress: int, total: int) -> None:
    """Show progress to the person who started the job; also the sign of life that keeps the sweeper away."""
    Job.objects.filter(pk=job.pk).update(progress=progress, total=total, heartbeat_at=timezone.now())


def sweep() -> int:
    """Nudge again what was dropped by a killed worker or waits for another try; returns how many."""
    now = timezone.now()
    rested = Q(not_before=None) | Q(not_before__lte=now)
    waiting = Q(state=Job.State.QUEUED, created_at__lt=now - timedelta(seconds=20)) & rested
    dropped = Q(state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    ids = list(Job.objects.filter(waiting | dropped).values_list("pk", flat=True))
    for job_id in ids:
        nudge(job_id)
    return len(ids)
