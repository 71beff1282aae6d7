"""Answers collected elsewhere, by the same code as a live round."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from assessments.ballots.collected.importing import Rules, deliver_rows
from assessments.ballots.collected.rows import header, read_table
from assessments.ballots.models import MINIMUM_K
from assessments.ballots.opening import DETAIL_FROM
from assessments.ballots.services import close_round
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.services import UnknownInstrument, newest_version
from cms.tables.problems import InvalidTable
from programmes.tailoring.models import Programme


class Command(BaseCommand):
    help = (
        "Seal the answers of a table as ballots, close the round at once, and print its id. "
        "Whatever is wrong in the table is named with its row and column, and nothing is stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--instrument", required=True, metavar="CODE")
        parser.add_argument("--programme", metavar="SLUG")
        parser.add_argument("--create-units", action="store_true", help="make organisations and leader groups")
        parser.add_argument("--k", type=int, default=MINIMUM_K, help="fewest answers shown")
        parser.add_argument("--detail-from", type=int, default=DETAIL_FROM, help="fewest answers shown in full")
        parser.add_argument("--template", action="store_true", help="print the header row of the table")
        parser.add_argument("answers", nargs="?", type=Path, metavar="ANSWERS.{csv,xlsx}")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        version = self._version(options["instrument"])
        if options["template"]:
            self.stdout.write(",".join(header(version.content)))
            return
        if not options["programme"] or not options["answers"]:
            raise CommandError("Name a programme (--programme SLUG) and a table of answers, or ask for --template.")
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']}.")
        try:
            rows = read_table(options["answers"].read_bytes(), options["answers"].name, version.content)
            rules = Rules(options["k"], options["detail_from"])
            round = deliver_rows(programme, version, rows, rules, create_units=options["create_units"])
        except (InvalidTable, OSError) as error:
            raise CommandError(f"{options['answers']} was not imported:\n{error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        close_round(round)
        self.stdout.write(f"round {round.pk}")

    def _version(self, code: str) -> InstrumentVersion:
        try:
            return newest_version(code)
        except UnknownInstrument as error:
            raise CommandError(f"There is no instrument {code}.") from error
