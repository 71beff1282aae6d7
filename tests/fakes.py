"""Stand-ins for a world that fails."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FailingEmailBackend(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise OSError("the mail server is down")


class RefusingEmailBackend(BaseEmailBackend):
    """A mail server that knows nobody. `code`: 550 is for good, 450 asks to come back later."""

    code = 550

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({to: (self.code, b"5.1.1 no such person") for to in email_messages[0].to})


class BusyEmailBackend(RefusingEmailBackend):
    """A mail server that wants the same mail once more, later."""

    code = 450
