"""A person's own reflections to take along: as data, and as text to read. For the writer and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from localisation import nordic
from programmes.participation.reflections import access
from programmes.participation.reflections.log import shared_words
from programmes.participation.reflections.models import Letter, Reflection
from programmes.participation.writing.titles import Titles


@sensitive_variables()
def as_data(user: User, language: str) -> list[dict[str, Any]]:
    """All that the user wrote, the oldest first, as values for JSON; a fixed number of queries."""
    rows = list(access.own(user).order_by("created_at", "pk"))
    titles = Titles([place for row in rows for place in (row.programme_module, row.item) if place], language)
    found = [_entry(row, titles) for row in rows]
    return [*found, *(_letter(row) for row in _letters(user))]


def _letters(user: User) -> QuerySet[Letter]:
    return Letter.objects.filter(author=user).select_related("programme")


@sensitive_variables()
def _entry(row: Reflection, titles: Titles) -> dict[str, Any]:
    return {
        "programme": str(row.programme_module.programme.title),
        "module": titles.of(row.programme_module).text,
        "element": titles.of(row.item).text if row.item else "",
        "begun": row.created_at.isoformat(),
        "changed": row.updated_at.isoformat(),
        "shared": shared_words(row),
        "text": row.in_words,
    }


@sensitive_variables()
def _letter(row: Letter) -> dict[str, Any]:
    return {
        "programme": str(row.programme.title),
        "module": "",
        "element": _("Letter to myself"),
        "begun": row.created_at.isoformat(),
        "changed": row.updated_at.isoformat(),
        "shared": "",
        "text": row.in_words,
    }


@sensitive_variables()
def as_text(user: User, language: str) -> str:
    """The same to read: plain text with a heading for each entry."""
    parts = [_("My reflections"), ""]
    for entry in as_data(user, language):
        day = nordic.day(timezone.localtime(datetime.fromisoformat(entry["changed"])).date())
        place = " · ".join(filter(None, [entry["element"] or _("Own notes"), entry["module"], entry["programme"]]))
        parts += [place, " · ".join(filter(None, [day, entry["shared"]])), "", entry["text"], "", "– – –", ""]
    return "\n".join(parts)
