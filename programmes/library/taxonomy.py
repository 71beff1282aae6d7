"""Questions to the taxonomy, and what things develop."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages import changes
from programmes.library.abilities import Ability, Development
from programmes.library.vocabulary import Theme

Choices = list[tuple[str, list[tuple[str, str]]]]


def choices() -> Choices:
    """All codes with their names, theme by theme, for forms. One query."""
    rows: dict[str, list[Ability]] = {theme: [] for theme in Theme.values}
    for ability in Ability.objects.all():
        rows[ability.theme].append(ability)
    return [
        (str(theme.label), [(theme.value, whole(theme)), *((row.code, str(row)) for row in rows[theme.value])])
        for theme in Theme
    ]


def whole(theme: Theme) -> str:
    """A theme among its abilities."""
    return _("All of %(theme)s") % {"theme": theme.label}


def developed_names(thing: UUID) -> list[str]:
    """What a thing develops, by the names of the reader's language. One query."""
    rows = Development.objects.filter(thing=thing).order_by("pk").select_related("ability")
    return [row.label for row in rows]


def names() -> dict[str, str]:
    """Every code with its name: themes, and abilities. One query."""
    return {theme.value: str(theme.label) for theme in Theme} | {row.code: str(row) for row in Ability.objects.all()}


def unknown(codes: Iterable[str]) -> list[str]:
    """Those of the codes that no ability has, in their order. One query."""
    wanted = list(codes)
    known = set(Ability.objects.filter(code__in=wanted).values_list("code", flat=True))
    return [code for code in wanted if code not in known]


def targets(codes: Iterable[str]) -> list[dict[str, Any]]:
    """The fields by which rows point at these codes, without those that nothing has. One query."""
    wanted = list(dict.fromkeys(codes))
    abilities = {row.code: row for row in Ability.objects.filter(code__in=wanted)}
    found: list[dict[str, Any]] = []
    for code in wanted:
        if code in Theme.values:
            found.append({"ability": None, "theme": code})
        elif code in abilities:
            found.append({"ability": abilities[code], "theme": ""})
    return found


def developed(things: Collection[UUID]) -> dict[UUID, list[str]]:
    """The codes of what each thing develops; those that develop nothing are left out. One query."""
    found: dict[UUID, list[str]] = {}
    rows = Development.objects.filter(thing__in=things).order_by("pk").select_related("ability")
    for row in rows:
        found.setdefault(row.thing_id, []).append(row.code)
    return found


@transaction.atomic
def develop(thing: UUID, codes: Iterable[str]) -> None:
    """Say what a thing develops: just these codes. It holds at once, in all languages. Unknown codes are left out."""
    wanted = list(dict.fromkeys(codes))
    there = {row.code: row for row in Development.objects.filter(thing=thing).select_related("ability")}
    if set(there) == set(wanted):
        return
    Development.objects.filter(pk__in=[row.pk for code, row in there.items() if code not in wanted]).delete()
    new = targets(code for code in wanted if code not in there)
    Development.objects.bulk_create(Development(thing_id=thing, **target) for target in new)
    changes.changed()
