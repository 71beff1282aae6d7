"""`manage.py doubtful_mail`: the mails that a worker or a connection died over. `--send KEY …` sends them once more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms.mail.services import doubtful, send_again


class Command(BaseCommand):
    help = "List the mails of which nobody knows whether they arrived, and send those again that are named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send", nargs="+", metavar="KEY", default=[], help="send these once more")

    def handle(self, *args: Any, **options: Any) -> None:
        for mail in doubtful(timezone.now()):
            said = f"{mail.handed_at:%Y-%m-%d %H:%M} {mail.to} {mail.key}"
            if mail.key in options["send"]:
                send_again(mail)
                said += " is sent again"
            self.stdout.write(said)
