"""From language-free things to rows in a reader's language, many at once.

Library objects are one row a language, joined by `translation_key`. Whoever shows them asks here, so that a Danish page
never holds a Norwegian object by accident, and says so when it holds one by necessity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from localisation import languages

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Resolved(Generic[Row]):
    """A row in the language found for it. `fallback`: the reader asked for another one, and must be told."""

    row: Row
    language: str
    fallback: bool


def choose(available: Iterable[str], language: str) -> str | None:
    """The best of the `available` languages for a reader of `language`; None when there is none."""
    have = set(available)
    return next((code for code in languages.preference(language) if code in have), None)


def resolve(rows: QuerySet[Any], keys: Iterable[UUID], language: str) -> dict[UUID, Resolved[Any]]:
    """The row for each translation key in `language` or its first fallback that has one.

    `rows`: the queryset to choose from (already limited to what may be shown). Keys without any row are left out.
    One query, whatever the number of keys.
    """
    by_key: dict[UUID, dict[str, Any]] = {}
    for row in rows.filter(translation_key__in=set(keys)).select_related("locale"):
        by_key.setdefault(row.translation_key, {})[row.locale.language_code] = row
    found = {}
    for key, versions in by_key.items():
        code = choose(versions, language)
        if code is not None:
            found[key] = Resolved(versions[code], code, code != language)
    return found
