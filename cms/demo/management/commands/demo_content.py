"""Build the demo content in both languages. What is there already stays as people have made it."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo.builder import NotADemo, build
from cms.demo.builder.stages import SCALES


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=SCALES, default="small")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, scale: str, seed: int, **options: Any) -> None:
        # Wagtail says every page it publishes; here that is noise.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            built = build(scale, seed)
        except NotADemo as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Built: {', '.join(built)}." if built else "The demo content is there already.")
