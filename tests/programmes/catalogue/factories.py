"""A small public site in both languages, and things to put on it. Titles say the language they are written in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.pages.models import HomePage, StandardPage
from programmes.catalogue.models import LibraryIndexPage, OfferingPage, OverviewPage
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Module, Speaker, Thing

LANGUAGES = ("nb", "da")
Pair = dict[str, Any]
SLUGS = {
    "overview": {"nb": "programmer", "da": "forloeb"},
    "module": {"nb": "moduler", "da": "moduler"},
    "speaker": {"nb": "foredragsholdere", "da": "oplaegsholdere"},
    "case": {"nb": "caser", "da": "cases"},
    "about": {"nb": "om-oss", "da": "om-os"},
    "news": {"nb": "nyheter", "da": "nyheder"},
}


@dataclass
class Tree:
    """The pages of the site by what they are, each in both languages."""

    home: Pair
    overview: Pair
    module: Pair
    speaker: Pair
    case: Pair
    about: Pair
    news: Pair

    def read_anew(self) -> Tree:
        """As the database has it now: pages keep in memory what they know of their children."""
        return Tree(**{name: _read_anew(getattr(self, name)) for name in self.__dataclass_fields__})


def _read_anew(pages: Pair) -> Pair:
    return {language: page.specific_class.objects.get(pk=page.pk) for language, page in pages.items()}


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def add_pair(model: type[Page], parents: Pair, slugs: dict[str, str], **fields: Any) -> Pair:
    """A page in both languages below the parents; fields ending in _nb or _da are for that language."""
    key = uuid.uuid4()
    pages = {}
    for language in LANGUAGES:
        own = {name.removesuffix(f"_{language}"): value for name, value in fields.items() if not _other(name, language)}
        own.setdefault("title", slugs[language].capitalize())
        page = model(locale=locale(language), translation_key=key, slug=slugs[language], **own)
        pages[language] = parents[language].add_child(instance=page)
    return pages


def _other(name: str, language: str) -> bool:
    return any(name.endswith(f"_{code}") for code in LANGUAGES if code != language)


def add_site() -> Tree:
    """Front pages, overview, the three lists of the library, a page of text and one piece of news."""
    root = Page.objects.get(depth=1)
    home = add_pair(
        HomePage,
        {"nb": root, "da": root},
        {"nb": "nb", "da": "da"},
        hero_heading_nb="Bruer",
        hero_heading_da="Broer",
        notice_nb="Eksempel",
        notice_da="Eksempel",
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home["nb"]})
    Page.objects.child_of(root).not_type(HomePage).first().delete()
    pages = {"home": home}
    pages["overview"] = add_pair(OverviewPage, home, SLUGS["overview"], show_in_menus=True)
    for kind in ("module", "speaker", "case"):
        pages[kind] = add_pair(LibraryIndexPage, home, SLUGS[kind], shows=kind, show_in_menus=True)
    section = ("section", {"heading": "H", "text": "<p>T</p>"})
    pages["about"] = add_pair(StandardPage, home, SLUGS["about"], lead="L", body=[section])
    pages["news"] = add_pair(StandardPage, home, SLUGS["news"])
    add_news(pages["news"], 1)
    cache.clear()
    return Tree(**pages)


def add_news(index: Pair, number: int) -> Pair:
    slugs = {language: f"{language}-{number}" for language in LANGUAGES}
    day = date(2026, 11, 1) + timedelta(days=number)
    return add_pair(StandardPage, index, slugs, date=day, lead="Kort")


def add_things(
    model: type[LibraryObject], title: str, languages: tuple[str, ...] = LANGUAGES, **fields: Any
) -> dict[str, Any]:
    """A public library object in some languages."""
    key = uuid.uuid4()
    rows = {}
    for language in languages:
        row = model(locale=locale(language), translation_key=key, title=f"{title} {language}", live=True, **fields)
        row.save()
        rows[language] = row
    return rows


def add_module(title: str = "Modul", **fields: Any) -> dict[str, Any]:
    return add_things(Module, title, **{"theme": "strategy", "promise": "Løfte", "introduction": "Om", **fields})


def add_speaker(title: str = "Anna Berg", **fields: Any) -> dict[str, Any]:
    defaults = {"country": "NO", "language": "nb", "role": "Leder", "consent_given_on": timezone.localdate()}
    return add_things(Speaker, title, **{**defaults, **fields})


def add_case(title: str = "Case", **fields: Any) -> dict[str, Any]:
    defaults = {
        "organisation": "Fjordvik",
        "sector": "municipality",
        "country": "NO",
        "challenge": "Noe var galt. Mer.",
        "action": "Vi gjorde noe.",
        "result": "Det ble bedre.",
        "quote": "Ja.",
        "quote_person": "Ola",
        "consent_given_on": timezone.localdate(),
    }
    return add_things(IndustryCase, title, **{**defaults, **fields})


def add_element(title: str = "Film", **fields: Any) -> dict[str, Any]:
    return add_things(LearningElement, title, **{"kind": "video", "theme": "strategy", "minutes": 5, **fields})


def thing(rows: dict[str, Any]) -> Thing:
    return next(iter(rows.values())).thing


def add_offering(tree: Tree, number: int = 1, **fields: Any) -> Pair:
    """An offering in both languages. `modules`, `cases`, `speakers`: lists of things."""
    named = {name: fields.pop(name, []) for name in ("modules", "cases", "speakers")}
    defaults = {
        "title_nb": f"Løftet {number}",
        "title_da": f"Løftet på dansk {number}",
        "promise": "Et felles språk",
        "audience": "municipality",
        "country": "NO",
        "months": 12,
        "contact_name": "Marit Solvågen",
        "contact_email": "marit@example.org",
        "facts": [("fact", {"value": "12", "label": "måneder"})],
        "for_whom": [("text", "<p>For ledergrupper</p>")],
        "tailored": [("point", "Datoene")],
        "questions": [("question", {"question": "Hva?", "answer": "Dette."})],
    }
    slugs = {"nb": f"loftet-{number}", "da": f"loeftet-{number}"}
    pages = add_pair(OfferingPage, tree.overview, slugs, **{**defaults, **fields})
    for page in pages.values():
        for name, things in named.items():
            setattr(page, name, things)
        page.save()
    return pages
