"""What the catalogue adds to rooms below it: to the front page, to the sitemap, and that a change is a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.signals import published

from cms.drawings import Place as Island
from cms.drawings import home_chart
from cms.pages import changes, front, sitemap
from cms.pages.models import HomePage
from localisation import languages
from programmes.catalogue.findable import keep_findable
from programmes.catalogue.models import OfferingPage
from programmes.catalogue.reading import OVERVIEW, places, visible
from programmes.catalogue.shelves import SHELVES, modules
from programmes.library.models import LibraryObject, Module, Thing
from programmes.library.vocabulary import Country

MODULES_ON_FRONT = 4
COUNTRY_OF = {"nb": Country.NORWAY, "nn": Country.NORWAY, "da": Country.DENMARK}


@front.provides
def on_front_page(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """The modules, as a chart and as a list; the ways on; whom to write to. One query."""
    shown = modules(page.language, request)[:MODULES_ON_FRONT]
    islands = [Island(module["title"], module["url"], module["tone"]) for module in shown]
    return {
        "modules": shown,
        "chart": home_chart(islands, title=gettext("Chart of the modules")) if islands else "",
        "overview_url": places(request, page.language).get(OVERVIEW, ""),
        "enquiry_url": reverse("enquiry"),
        "contact": _contact(page),
    }


def _contact(page: HomePage) -> dict[str, str] | None:
    """The contact person of the first offering of the readers' own country, or else of any."""
    home = Q(country=COUNTRY_OF.get(page.language, ""))
    offerings = OfferingPage.objects.live().filter(locale_id=page.locale_id).exclude(contact_name="")
    nearest = offerings.order_by(ExpressionWrapper(home, BooleanField()).desc(), "path")
    fields = ("name", "role", "email", "phone", "hours")
    row = nearest.values_list(*(f"contact_{name}" for name in fields)).first()
    return dict(zip(fields, row, strict=True)) if row else None


@sitemap.provides
def library_places(request: HttpRequest) -> Iterable[sitemap.Place]:
    """Every public module, speaker and case, in the languages it is written in. One query a kind."""
    where = {code: places(request, code) for code in languages.codes()}
    for kind, shelf in SHELVES.items():
        rows = visible(shelf.model).values_list("translation_key", "locale__language_code", "slug", "updated_at")
        found: dict[Any, list[tuple[str, str, Any]]] = {}
        for key, code, slug, updated in rows:
            if base := where[code].get(kind):
                found.setdefault(key, []).append((code, f"{base}{slug}/", updated))
        for versions in found.values():
            yield sitemap.Place({code: url for code, url, _at in versions}, max(at for *_rest, at in versions))


@receiver(post_save)
@receiver(post_delete)
def library_changed(sender: type, using: str | None = None, **kwargs: Any) -> None:
    if issubclass(sender, LibraryObject | Thing):
        changes.changed(using)


@receiver(published)
def module_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    """A module may have got another theme or title, by which offerings are found."""
    if isinstance(instance, Module):
        for offering in OfferingPage.objects.filter(modules=instance.translation_key).select_related("locale"):
            keep_findable(offering)
