"""`manage.py read_bounce < report`: note that a mail did not arrive. For the mail server to call with each report."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cms.mail import bounces

# A report brings the mail along at most; more than this is no report.
MOST = 2_000_000


class Command(BaseCommand):
    help = "Read a delivery report from standard input and note it on the mail it is about."

    def handle(self, *args: Any, **options: Any) -> None:
        mail = bounces.read(sys.stdin.buffer.read(MOST))
        self.stdout.write(f"noted on {mail.key}" if mail else "nothing to note")
