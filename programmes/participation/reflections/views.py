"""The reflection log. Nothing that is written here stands in an address, a log or a mail."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from localisation import languages
from programmes.participation import access as doors
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.reflections import access, services
from programmes.participation.reflections.exporting import as_data, as_text
from programmes.participation.reflections.forms import SearchForm, SharingForm
from programmes.participation.reflections.log import LOST, entries, search
from programmes.participation.reflections.models import Reflection
from programmes.participation.reflections.pages import asked_by, fields, readers_for, readers_in_words
from programmes.participation.writing.forms import Saved, Written
from programmes.participation.writing.titles import Titles
from programmes.participation.writing.views import frame_of, handle, private
from programmes.tailoring.models import ProgrammeModule

A_PAGE = 20


@private
def log(request: PersonRequest) -> HttpResponse:
    """All that the reader wrote. What they look for is sent in the body, so that no address tells it."""
    language, looking = languages.current(), request.method == "POST"
    form = SearchForm(request.POST if looking else None)
    wanted = form.cleaned_data["wanted"].strip() if looking and form.is_valid() else ""
    rows: Any = search(request.user, wanted) if wanted else access.own(request.user)
    page = Paginator(rows, MOST_FOUND if wanted else A_PAGE).get_page(request.GET.get("page"))
    return portal_page(
        request, "portal/reflections/log.html", entries=entries(list(page), language), page_obj=page, form=form,
        wanted=wanted, modules=[] if wanted else _open_modules(request, language),
    )  # fmt: skip


MOST_FOUND = 100


def _open_modules(request: PersonRequest, language: str) -> list[dict[str, Any]]:
    """The modules one can write freely in: those that have begun."""
    rows = ProgrammeModule.objects.filter(
        programme__in=doors.enrolled_programmes(request.user), starts_on__lte=timezone.localdate()
    ).select_related("module", "programme")
    modules = list(rows.order_by("-starts_on", "pk"))
    titles = Titles(modules, language)
    return [{"title": titles.of(row), "url": reverse("begin_reflection", args=[row.uuid])} for row in modules]


@private
def begin(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin a free entry in a module."""
    module = access.module_for(request.user, uuid)
    if request.method != "POST":
        return redirect("my_reflections")
    return redirect("my_reflection", services.begin(request.user, module).uuid)


@private
def exercise(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What one writes with an element."""
    item = access.exercise_for(request.user, uuid, timezone.localdate())

    @sensitive_variables()
    def save(written: list[Written]) -> Saved:
        return services.write_with(request.user, item, written)

    return _entry_page(request, services.with_exercise(request.user, item), save, reverse("my_exercise", args=[uuid]))


@private
def entry(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One entry of one's own."""
    row = access.own_entry(request.user, uuid)

    @sensitive_variables()
    def save(written: list[Written]) -> Saved:
        return services.write(row, written)

    return _entry_page(request, row, save, reverse("my_reflection", args=[uuid]))


def _entry_page(request: PersonRequest, row: Reflection, save: Any, action: str) -> HttpResponse:
    language, texts = languages.current(), services.texts_of(row)
    questions = asked_by(row.item, language)
    sheet = handle(request, fields(questions, texts or []), save, lambda: action) if texts is not None else None
    if sheet and sheet.response:
        return sheet.response
    readers = readers_for(request.user, row)
    places = [place for place in (row.programme_module, row.item) if place]
    titles = Titles(places, language)
    return portal_page(
        request, "portal/reflections/entry.html", entry=row, form=sheet.form if sheet else None, action=action,
        module=titles.of(row.programme_module), title=titles.of(row.item) if row.item else None,
        label_lang=questions.lang, lost="" if sheet else LOST, seen_by=readers_in_words(row, readers),
        sharing=SharingForm(row, readers), element_url=_element_url(row), status=_status(request, sheet),
        **frame_of(request.user),
    )  # fmt: skip


def _status(request: PersonRequest, sheet: Any) -> int:
    return 422 if request.method == "POST" and sheet else 200


def _element_url(row: Reflection) -> str:
    return reverse("my_element", args=[row.item.uuid]) if row.item and row.item.removed_at is None else ""


@private
def share(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Let others read an entry of one's own, or no longer."""
    row = access.own_entry(request.user, uuid)
    form = SharingForm(row, readers_for(request.user, row), request.POST)
    if request.method == "POST" and form.is_valid():
        services.share(row, **form.choice())
        row.refresh_from_db(fields=["for_leader_group", "for_course_leader"])
        messages.success(request, readers_in_words(row, readers_for(request.user, row)))
    return redirect("my_reflection", uuid)


@private
def delete(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Ask, and delete for good."""
    row = access.own_entry(request.user, uuid)
    if request.method != "POST":
        return portal_page(request, "portal/reflections/delete.html", entry=row)
    services.delete(row)
    messages.success(request, _("The entry is deleted."))
    return redirect("my_reflections")


@private
def download(request: PersonRequest, kind: str) -> HttpResponse:
    """All one's own as a file: `json` or `txt`. Raises Http404 for another kind."""
    language = languages.current()
    if kind == "json":
        body, content_type = (
            json.dumps(as_data(request.user, language), ensure_ascii=False, indent=2),
            "application/json",
        )
    elif kind == "txt":
        body, content_type = as_text(request.user, language), "text/plain; charset=utf-8"
    else:
        raise Http404
    name = f'attachment; filename="{_("reflections")}.{kind}"'
    return HttpResponse(body, content_type=content_type, headers={"Content-Disposition": name})
