"""The client's page of an offer. Whoever has its address may read it; nobody else finds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.pages.frame import language_links
from localisation import languages, nordic
from localisation.slugs import slugify
from programmes.tailoring.offers import services
from programmes.tailoring.offers.forms import AcceptForm, CommentForm
from programmes.tailoring.offers.models import Offer
from programmes.tailoring.offers.reading import read
from programmes.tailoring.offers.services import NotOpen, Person, TooManyComments
from programmes.tailoring.offers.standing import Standing

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
# What the address still shows of an offer besides what became of it.
READABLE = (Standing.OPEN, Standing.ACCEPTED, Standing.EXPIRED)
GONE = 410


def private(view: View[P]) -> View[P]:
    """Decorator: kept by no cache, found by no search engine, and its address is told to no other site."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def answers_to_post(view: View[[str]]) -> View[[str]]:
    """Decorator: whoever comes without a form, by the address alone, is shown the offer."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        return view(request, token) if request.method == "POST" else redirect("offer", token)

    return answer


@require_safe
@private
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """The offer, or what became of it."""
    row = _offer(token)
    codes = row.content["languages"]
    if languages.current() not in codes:
        return redirect(services.path_of(row, codes[0]))
    return _page(request, row, AcceptForm(prefix="accept"), CommentForm(prefix="comment"))


@answers_to_post
@private
def accept(request: HttpRequest, token: str) -> HttpResponse:
    row, form = _offer(token), AcceptForm(request.POST, prefix="accept")
    if not form.is_valid():
        return _page(request, row, form, CommentForm(prefix="comment"))
    try:
        services.accept(row, Person(**form.cleaned_data), _language(row), timezone.localdate())
    except NotOpen:
        return redirect("offer", token)
    return redirect(f"{reverse('offer', args=[token])}#answer")


@answers_to_post
@private
def comment(request: HttpRequest, token: str) -> HttpResponse:
    row, form = _offer(token), CommentForm(request.POST, prefix="comment")
    if not form.is_valid():
        return _page(request, row, AcceptForm(prefix="accept"), form)
    said = form.cleaned_data
    try:
        services.comment(row, Person(said["name"], said["email"]), said["text"], timezone.localdate())
    except NotOpen:
        return redirect("offer", token)
    except TooManyComments:
        form.add_error("text", _("This offer has many comments already. Write to us by e-mail instead."))
        return _page(request, row, AcceptForm(prefix="accept"), form)
    return redirect(f"{reverse('offer', args=[token])}?said=yes#comment")


@require_safe
@private
def document(request: HttpRequest, token: str) -> HttpResponse:
    """The offer as a PDF in the language of the page. 404 when there is none (yet), or the offer is not to be read."""
    row = _offer(token)
    if services.standing(row, timezone.localdate()) not in READABLE:
        raise Http404
    found = get_object_or_404(row.documents, language=_language(row))
    name = f"{slugify(str(row.programme))}-{row.number}.pdf"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def _offer(token: str) -> Offer:
    rows = services.with_facts(Offer.objects.select_related("programme__course_leader"))
    return get_object_or_404(rows, token=token)


def _language(row: Offer) -> str:
    """The language of the page, or the first one the offer is given in."""
    codes: list[str] = row.content["languages"]
    return languages.current() if languages.current() in codes else codes[0]


def _page(request: HttpRequest, row: Offer, accepting: forms.Form, commenting: forms.Form) -> HttpResponse:
    found = services.standing(row, timezone.localdate())
    language = _language(row)
    context = {
        "robots": "noindex, nofollow", "standing": found.value, "offer": row, "page": read(row, language),
        "readable": found in READABLE, "language_links": _languages(row),
        "menu": [], "footer_menu": [], "tool_links": [],
    }  # fmt: skip
    status = GONE if found is Standing.WITHDRAWN else 200
    if found in READABLE:
        context |= _answers(request, row, accepting, commenting, language)
    return render(request, "pages/offer.html", context, status=status)


def _answers(
    request: HttpRequest, row: Offer, accepting: forms.Form, commenting: forms.Form, language: str
) -> dict[str, Any]:
    acceptance = getattr(row, "acceptance", None)
    return {
        "accept_form": accepting,
        "comment_form": commenting,
        "said": "said" in request.GET,
        "accepted_on": nordic.day(timezone.localdate(acceptance.accepted_at)) if acceptance else "",
        "has_document": row.documents.filter(language=language).exists(),
    }


def _languages(row: Offer) -> list[dict[str, Any]]:
    """The switcher leads to the languages the offer is given in, and nowhere else."""
    codes = row.content["languages"]
    found = language_links({code: services.path_of(row, code) for code in codes})
    return [link for link in found if link["code"] in codes] if len(codes) > 1 else []
