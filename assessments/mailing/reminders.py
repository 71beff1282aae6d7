"""Reminders: at a planned moment, in one batch, to everybody who has not delivered by then.

Who is reminded has not delivered, and who is not, has. So nothing of a batch is kept once it is sent: no row, no time,
no number. What a round remembers is the planned moment up to which its batches are done.
"""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments.ballots import reminders
from assessments.ballots.models import Round, Ticket
from assessments.mailing.writing import Writer
from cms.accounts.models import User
from cms.mail.batches import forget, queue_batch
from cms.mail.models import OutgoingMail

BATCH = "mapping-reminder-"


@shared_task(name="assessments.mailing.reminders.remind")
def remind() -> None:
    remind_at(timezone.now())


def remind_at(now: datetime) -> None:
    """Send the batches that are due, and forget what could not be sent of rounds that are over."""
    rounds = Round.objects.select_related("programme__course_leader", "version__instrument")
    for round in rounds.filter(state=Round.State.OPEN, closes_at__gt=now):
        due = reminders.due(round, now)
        if due is not None:
            send(round, due)
    _forget_finished()


def send(round: Round, due: datetime) -> None:
    """Queue the batch of this moment unless another worker did."""
    writer = Writer(round, "reminder")
    with transaction.atomic():
        not_yet = Q(reminded_at__isnull=True) | Q(reminded_at__lt=due)
        open_still = Round.objects.filter(not_yet, pk=round.pk, state=Round.State.OPEN)
        if open_still.update(reminded_at=due):
            waiting = Ticket.objects.filter(round=round, delivered=False).values("participant")
            people = User.objects.filter(pk__in=waiting, is_active=True)
            queue_batch(f"{BATCH}{round.pk}-{due:%Y%m%d}", [writer.letter_to(person) for person in people])


def _forget_finished() -> None:
    left = OutgoingMail.objects.filter(key__startswith=BATCH).values_list("key", flat=True)
    rounds = {int(key.removeprefix(BATCH).split("-")[0]) for key in left}
    going = set(Round.objects.filter(pk__in=rounds, state=Round.State.OPEN).values_list("pk", flat=True))
    for round in rounds - going:
        forget(f"{BATCH}{round}-")
