"""An instrument in: `manage.py import_instrument FILE.yaml`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.instruments.files import InvalidFile, load
from assessments.instruments.services import import_definition


class Command(BaseCommand):
    help = (
        "Publish an instrument from a YAML file. The same content is the same version; a published one never changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = import_definition(load(options["file"].read_bytes()).data())
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror}") from error
        except InvalidFile as error:
            raise CommandError(f"{options['file']} is no instrument:\n{error}") from error
        self.stdout.write(f"{version.instrument.code} {version.number}")
