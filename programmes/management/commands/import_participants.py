"""Participants in, from a list."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.tables.problems import InvalidTable
from programmes.participation.lists.importing import import_participants
from programmes.participation.lists.rows import read_list
from programmes.tailoring.models import Programme


class Command(BaseCommand):
    help = (
        "Enrol the people of a table with the columns name, email, language, role, organisation and leader_group. "
        "Whatever is wrong is named with its row and column, and nothing is stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--create-groups", action="store_true", help="make organisations and leader groups")
        parser.add_argument("--no-invitation", action="store_true", help="invite nobody by mail")
        parser.add_argument("table", type=Path, metavar="FILE.{csv,xlsx}")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(slug=options["programme"], kind=Programme.Kind.DELIVERY).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']}.")
        path: Path = options["table"]
        try:
            imported = import_participants(
                programme,
                read_list(path.read_bytes(), path.name).rows,
                create_groups=options["create_groups"],
                send_invitation=not options["no_invitation"],
            )
        except (InvalidTable, OSError) as error:
            raise CommandError(f"{path} was not imported:\n{error}") from error
        self.stdout.write(f"{imported.added} added, {imported.there_already} there already")
