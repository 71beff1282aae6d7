"""The frame around every page: menus, language switcher, the way in. Pages add their own part by `frame.Frame`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from cms.pages.frame import home_url, language_links
from cms.pages.menus import entries, menus
from cms.pages.portal import portal_menu
from localisation import languages

# Views whose addresses say nothing about where the same thing is in another language.
FOUND_BY_PAGES = ("wagtail_serve",)


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that the admin, and pages that don't show a part, pay nothing for it."""
    language = languages.current()
    lazy = SimpleLazyObject
    return {
        "home_url": home_url(language),
        "menu": lazy(lambda: entries(menus(request, language).main, request.path)),
        "footer_menu": lazy(lambda: entries(menus(request, language).foot, request.path)),
        "language_links": lazy(lambda: language_links(addresses_of_view(request))),
        "tool_links": lazy(lambda: tool_links(request)),
        "account_url": lazy(lambda: reverse("account")),
        "portal_menu": lazy(lambda: portal_menu(request)),
        "notice": lazy(lambda: menus(request, language).notice),
        "demo": lazy(lambda: getattr(settings, "DEMO", False) and not menus(request, language).notice),
    }


def addresses_of_view(request: HttpRequest) -> dict[str, str]:
    """Language code -> where the view of this request is in that language. Empty for what no view answers."""
    match = request.resolver_match
    if match is None or match.url_name in FOUND_BY_PAGES:
        return {}
    here = request.get_full_path()
    current = languages.current()
    return {code: here if code == current else translate_url(here, code) for code in languages.codes()}


def tool_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The way in: to log in, or to what one may see when one is. Visitors without a session cost no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return [_link(gettext("Log in"), reverse(settings.LOGIN_URL))]
    if request.user.is_institute_staff:
        return [_link(gettext("Administration"), reverse("wagtailadmin_home"))]
    return [_link(gettext("My programme"), reverse("after_login"))]


def _link(label: str, url: str) -> dict[str, Any]:
    return {"label": label, "url": url, "icon": "bruker"}
