"""Mails that came back: the mail server's report is read, and noted on the mail it is about.

The address in DEFAULT_FROM_EMAIL gets the reports (RFC 3464). Its mail server hands each to `manage.py read_bounce`.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from cms.mail.models import OutgoingMail
from cms.mail.services import note_refusal

# Our Message-ID begins with the mail's own key.
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
FAILED = "failed"


def read(report: bytes) -> OutgoingMail | None:
    """Note what a delivery report says; returns the mail that did not arrive, or None.

    None also for what is no report, for one about a delay, and for one about a mail that isn't ours.
    """
    message = message_from_bytes(report, policy=policy.default)
    words = _failure(message)
    about = _about(message) if words else None
    mail = OutgoingMail.objects.filter(pk=about).first() if about else None
    if mail:
        note_refusal(mail, words)
    return mail


def _failure(message: EmailMessage) -> str:
    """Why the mail failed for good, in the words of the report; '' when it didn't."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.iter_parts():
            if str(fields.get("Action", "")).strip().lower() == FAILED:
                return str(fields.get("Diagnostic-Code") or fields.get("Status") or FAILED)
    return ""


def _about(message: EmailMessage) -> UUID | None:
    """The key of the mail that a report brings along, whole or its head alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            found = OURS.search(str(part.get_content()))
        elif part is not message and part.get("Message-ID"):
            found = OURS.search(str(part["Message-ID"]))
        else:
            continue
        if found:
            return UUID(found[1])
    return None
