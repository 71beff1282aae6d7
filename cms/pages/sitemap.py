"""The site as search engines read it: sitemap.xml with every language of every page, and robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from wagtail.models import Page

from cms.pages.frame import absolute, alternates

HOUR = 60 * 60
TOP = 2  # the depth of a front page; above it is only the root of the tree


@dataclass(frozen=True)
class Place:
    """One thing on the site: language code -> path, and when it last changed."""

    addresses: Mapping[str, str]
    changed: datetime | None = None


Provider = Callable[[HttpRequest], Iterable[Place]]
_providers: list[Provider] = []


def provides(provider: Provider) -> Provider:
    """Decorator: `provider(request)` returns places that are not pages of the tree."""
    _providers.append(provider)
    return provider


@provides
def pages(request: HttpRequest) -> Iterable[Place]:
    """Every public page, its languages together. Two queries."""
    rows = (
        Page.objects.live()
        .public()
        .filter(depth__gte=TOP)
        .select_related("locale")
        .only("url_path", "last_published_at", "translation_key", "locale__language_code")
        .order_by("path")
    )
    found: dict[Any, dict[str, Page]] = {}
    for page in rows:
        found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    for versions in found.values():
        addresses = {code: url for code, page in versions.items() if (url := page.get_url(request))}
        dates = [page.last_published_at for page in versions.values() if page.last_published_at]
        if addresses:
            yield Place(addresses, max(dates, default=None))


def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml"""
    entries = [
        {"url": absolute(path), "changed": place.changed, "alternates": alternates(place.addresses)}
        for provider in _providers
        for place in provider(request)
        for path in place.addresses.values()
    ]
    response = render(request, "pages/sitemap.xml", {"entries": entries}, content_type="application/xml")
    patch_cache_control(response, public=True, max_age=HOUR)
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt"""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /documents/", f"Sitemap: {absolute(reverse('sitemap'))}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")
