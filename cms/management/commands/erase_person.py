"""Erases somebody at an administrator's hand: staff who stop, or a participant who asked in a letter."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.accounts.models import User
from cms.privacy import erasing


class Command(BaseCommand):
    help = "Erases everything about the person who logs in by this address, as the models declare it. For good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], erased_at__isnull=True).first()
        if user is None:
            raise CommandError("nobody logs in by this address")
        found = erasing.touched_by(user) if options["dry_run"] else erasing.erase(user)
        for model, count in found.items():
            self.stdout.write(f"{model}: {count}")
