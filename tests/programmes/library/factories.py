"""Small library objects for tests, in any number of languages."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from wagtail.models import Locale

from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Module, Speaker, Thing

_count = itertools.count(1)


def make(
    model: type[LibraryObject], titles: dict[str, str] | str, *, publish: bool = True, **fields: Any
) -> dict[str, Any]:
    """Rows of one thing by language code. `titles`: a title a language, or one for both."""
    if isinstance(titles, str):
        titles = {"nb": titles, "da": f"{titles} (da)"}
    key = uuid.uuid4()
    rows = {}
    for code, title in titles.items():
        locale = Locale.objects.get_or_create(language_code=code)[0]
        row = model(title=title, locale=locale, translation_key=key, live=False, **fields)
        row.save()
        if publish:
            row.save_revision().publish()
            row.refresh_from_db()
        rows[code] = row
    return rows


def make_element(titles: dict[str, str] | str | None = None, **fields: Any) -> dict[str, LearningElement]:
    defaults = {"kind": "video", "theme": "organisation", "phase": "preparation", "minutes": 14}
    return make(LearningElement, titles or f"Film {next(_count)}", **{**defaults, **fields})


def make_module(titles: dict[str, str] | str | None = None, **fields: Any) -> dict[str, Module]:
    return make(Module, titles or f"Modul {next(_count)}", **{"theme": "organisation", "weeks": 13, **fields})


def make_speaker(titles: dict[str, str] | str | None = None, **fields: Any) -> dict[str, Speaker]:
    defaults = {"country": "NO", "language": "nb", "consent_given_on": "2026-01-01"}
    return make(Speaker, titles or f"Foredragsholder {next(_count)}", **{**defaults, **fields})


def make_case(titles: dict[str, str] | str | None = None, **fields: Any) -> dict[str, IndustryCase]:
    defaults = {
        "organisation": "Fjordvik kommune", "sector": "municipality", "country": "NO", "challenge": "…", "action": "…",
        "result": "…", "consent_given_on": "2026-01-01",
    }  # fmt: skip
    return make(IndustryCase, titles or f"Case {next(_count)}", **{**defaults, **fields})


def thing_of(rows: dict[str, Any]) -> Thing:
    """The language-free side of what `make` returned."""
    return Thing.objects.select_related("current_edition").get(pk=next(iter(rows.values())).translation_key)
