"""The taxonomy, what the library develops, and what the programmes put first."""

from __future__ import annotations

from cms.demo.builder.plan import content
from localisation.text import LocalisedText
from programmes.library import taxonomy
from programmes.library.abilities import Ability, Development
from programmes.library.services import things_by_code
from programmes.tailoring.focus.models import FocusArea
from programmes.tailoring.models import Programme


def build() -> None:
    """The abilities, and for each library object what it develops."""
    Ability.objects.bulk_create(
        Ability(code=row["code"], theme=row["theme"], name=LocalisedText(row["name"]), order=place)
        for place, row in enumerate(content("abilities")["abilities"], start=1)
    )
    said = content("abilities")["develops"]
    by_code = {code: codes for rows in said.values() for code, codes in rows.items()}
    things = things_by_code(by_code)
    targets = {target["theme"] or target["ability"].code: target for target in taxonomy.targets(_all(by_code))}
    Development.objects.bulk_create(
        Development(thing=things[code], **targets[each]) for code, codes in by_code.items() for each in codes
    )


def build_focus() -> None:
    """The focus areas of the programmes that are there."""
    chosen = content("abilities")["focus"]
    targets = {target["theme"] or target["ability"].code: target for target in taxonomy.targets(_all(chosen))}
    programmes = {row.slug: row for row in Programme.objects.filter(slug__in=chosen)}
    FocusArea.objects.bulk_create(
        FocusArea(programme=programmes[slug], position=place, **targets[each])
        for slug, codes in chosen.items()
        for place, each in enumerate(codes, start=1)
    )


def _all(lists: dict[str, list[str]]) -> list[str]:
    return [code for codes in lists.values() for code in codes]
