"""Mail that lets people in: sent like all mail, but its text is not kept, since it holds codes and secret links."""

from __future__ import annotations

from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles
from cms.mail import services
from cms.mail.models import OutgoingMail


def send_once_and_forget(*, key: str, to: str, subject: str, body: str) -> None:
    """Store a mail and have it sent after commit; once sent, only that it was sent remains."""
    mail = OutgoingMail.objects.create(key=key, to=to, subject=subject, body=body)
    enqueue("send-account-mail", mail=str(mail.pk))


@handles("send-account-mail")
def send(job: Job) -> None:
    services.send(job)
    OutgoingMail.objects.filter(pk=job.subject["mail"]).update(body="")
