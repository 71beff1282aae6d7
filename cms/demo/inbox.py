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
    """`text` is the plain text and `html` the same mail as HTML, '' when there is none. `key` is its Message-ID's."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime


def newest(folder: Path, most: int = 50) -> list[Mail]:
    """The mails in `folder`, newest first, at most as many. A folder that isn't there holds none."""
    written = sorted(((path.stat().st_mtime, path) for path in folder.glob("*.log")), reverse=True)
    mails = [mail for moment, path in written[:most] for mail in reversed(_mails(path, moment))]
    return mails[:most]


def found(folder: Path, key: str) -> Mail | None:
    """The mail with this key, however long ago it was written."""
    named = (path for path in folder.glob("*.log") if key.encode() in path.read_bytes())
    mails = (mail for path in named for mail in _mails(path, path.stat().st_mtime))
    return next((mail for mail in mails if mail.key == key), None)


def _mails(path: Path, moment: float) -> list[Mail]:
    written_at = datetime.fromtimestamp(moment, tz=timezone.get_default_timezone())
    parts = (part.strip() for part in BETWEEN.split(path.read_bytes()))
    return [_mail(message_from_bytes(part, policy=policy.default), written_at) for part in parts if part]


def _mail(message: EmailMessage, written_at: datetime) -> Mail:
    key = str(message["message-id"] or "").strip("<>").partition("@")[0]
    text, html = _part(message, "plain"), _part(message, "html")
    return Mail(key, str(message["to"] or ""), str(message["subject"] or ""), text, html, written_at)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return body.get_content().strip() if body else ""
