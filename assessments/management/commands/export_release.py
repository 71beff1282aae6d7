"""A release as JSON, exactly what may be seen."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.ballots.models import Release
from assessments.results.free_text import exported

FORMATS = ("json", "xlsx", "pptx", "pdf")


class Command(BaseCommand):
    help = "Print the release of a closed round, or write it to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", type=int, metavar="ROUND_ID")
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--out", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] != "json":
            raise CommandError(f"A release can't be written as {options['format']} yet; json can.")
        release = Release.objects.filter(round=options["round"]).first()
        if release is None:
            raise CommandError(f"Round {options['round']} has no release: there is no such round, or it is not closed.")
        text = json.dumps({**release.data, **exported(release.round)}, ensure_ascii=False, indent=2)
        if options["out"] is None:
            self.stdout.write(text)
            return
        try:
            options["out"].write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['out']} can't be written: {error.strerror}") from error
