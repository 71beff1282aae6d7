"""Decisions and corrections that reach many programmes, carried out by the worker."""

from __future__ import annotations

from collections.abc import Sequence

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles, report
from programmes.library.models import Edition
from programmes.tailoring.updates.deciding import Target, corrected, decide

DECIDE, CORRECTED = "decide-updates", "remember-correction"


def hand_in(choice: str, targets: Sequence[Target], by: User) -> Job:
    """Have the worker decide about many places; its progress stands on the job."""
    return enqueue(DECIDE, started_by=by, choice=choice, targets=[str(target) for target in targets])


@handles(DECIDE)
def run_decisions(job: Job) -> None:
    """What was decided already is left alone, so that the job may run twice. Nobody's job does nothing."""
    if job.started_by is None:
        return
    targets = [Target.read(text) for text in job.subject["targets"]]
    total = len(targets)
    decide(job.subject["choice"], targets, job.started_by, job.pk, lambda done: report(job, done, total))


def remember_correction(edition: Edition) -> Job:
    """Have the worker write a correction into the history of every programme it reached."""
    return enqueue(CORRECTED, started_by=edition.published_by, edition=edition.pk)


@handles(CORRECTED)
def run_correction(job: Job) -> None:
    edition = Edition.objects.select_related("thing", "published_by").get(pk=job.subject["edition"])
    corrected(edition, job.pk, lambda done, total: report(job, done, total))
