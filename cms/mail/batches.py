"""Mail sent in one batch that leaves no trace here: who got it would tell too much later.

A mail of a batch is deleted as soon as it has been sent, and the batch's one job holds no number of mails. The mails go
in random order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from random import SystemRandom
from smtplib import SMTPRecipientsRefused
from uuid import uuid4

from django.db import transaction

from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles, report
from cms.mail.models import OutgoingMail
from cms.mail.services import WAITS, Letter, transmit

log = logging.getLogger(__name__)


@transaction.atomic
def queue_batch(batch: str, letters: Iterable[Letter]) -> None:
    """Store the letters of a batch, which is named as no other, and have them sent after commit."""
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=f"{batch}/{uuid4()}", to=each.to, subject=each.subject, body=each.body, reply_to=each.reply_to)
        for each in letters
    )
    enqueue("send-batch", batch=batch)


def forget(batch: str) -> None:
    """Delete what is left of all batches whose name begins so."""
    OutgoingMail.objects.filter(key__startswith=batch).delete()


@handles("send-batch", WAITS)
def send_batch(job: Job) -> None:
    """Send what is left of the job's batch. A mail that was going out just as a worker died is left at that."""
    waiting = list(OutgoingMail.objects.filter(key__startswith=f"{job.subject['batch']}/"))
    SystemRandom().shuffle(waiting)
    for mail in waiting:
        try:
            transmit(mail)
        except SMTPRecipientsRefused:
            log.warning("an address in batch %s was refused by the mail server", job.subject["batch"])
        mail.delete()
        report(job, 0, 0)
