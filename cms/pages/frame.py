"""What frames one page: its address in each language, what it is called, how it introduces itself to machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from localisation import languages

Crumb = dict[str, str]
Structured = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """addresses: language code -> path, where the switcher leads. written: the languages the page is written in.

    In the other languages a page shows its text in a language that stands in, so only the written ones are told to
    search engines, and the address in `language` is the page's own.
    """

    title: str
    language: str
    addresses: Mapping[str, str]
    description: str = ""
    written: Iterable[str] = ()
    crumbs: tuple[Crumb, ...] = ()
    structured: tuple[Structured, ...] = ()
    kind: str = "website"  # of OpenGraph
    extra: Mapping[str, Any] = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """For the template `base.html`."""
        written = set(self.written) or set(self.addresses)
        own = {code: address for code, address in self.addresses.items() if code in written}
        return {
            "title": self.title,
            "description": self.description,
            "canonical": absolute(self.addresses[self.language]),
            "alternates": alternates(own),
            "language_links": language_links(self.addresses),
            "social": {"type": self.kind},
            "crumbs": list(self.crumbs),
            "structured_data": [*self.structured, *breadcrumb_list(self.crumbs)],
            **self.extra,
        }


def absolute(path: str) -> str:
    """The whole address of a path, on the host this site is known by (never the one a visitor claims)."""
    return f"{settings.BASE_URL}{path}"


def home_url(language: str) -> str:
    """The path of a language's front page."""
    with override(language):
        return reverse("wagtail_serve", args=("",))


def alternates(addresses: Mapping[str, str]) -> list[dict[str, str]]:
    """hreflang for pages that exist in several languages; `x-default` is the main language's, or the first there is."""
    if len(addresses) < 2:
        return []
    ordered = [code for code in languages.codes() if code in addresses]
    links = [{"hreflang": code, "url": absolute(addresses[code])} for code in ordered]
    return [*links, {"hreflang": "x-default", "url": links[0]["url"]}]


def language_links(addresses: Mapping[str, str]) -> list[dict[str, Any]]:
    """The language switcher: this page in each language, or the front page where there is no such page."""
    current = languages.current()
    return [
        {
            "code": code,
            "label": languages.OWN_NAMES[code],
            "url": addresses.get(code) or home_url(code),
            "current": code == current,
        }
        for code in languages.codes()
    ]


def home_crumb() -> Crumb:
    """The first of all breadcrumbs."""
    return {"label": gettext("Front page"), "url": home_url(languages.current())}


def breadcrumb_list(crumbs: Iterable[Crumb]) -> list[Structured]:
    """The breadcrumbs as structured data; nothing for a page without any."""
    items = [
        {"@type": "ListItem", "position": place, "name": crumb["label"], "item": absolute(crumb["url"])}
        for place, crumb in enumerate(crumbs, 1)
    ]
    return [{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}] if items else []


def organisation() -> Structured:
    """The institute, as the provider of what it offers."""
    return {
        "@type": "EducationalOrganization",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": absolute("/"),
        "areaServed": ["NO", "DK"],
    }
