"""An instrument out: `manage.py export_instrument CODE` prints YAML that `import_instrument` reads."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.instruments.files import dump
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.services import UnknownInstrument, newest_version


class Command(BaseCommand):
    help = "Print an instrument as YAML: its newest published version, or the one asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--number", type=int, help="an older version, or the draft")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = self._version(options["code"], options["number"])
        except (UnknownInstrument, InstrumentVersion.DoesNotExist) as error:
            raise CommandError(f"There is no such instrument: {options['code']}") from error
        self.stdout.write(dump(version.source), ending="")

    def _version(self, code: str, number: int | None) -> InstrumentVersion:
        if number is None:
            return newest_version(code)
        return InstrumentVersion.objects.get(instrument__code=code, number=number)
