"""Prints the record of processing, made from what the models declare."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from cms.privacy.record import as_markdown


class Command(BaseCommand):
    help = "Prints the record of processing that article 30 demands, as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=codes)

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            self.stdout.write(as_markdown())
