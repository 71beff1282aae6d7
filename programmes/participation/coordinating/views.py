"""The coordinator's pages, beside a participant's. Every row is fetched through `access`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from cms.tables.problems import MOST_SHOWN, InvalidTable
from cms.tables.reading import ENDINGS
from cms.tables.writing import download
from localisation import languages
from programmes.participation.coordinating import access, services
from programmes.participation.coordinating.access import Coordination
from programmes.participation.coordinating.forms import ListForm, ReplaceForm, SupplyForm
from programmes.participation.coordinating.page import coordination_page
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.lists.rows import COLUMN_WORDS
from programmes.participation.services import enrol


@never_cache
@login_required
def coordination(request: PersonRequest) -> HttpResponse:
    """The programme they coordinate, or the choice between several. 404 for whoever coordinates none."""
    found = access.coordinations_of(request.user)
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("my_coordination_of", found[0].programme.slug)
    return portal_page(request, "portal/coordinating/choose.html", coordinations=found)


@never_cache
@login_required
def one_coordination(request: PersonRequest, slug: str) -> HttpResponse:
    """Dates, counts, and the list; and the forms with which it grows."""
    return _page(request, access.coordination_of(request.user, slug))


def _page(
    request: PersonRequest, found: Coordination, *, form: SupplyForm | None = None, table_form: ListForm | None = None,
    status: int = 200, **context: Any,
) -> HttpResponse:  # fmt: skip
    page = coordination_page(found, languages.current(), timezone.localdate())
    usual = {"language": next(iter(found.programme.languages), languages.current())}
    forms = {
        "form": form or SupplyForm(found, initial=usual),
        "table_form": table_form or ListForm(),
        "endings": [ending.removeprefix(".") for ending in ENDINGS],
    }
    return portal_page(request, "portal/coordinating/programme.html", status=status, page=page, **forms, **context)


@login_required
def supply(request: PersonRequest, slug: str) -> HttpResponse:
    """Enrol one more participant, who is invited by mail."""
    found = access.changing(request.user, slug)
    if request.method != "POST":
        return redirect("my_coordination_of", slug)
    form = SupplyForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    enrol(form.person(), form.cleaned_data["leader_group"], by=request.user)
    messages.success(request, _("%(name)s is on the list and gets an invitation.") % form.cleaned_data)
    return redirect("my_coordination_of", slug)


@login_required
def supply_list(request: PersonRequest, slug: str) -> HttpResponse:
    """Enrol everybody on a list, or say what is wrong with it."""
    found = access.changing(request.user, slug)
    if request.method != "POST":
        return redirect("my_coordination_of", slug)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, table_form=form, status=422)
    table = form.cleaned_data["table"]
    try:
        added = services.supply_list(found, table.read(), table.name, request.user)
    except InvalidTable as wrong:
        problems = [str(problem) for problem in wrong.problems[:MOST_SHOWN]]
        return _page(request, found, problems=problems, status=422)
    words = ngettext("%(count)d person is new on the list.", "%(count)d people are new on the list.", added)
    messages.success(request, words % {"count": added})
    return redirect("my_coordination_of", slug)


@login_required
def empty_list(request: PersonRequest, slug: str, ending: str) -> HttpResponse:
    """A list to fill in, with headings in the reader's language."""
    access.changing(request.user, slug)
    heads = [str(word) for word in COLUMN_WORDS.values()]
    return download(heads, "participants", f".{ending}", wide=len(heads))


@never_cache
@login_required
def replace(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Give a place to somebody else."""
    found = access.changing(request.user, slug)
    place = access.place_of(found, pk)
    form = ReplaceForm(place, request.POST or None, initial={"role": place.role, "language": place.user.language})
    if request.method == "POST" and form.is_valid():
        services.replace(place, form.person(), request.user)
        words = _("%(new)s has the place now, and gets an invitation.")
        messages.success(request, words % {"new": form.cleaned_data["name"]})
        return redirect("my_coordination_of", slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "place": place, "found": found}
    return portal_page(request, "portal/coordinating/replace.html", status=status, **context)
