"""Send mail through Django's e-mail settings, by the worker."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles
from cms.mail.models import OutgoingMail


def queue(*, key: str, to: str, subject: str, body: str, reply_to: str = "") -> OutgoingMail:
    """Store a mail and have it sent after commit. With a `key` that exists already, nothing happens."""
    mail, made = OutgoingMail.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject, "body": body, "reply_to": reply_to}
    )
    if made:
        enqueue("send-mail", mail=str(mail.pk))
    return mail


@handles("send-mail")
def send(job: Job) -> None:
    """Send the job's mail unless it was sent."""
    mail = OutgoingMail.objects.get(pk=job.subject["mail"])
    if mail.sent_at:
        return
    transmit(mail)
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())


def transmit(mail: OutgoingMail) -> None:
    """Hand the mail to the mail server. Repeated after a crash it carries the same Message-ID, so that it is known as
    one mail. Raises OSError when the server can't be reached, and smtplib's errors."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": f"<{mail.pk}@{domain}>"},
    ).send()
