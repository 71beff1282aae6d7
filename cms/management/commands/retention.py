"""Removes what has been kept for as long as its rule says; the beat does the same every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms.privacy import retention


class Command(BaseCommand):
    help = "Removes what has been kept for as long as its rule says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            found = {one.model: count for one, count in retention.due(now)}
        else:
            found = retention.carry_out(now)
        for model, count in found.items():
            self.stdout.write(f"{model}: {count}")
        if not found:
            self.stdout.write("nothing is due")
