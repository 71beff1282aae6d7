"""`manage.py renew_reflection_key`: the first key, or a new one in place of those before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from programmes.participation.sealing.services import renew


class Command(BaseCommand):
    help = "Makes a new key for reflections and letters, seals all of them with it, and destroys keys no longer used."
    # The check that misses a key must not stop whoever makes one.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        renewed, unread = renew()
        self.stdout.write(f"Sealed anew: {renewed}.")
        if unread:
            self.stderr.write(f"Could not be read, and were left as they are: {unread}.")
