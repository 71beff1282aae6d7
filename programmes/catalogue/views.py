"""The enquiry form and what comes after it."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from cms.pages.frame import Crumb, Frame, home_crumb
from localisation import languages
from programmes.catalogue import services, traps
from programmes.catalogue.forms import EnquiryForm
from programmes.catalogue.models import OfferingPage

TOO_MANY_REQUESTS = 429


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """The form, prefilled with `?offering=slug`; sent and saved, it leads to the thanks."""
    if request.method != "POST":
        offering = _offering(request.GET.get("offering", ""))
        return _page(request, EnquiryForm(offering=offering.slug if offering else ""), offering)
    form = EnquiryForm(request.POST)
    offering = _offering(request.POST.get("offering", ""))
    if not form.is_valid():
        return _page(request, form, offering)
    number = traps.number_of(form.cleaned_data["token"])
    if number is None or form.cleaned_data["website"]:
        again = form.given_back(traps.usable_again(form.cleaned_data["token"]))
        return _page(request, again, offering, once_more=True)
    if traps.too_many(request):
        again = form.given_back(form.cleaned_data["token"])
        return _page(request, again, offering, status=TOO_MANY_REQUESTS, too_many=True)
    services.receive(number, form.cleaned_data, offering, languages.current())
    return redirect("enquiry_thanks")


@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Says that the enquiry has come, and what happens next."""
    title = gettext("Thank you for your enquiry")
    return render(request, "pages/enquiry_thanks.html", _frame(request, title, {}) | {"robots": "noindex"})


def _offering(slug: str) -> OfferingPage | None:
    """The public offering with this slug in the language of the page."""
    if not slug:
        return None
    rows = OfferingPage.objects.live().filter(locale__language_code=languages.current(), slug=slug)
    return rows.only("title", "slug", "translation_key", "url_path", "locale").first()


def _page(
    request: HttpRequest, form: EnquiryForm, offering: OfferingPage | None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **_frame(request, gettext("Send an enquiry"), _slugs(offering)),
        "form": form,
        "offering": offering,
        "write_to": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        **more,
    }
    return render(request, "pages/enquiry.html", context, status=status)


def _slugs(offering: OfferingPage | None) -> dict[str, str]:
    """The offering's slug in each language, so that switching keeps it."""
    if offering is None:
        return {}
    versions = offering.get_translations(inclusive=True).live()
    return dict(versions.values_list("locale__language_code", "slug"))


def _frame(request: HttpRequest, title: str, slugs: dict[str, str]) -> dict[str, Any]:
    addresses = {code: translate_url(request.path, code) for code in languages.codes()}
    crumbs: tuple[Crumb, ...] = (home_crumb(), {"label": title, "url": request.path})
    context = Frame(title=title, language=languages.current(), addresses=addresses, crumbs=crumbs).context()
    for link in context["language_links"]:
        if link["code"] in slugs:
            link["url"] = f"{link['url']}?{urlencode({'offering': slugs[link['code']]})}"
    return context
