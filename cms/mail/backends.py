"""Where mail goes: a mail server, or files. Both say what they know of a mail that was being handed over when it broke.

SMTP can't know: between the last line of a mail and the server's answer the connection may break, and the mail may be
accepted or not. A folder of files can: each mail is a file of its own name, and one that comes again is there already.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from email.utils import make_msgid
from pathlib import Path
from smtplib import SMTP, SMTP_SSL, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

# As in the files of Django's own backend, for whoever reads both.
END = b"\n" + b"-" * 79 + b"\n"
UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


class InDoubt(OSError):
    """The connection broke while the server took the mail: nobody knows whether it has it."""


def _or_doubt(take: Callable[[Any], tuple[int, bytes]], text: Any) -> tuple[int, bytes]:
    """The server's answer to the mail's text. What it refuses in words is no doubt, and what breaks before is none."""
    try:
        return take(text)
    except SMTPResponseException:
        raise
    except OSError as error:
        raise InDoubt(str(error)) from error


class _Plain(SMTP):
    def data(self, msg: Any) -> tuple[int, bytes]:
        return _or_doubt(super().data, msg)


class _Encrypted(SMTP_SSL):
    def data(self, msg: Any) -> tuple[int, bytes]:
        return _or_doubt(super().data, msg)


class SMTPBackend(EmailBackend):
    """A mail server. Raises InDoubt where Django's own would raise one error among many."""

    @property
    def connection_class(self) -> type[SMTP]:
        return _Encrypted if self.use_ssl else _Plain


class FileBackend(BaseEmailBackend):
    """Each mail a file, named by its Message-ID, whole or not there at all. The same mail once more changes nothing."""

    knows_repeats = True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        return sum(_write(folder, each) for each in email_messages)


def _write(folder: Path, mail: EmailMessage) -> bool:
    """Whether the mail was new."""
    message = mail.message()
    name = UNSAFE.sub("_", str(message["Message-ID"] or make_msgid()).strip("<> "))
    if (folder / f"{name}.log").exists():
        return False
    half = folder / f"{name}.{os.getpid()}.half"
    half.write_bytes(message.as_bytes() + END)
    half.rename(folder / f"{name}.log")
    return True
