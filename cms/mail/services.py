"""Send mail through Django's e-mail settings, by the worker."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from cms.jobs.models import Job
from cms.jobs.services import STALE_AFTER, enqueue, enqueue_all, handles
from cms.mail.backends import InDoubt
from cms.mail.models import OutgoingMail

log = logging.getLogger(__name__)

# A mail server that is down for a night costs no mail: tried again for a good day.
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720))
LONGEST_REFUSAL = 300


@dataclass(frozen=True)
class Letter:
    """A mail to one person. `html` is the same mail once more, for those who read it so."""

    to: str
    subject: str
    body: str
    reply_to: str = ""
    html: str = ""
    unsubscribe: str = ""


def queue(*, key: str, to: str, subject: str, body: str, reply_to: str = "", html: str = "") -> OutgoingMail:
    """Store a mail and have it sent after commit. With a `key` that exists already, nothing happens."""
    mail, made = OutgoingMail.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject, "body": body, "reply_to": reply_to, "html": html}
    )
    if made:
        enqueue("send-mail", mail=str(mail.pk))
    return mail


@transaction.atomic
def queue_all(letters: Mapping[str, Letter]) -> int:
    """Store mails by their keys and have them sent after commit; returns how many were new. Few statements for many."""
    known = known_keys(letters)
    made = [
        OutgoingMail(
            key=key, to=letter.to, subject=letter.subject, body=letter.body, reply_to=letter.reply_to,
            html=letter.html, unsubscribe=letter.unsubscribe,
        )
        for key, letter in letters.items()
        if key not in known
    ]  # fmt: skip
    OutgoingMail.objects.bulk_create(made, ignore_conflicts=True)
    # What another worker stored in the same moment is theirs to send.
    ours = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in made]).values_list("pk", flat=True)
    return len(enqueue_all("send-mail", [{"mail": str(pk)} for pk in ours]))


def known_keys(keys: Mapping[str, object]) -> set[str]:
    """Those of the keys that have a mail already, sent or waiting; one query."""
    return set(OutgoingMail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


@handles("send-mail", WAITS)
def send(job: Job) -> None:
    """Send the job's mail unless it was sent. One that is refused for good is noted as such, and not tried again."""
    mail = OutgoingMail.objects.get(pk=job.subject["mail"])
    if mail.sent_at or mail.refused_at:
        return
    try:
        transmit(mail)
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        refusal = refusal_of(error)
        if not refusal:
            raise
        note_refusal(mail, refusal)


def refusal_of(error: SMTPRecipientsRefused | SMTPDataError) -> str:
    """The mail server's words when it refuses for good; '' when it asks to come back later (codes below 500)."""
    if isinstance(error, SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        answers = list(error.recipients.values())
    if any(code < 500 for code, _words in answers):
        return ""
    return "; ".join(f"{code} {_text(words)}" for code, words in answers)


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def note_refusal(mail: OutgoingMail, words: str) -> None:
    """Remember that a mail will never arrive. The first answer stays."""
    rows = OutgoingMail.objects.filter(pk=mail.pk, refused_at=None)
    rows.update(refused_at=timezone.now(), refusal=words[:LONGEST_REFUSAL])


def transmit(mail: OutgoingMail) -> None:
    """Hand the mail to the mail server, once. Where an earlier try ended in doubt, it is not handed over again, unless
    the server knows a mail it has. Raises OSError when the server can't be reached, and smtplib's errors."""
    server = get_connection()
    server.open()
    try:
        if mail.handed_at and not getattr(server, "knows_repeats", False):
            log.warning("mail %s may have arrived and is not sent again: see manage.py doubtful_mail", mail.pk)
        else:
            _hand_over(mail, server)
    finally:
        with suppress(OSError):
            server.close()


def _hand_over(mail: OutgoingMail, server: BaseEmailBackend) -> None:
    rows = OutgoingMail.objects.filter(pk=mail.pk)
    rows.update(handed_at=timezone.now())
    try:
        server.send_messages([_message(mail)])
    except InDoubt:
        raise
    # Refused in words, broken before the text, or not a mail at all: it surely lies nowhere. Whatever else stops us,
    # such as the worker's time limit, may do so after the server has it, and leaves the doubt.
    except (OSError, ValueError):
        rows.update(handed_at=None)
        raise
    rows.update(sent_at=timezone.now())


def send_again(mail: OutgoingMail) -> None:
    """Send a doubtful mail once more, because somebody decided so."""
    OutgoingMail.objects.filter(pk=mail.pk).update(handed_at=None)
    enqueue("send-mail", mail=str(mail.pk))


def doubtful(now: datetime) -> list[OutgoingMail]:
    """The mails that nobody knows about whether they arrived, oldest first; none that is on its way right now, and no
    code for logging in, whose text is not kept: whoever misses one asks for another."""
    rows = OutgoingMail.objects.filter(handed_at__lt=now - STALE_AFTER, sent_at=None, refused_at=None).exclude(body="")
    return list(rows.order_by("handed_at"))


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=_headers(mail),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _headers(mail: OutgoingMail) -> dict[str, str]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{mail.pk}@{domain}>"}
    if mail.unsubscribe:
        # RFC 8058: mail programs show a button of their own, which posts to the address.
        headers |= {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
