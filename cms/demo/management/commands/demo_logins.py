"""Print where the demo is and how to log in to it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.accounts.models import User
from cms.demo import logins


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default=settings.BASE_URL)

    def handle(self, *args: Any, base_url: str, **options: Any) -> None:
        lines = [
            "",
            f"In Norwegian:  {base_url}/nb/",
            f"In Danish:     {base_url}/da/",
            f"For staff:     {base_url}/admin/",
            f"Mail:          {base_url}/demo/mail/   (log-in codes arrive here)",
            "",
            f"Staff log in with the password {logins.PASSWORD}",
            *(f"  {person.email}  ({person.group or 'administrator'})" for person in logins.STAFF),
        ]
        lines += ["", "Participants log in with their address and a code by mail, for example"]
        for user in User.objects.filter(email__in=logins.PARTICIPANTS).order_by("pk"):
            lines.append(f"  {user.email}  ({user})")
        lines += ["", "The clients' coordinators do too:"]
        lines += [f"  {one.email}  ({one.first_name} {one.last_name})" for one in logins.COORDINATORS]
        self.stdout.write("\n".join(lines))
