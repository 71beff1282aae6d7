"""Reads the mails that the demo wrote to files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.utils import timezone

# What Django's file backend writes after every message.
BETWEEN = re.compile(rb"\n-{79}\n")


@dataclass(frozen=True)
class Mail:
    """`text` is the plain text, '' when there is none."""

    to: str
    subject: str
    text: str
    written_at: datetime


def newest(folder: Path, most: int = 50) -> list[Mail]:
    """The mails in `folder`, newest first, at most as many. A folder that isn't there holds none."""
    written = sorted(((path.stat().st_mtime, path) for path in folder.glob("*.log")), reverse=True)
    mails = [mail for moment, path in written[:most] for mail in reversed(_mails(path, moment))]
    return mails[:most]


def _mails(path: Path, moment: float) -> list[Mail]:
    written_at = datetime.fromtimestamp(moment, tz=timezone.get_default_timezone())
    parts = (part.strip() for part in BETWEEN.split(path.read_bytes()))
    return [_mail(message_from_bytes(part, policy=policy.default), written_at) for part in parts if part]


def _mail(message: EmailMessage, written_at: datetime) -> Mail:
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return Mail(str(message["to"] or ""), str(message["subject"] or ""), text.strip(), written_at)
