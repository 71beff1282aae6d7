"""The library as visitors may read it: published, not archived, with consent, in their language or the nearest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from cms.pages.changes import remember
from localisation import languages
from localisation.resolve import choose
from programmes.library.models import LibraryObject
from programmes.library.querysets import public

OVERVIEW = "overview"


def visible(model: type[LibraryObject]) -> QuerySet[Any]:
    """The rows that anybody may see, in all languages."""
    return public(model)


def readable(model: type[LibraryObject], language: str) -> QuerySet[Any]:
    """One visible row of each thing: in `language`, or in the first of its fallbacks that has one."""
    rows = visible(model)
    order = languages.preference(language)
    wanted = Q(locale__language_code=order[0])
    for place, code in enumerate(order[1:], 1):
        nearer = rows.filter(translation_key=OuterRef("translation_key"), locale__language_code__in=order[:place])
        wanted |= Q(~Exists(nearer), locale__language_code=code)
    return rows.filter(wanted).select_related("locale")


@dataclass(frozen=True)
class Shown:
    """A row as a reader of one language sees it. slugs: what addresses it in each language; written: its languages."""

    row: Any
    language: str
    slugs: dict[str, str]
    written: tuple[str, ...]

    @property
    def fallback(self) -> bool:
        return self.language != languages.current()


def find(rows: QuerySet[Any], slug: str, language: str) -> Shown | None:
    """The thing whose address this is in `language`, or in another one. None when there is nothing to show.

    rows: all that are `visible`. One query. When the address is another language's, `slugs[language]` is the one to
    lead to.
    """
    keys = rows.filter(slug=slug).values("translation_key")
    versions: dict[UUID, dict[str, Any]] = {}
    for row in rows.filter(translation_key__in=keys).select_related("locale"):
        versions.setdefault(row.translation_key, {})[row.locale.language_code] = row
    found = [_shown(each, language) for each in versions.values()]
    # This language's own address first, then one that stands in for it, then one of another language.
    found.sort(key=lambda shown: (shown.slugs[language] != slug, shown.language != language))
    return found[0] if found else None


def _shown(rows: dict[str, Any], language: str) -> Shown:
    best = {code: choose(rows, code) or code for code in languages.codes()}
    own = best[language]
    slugs = {code: rows[chosen].slug for code, chosen in best.items()}
    return Shown(rows[own], own, slugs, tuple(code for code in languages.codes() if code in rows))


def places(request: HttpRequest, language: str) -> dict[str, str]:
    """Where the lists are in a language: "overview" and the kinds of things -> path. No query until a change."""
    return remember(f"places:{language}", lambda: _places(request, language))


def _places(request: HttpRequest, language: str) -> dict[str, str]:
    pages = (
        Page.objects.live()
        .filter(Q(overviewpage__isnull=False) | Q(libraryindexpage__isnull=False), locale__language_code=language)
        .select_related("locale")
        .annotate(shows=F("libraryindexpage__shows"))
        .order_by("-path")
    )
    return {page.shows or OVERVIEW: page.get_url(request) or "" for page in pages}


def offerings_with(relation: str, key: UUID, language: str, request: HttpRequest) -> list[dict[str, str]]:
    """The public offerings of a language that name a thing as one of their "modules", "cases" or "speakers"."""
    overview = places(request, language).get(OVERVIEW, "")
    found = Page.objects.live().filter(**{f"offeringpage__{relation}": key}, locale__language_code=language)
    rows: Iterable[tuple[str, str, str]] = found.order_by("path").values_list("title", "slug", "offeringpage__promise")
    return [{"title": title, "url": f"{overview}{slug}/", "text": promise} for title, slug, promise in rows]
