"""The public site: one page tree a language, its pages joined by their translation keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from cms.accounts.models import User
from cms.demo.builder import people
from cms.demo.builder.people import publish
from cms.demo.builder.plan import Plan, content, key
from cms.demo.builder.streams import paragraphs, stream
from cms.pages.base import SitePage
from cms.pages.models import HomePage, StandardPage
from localisation import languages
from localisation.slugs import slugify
from programmes.catalogue.models import LibraryIndexPage, OfferingPage, OverviewPage
from programmes.library.models import Thing

Entry = Mapping[str, Any]
Fields = dict[str, Any]
Pair = dict[str, SitePage]  # a page in each language


def build(plan: Plan) -> None:
    """Front pages, overview with offerings, lists of the library, pages of text, news; all published."""
    home = _homes()
    overview = _pair(OverviewPage, "overview", home, _head(content("pages")["overview"]), show_in_menus=True)
    offerings = {entry["code"]: _offering(entry, overview) for entry in content("offerings")["offerings"]}
    for entry in content("pages")["libraries"]:
        _pair(LibraryIndexPage, entry["shows"], home, _head(entry), shows=entry["shows"], show_in_menus=True)
    for code in ("mapping_tests", "about", "accessibility", "privacy"):
        _pair(StandardPage, code, home, _sections(content("pages")[code], code, plan))
    _news(home, plan)
    _fill_homes(home, offerings)
    _publish([home, overview, *offerings.values()])


def _homes() -> Pair:
    """The front pages below the root. The main language's is the site's; Wagtail finds the others by translation."""
    root = Page.objects.get(depth=1)
    roots: dict[str, Page] = dict.fromkeys(languages.codes(), root)
    entry = content("pages")["home"]
    home = _pair(
        HomePage,
        "home",
        roots,
        lambda language: {"title": entry["title"][language], "slug": language, **_home_texts(entry, language)},
    )
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname, "port": address.port or 80, "root_page": home[languages.codes()[0]],
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )  # fmt: skip
    for welcome in Page.objects.child_of(root).not_type(HomePage):
        welcome.delete()
    return home


def _home_texts(entry: Entry, language: str) -> Fields:
    teaser, quote = entry["result_teaser"], entry["quote"]
    steps = [("step", {"title": step["title"][language], "text": step["text"][language]}) for step in entry["steps"]]
    said = {"text": quote["text"][language], "person": quote["person"], "role": quote["role"][language]}
    return {
        "lead": entry["hero"]["lead"][language],
        "hero_heading": entry["hero"]["heading"][language],
        "doors_heading": entry["doors_heading"][language],
        "steps_heading": entry["steps_heading"][language],
        "steps": stream("home:steps", steps),
        "result_heading": teaser["heading"][language],
        "result_text": teaser["text"][language],
        "result_note": teaser["note"][language],
        "result_today": Decimal(str(teaser["figure"]["today"])),
        "result_ambition": Decimal(str(teaser["figure"]["ambition"])),
        "quote": stream("home:quote", [("quote", said)]),
        "notice": content("pages")["demo_notice"][language],
    }


def _fill_homes(home: Pair, offerings: Mapping[str, Pair]) -> None:
    """The doors, which lead to pages that did not exist when the front pages were made."""
    for language, page in home.items():
        doors = [door for door in content("pages")["home"]["doors"] if language in door["in"]]
        page.doors = stream("home:doors", [("door", _door(door, language, offerings)) for door in doors])


def _door(door: Entry, language: str, offerings: Mapping[str, Pair]) -> Fields:
    return {
        "title": door["title"][language],
        "text": door["text"][language],
        "page": offerings[door["offering"]][language].pk,
        "link_label": door["link"][language],
    }


def _offering(entry: Entry, overview: Pair) -> Pair:
    pages = _pair(OfferingPage, entry["code"], overview, lambda language: _offering_texts(entry, language))
    things = {
        "modules": Thing.objects.filter(kind="module"),
        "cases": Thing.objects.filter(kind="case", code__in=entry["cases"]),
        "speakers": Thing.objects.filter(kind="speaker", spoken_elements__case__code__in=entry["cases"]).distinct(),
    }
    for page in pages.values():
        for name, chosen in things.items():
            getattr(page, name).set(chosen)
    return pages


def _offering_texts(entry: Entry, language: str) -> Fields:
    contact, place = entry["contact"], f"offering:{entry['code']}"
    faq = [("question", {name: row[name][language] for name in ("question", "answer")}) for row in entry["faq"]]
    return {
        "title": entry["title"][language],
        "promise": entry["promise"][language],
        "audience": entry["visitors"],
        "country": entry["country"],
        "months": entry["facts"]["months"],
        "facts": stream(f"{place}:facts", _fact_strip(entry["facts"], language)),
        "for_whom": stream(f"{place}:for_whom", [("text", paragraphs(entry["for_whom"][language]))]),
        "how_it_goes": stream(f"{place}:how_it_goes", [("text", paragraphs(entry["how_it_goes"][language]))]),
        "tailored": stream(f"{place}:tailored", [("point", point[language]) for point in entry["tailored"]]),
        "questions": stream(f"{place}:questions", faq),
        "contact_name": contact["name"],
        "contact_role": contact["role"][language],
        "contact_email": contact["email"],
        "contact_phone": contact["phone"],
        "contact_hours": contact["hours"][language],
    }


def _fact_strip(facts: Entry, language: str) -> list[tuple[str, Fields]]:
    smallest, largest = facts["group_size"]
    numbers = {**facts, "smallest": smallest, "largest": largest}
    rows = content("offerings")["fact_strip"]
    return [
        ("fact", {"label": row["label"][language], "value": row["value"][language].format(**numbers)}) for row in rows
    ]


def _news(home: Pair, plan: Plan) -> None:
    index = _pair(StandardPage, "news", home, _head(content("pages")["news_index"]))
    for entry in content("pages")["news"]:
        _pair(StandardPage, entry["code"], index, _news_texts(entry, plan), date=plan.moved(entry["date"]))


def _news_texts(entry: Entry, plan: Plan) -> Callable[[str], Fields]:
    def texts(language: str) -> Fields:
        body = paragraphs(plan.dated(entry["text"][language], language))
        return {
            "title": plan.dated(entry["title"][language], language),
            "lead": plan.dated(entry["lead"][language], language),
            "body": stream(f"news:{entry['code']}", [("text", body)]),
        }

    return texts


def _sections(entry: Entry, code: str, plan: Plan) -> Callable[[str], Fields]:
    def texts(language: str) -> Fields:
        rows = [
            ("section", {
                "heading": section["heading"][language],
                "text": paragraphs(plan.dated(section["text"][language], language)),
            })
            for section in entry["sections"]
        ]  # fmt: skip
        return {**_head(entry)(language), "body": stream(f"page:{code}", rows)}

    return texts


def _head(entry: Entry) -> Callable[[str], Fields]:
    return lambda language: {name: entry[name][language] for name in ("title", "slug", "lead")}


def _pair(
    model: type[SitePage], code: str, parents: Mapping[str, Page], texts: Callable[[str], Fields], **shared: Any
) -> Pair:
    """Add a page below the parent of each language, published."""
    pages: Pair = {}
    for language in languages.codes():
        fields = texts(language)
        fields.setdefault("slug", slugify(fields["title"], language))
        page = model(
            locale=Locale.objects.get(language_code=language), translation_key=key("page", code), **fields, **shared
        )
        pages[language] = parents[language].add_child(instance=page)
    return pages


def _publish(pairs: list[Pair]) -> None:
    """A revision of what was filled in after the page was added."""
    by: User = people.author()
    for pages in pairs:
        for page in pages.values():
            publish(page, by)
