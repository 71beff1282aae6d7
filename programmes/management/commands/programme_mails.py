"""`manage.py programme_mails ADDRESS`: the mails that a programme will send by itself, as its dates are now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from programmes.participation.letters.year import year_of
from programmes.tailoring.models import Programme


class Command(BaseCommand):
    help = "List the mails that a programme will send by itself: when, of which sort, to how many, and their subject."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the programme's address")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Programme.objects.filter(kind=Programme.Kind.DELIVERY, slug=options["slug"])
        programme = rows.first()
        if programme is None:
            raise CommandError(f"no programme has the address {options['slug']}")
        with override(options["language"]):
            for mail in year_of(programme, options["language"]):
                self.stdout.write(f"{mail.at:%Y-%m-%d %H:%M}  {mail.sort:<10}  {mail.people:>4}  {mail.subject}")
