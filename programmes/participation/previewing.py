"""*See as participant*: a programme's pages as somebody new to it meets them, for staff. Nothing is stored.

The pages are made by the same builders and templates as the participant's own. There is no participant: no progress, no
leader group, and none of the sections that belong to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone, translation
from django.views.generic import View
from wagtail.admin.viewsets.base import ViewSet

from programmes.participation.element import element_page
from programmes.participation.gatherings.page import gathering_page
from programmes.participation.group import course_leader
from programmes.participation.page import board, module_page
from programmes.participation.playing import send_captions, send_recording
from programmes.participation.schedule import schedule_of
from programmes.participation.survey import Survey, survey
from programmes.participation.ways import PreviewWays
from programmes.tailoring import previews
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.previews import languages_of, readings
from programmes.tailoring.views import board_url


@dataclass(frozen=True)
class Look:
    """A programme as it is looked at: in which language, as on which day, and where the page's links lead."""

    programme: Programme
    language: str
    day: date

    @property
    def ways(self) -> PreviewWays:
        return PreviewWays(self.programme.pk, self.language)

    @property
    def survey(self) -> Survey:
        return survey(self.programme, None, self.ways)


def day_of(programme: Programme) -> date:
    """The day as on which a programme is previewed: today, or its first day while that is ahead. One query."""
    today = timezone.localdate()
    first: date | None = programme.modules.aggregate(first=Min("starts_on"))["first"]
    return max(today, first) if first else today


class Preview(View):
    """One page of a programme in one of its languages. A subclass says which template, and what it needs."""

    http_method_names = ["get", "head"]
    template_name: str

    def context(self, look: Look, **kwargs: Any) -> dict[str, Any]:
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int, language: str, **kwargs: Any) -> HttpResponse:
        programme = get_object_or_404(Programme.objects.select_related("course_leader"), pk=pk)
        if language not in languages_of(programme):
            raise Http404
        look = Look(programme, language, day_of(programme))
        # The strip speaks to staff in their language; the page below it is a participant's.
        frame = {**_no_frame(), "preview": self._strip(look), "programme": programme}
        with translation.override(language):
            return render(request, self.template_name, {**frame, **self.context(look, **kwargs)})

    def _strip(self, look: Look) -> str:
        kept = {name: value for name, value in self.kwargs.items() if name == "uuid"}
        return render_to_string(
            "portal/preview_strip.html",
            {
                "look": look,
                "day": look.day if look.day != timezone.localdate() else None,
                "readings": readings(look.programme, lambda _previews, code: self._in(look, code, **kept)),
                "back": board_url(look.programme),
            },
        )

    def _in(self, look: Look, language: str, **kwargs: UUID) -> str:
        ways = PreviewWays(look.programme.pk, language)
        return ways.page(self.request.resolver_match.url_name, *kwargs.values())


def _no_frame() -> dict[str, Any]:
    """Nothing of the frame around a participant's pages: its menus are those of whoever is logged in."""
    return {"portal_menu": [], "language_links": [], "tool_links": [], "robots": "noindex"}


class ProgrammePreview(Preview):
    template_name = "portal/my_programme.html"

    def context(self, look: Look, **kwargs: Any) -> dict[str, Any]:
        leader = course_leader(look.programme)
        return {"board": board(look.survey, look.language, look.day), "course_leader": leader}


class SchedulePreview(Preview):
    template_name = "portal/schedule.html"

    def context(self, look: Look, **kwargs: Any) -> dict[str, Any]:
        return {"modules": schedule_of(look.survey, look.language, look.day)}


class ModulePreview(Preview):
    template_name = "portal/module.html"

    def context(self, look: Look, **kwargs: Any) -> dict[str, Any]:
        module = get_object_or_404(ProgrammeModule, programme=look.programme, uuid=kwargs["uuid"])
        return {"module": module_page(look.survey, module.uuid, look.language, look.day)}


class ElementPreview(Preview):
    template_name = "portal/element.html"

    def context(self, look: Look, **kwargs: Any) -> dict[str, Any]:
        return {"page": element_page(_item(look.programme.pk, kwargs["uuid"]), look.language, look.day, look.ways)}


def _item(programme: int, uuid: UUID) -> ProgrammeItem:
    """An item of a programme; one query. Raises Http404."""
    rows = ProgrammeItem.objects.filter(programme_module__programme=programme).select_related(
        "programme_module__programme",
        "programme_module__module",
        "thing__current_edition__thing",
        "pinned_edition__thing",
    )
    return get_object_or_404(rows, uuid=uuid)


class RecordingPreview(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, language: str, uuid: UUID) -> HttpResponseBase:
        return send_recording(request, _item(pk, uuid))


class CaptionsPreview(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, language: str, uuid: UUID, code: str) -> HttpResponse:
        return send_captions(_item(pk, uuid), code)


class GatheringPreview(Preview):
    template_name = "portal/gathering.html"

    def context(self, look: Look, **kwargs: Any) -> dict[str, Any]:
        rows = Gathering.objects.filter(programme_module__programme=look.programme).select_related(
            "programme_module__programme", "programme_module__module"
        )
        row = get_object_or_404(rows, uuid=kwargs["uuid"])
        return {"page": gathering_page(row, look.language, look.day, look.ways)}


class PreviewViewSet(ViewSet):
    name = "programme_preview"
    url_prefix = "programme-preview"

    def get_urlpatterns(self) -> list[Any]:
        below = "<int:pk>/<slug:language>/"
        return [
            path(below, ProgrammePreview.as_view(), name="programme"),
            path(f"{below}schedule/", SchedulePreview.as_view(), name="schedule"),
            path(f"{below}module/<uuid:uuid>/", ModulePreview.as_view(), name="module"),
            path(f"{below}element/<uuid:uuid>/", ElementPreview.as_view(), name="element"),
            path(f"{below}element/<uuid:uuid>/recording", RecordingPreview.as_view(), name="recording"),
            path(f"{below}element/<uuid:uuid>/captions-<slug:code>.vtt", CaptionsPreview.as_view(), name="captions"),
            path(f"{below}gathering/<uuid:uuid>/", GatheringPreview.as_view(), name="gathering"),
        ]


class PreviewAddresses:
    """Where staff's pages find the previews."""

    def programme(self, programme: Programme, language: str) -> str:
        return PreviewWays(programme.pk, language).programme(programme.slug)

    def module(self, module: ProgrammeModule, language: str) -> str:
        return PreviewWays(module.programme_id, language).module(module.uuid)

    def item(self, item: ProgrammeItem, language: str) -> str:
        return PreviewWays(item.programme_module.programme_id, language).element(item.uuid)


previews.register(PreviewAddresses())
