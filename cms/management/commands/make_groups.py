"""Make the groups of staff, or give them back the rights they start with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.accounts.groups import make_groups


class Command(BaseCommand):
    help = __doc__

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for name, group in make_groups().items():
            self.stdout.write(f"{name}: {group.permissions.count()}")
