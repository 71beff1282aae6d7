"""What the worker does with rounds, by the clock and when staff ask for it. Tasks carry the round's id alone."""

from __future__ import annotations

from contextlib import ExitStack, suppress

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from assessments.ballots import keys, services
from assessments.ballots.models import Round
from assessments.ballots.rate import refresh_band
from cms.jobs.models import Job
from cms.jobs.services import handles
from programmes.participation.access import open_to_participants

OPEN, CLOSE = "open-round", "close-round"


@handles(OPEN)
def open_by_job(job: Job) -> None:
    services.open_round(Round.objects.get(pk=job.subject["round"]))


@handles(CLOSE)
def close_by_job(job: Job) -> None:
    _close(Round.objects.get(pk=job.subject["round"]))


@shared_task(name="assessments.ballots.tasks.sweep_rounds")
def sweep_rounds() -> None:
    """Open what is due, close what is over, go on with what a killed worker left, invite those who joined late, and
    read the band of open rounds at its hours."""
    with ExitStack() as stack:
        # The stack runs every one of them, also when one fails, and then reports the failure.
        for round in _unfinished():
            stack.callback(_tend, round)


def _unfinished() -> list[Round]:
    now = timezone.now()
    # A programme that participants can't see yet keeps its round waiting.
    due = Q(open_to_participants("programme__"), state=Round.State.PLANNED, opens_at__lte=now)
    begun = Q(state__in=[Round.State.OPENING, Round.State.OPEN, Round.State.CLOSING])
    keys_left = Q(state=Round.State.CLOSED, pk__in=keys.rounds_with_keys())
    return list(Round.objects.filter(due | begun | keys_left).select_related("programme", "version__instrument"))


def _tend(round: Round) -> None:
    """The next step of one round. A missing key is written on the round, and stops nobody else."""
    now = timezone.now()
    over = round.closes_at is not None and round.closes_at <= now
    if round.state in (Round.State.PLANNED, Round.State.OPENING):
        services.open_round(round)
    elif round.state in (Round.State.CLOSING, Round.State.CLOSED) or over:
        with suppress(services.MissingKey):
            _close(round)
    else:
        services.invite_late_joiners(round)
        refresh_band(round, now)


def _close(round: Round) -> None:
    """Close, and remember on the round what kept it from closing, for staff to read. Raises MissingKey."""
    try:
        services.close_round(round)
    except services.MissingKey:
        Round.objects.filter(pk=round.pk).update(trouble=Round.Trouble.MISSING_KEY)
        raise
    Round.objects.filter(pk=round.pk).exclude(trouble="").update(trouble="")
