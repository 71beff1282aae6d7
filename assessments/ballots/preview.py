"""An instrument as a participant meets it, for staff to look at: the same templates, and delivering stores nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from assessments.ballots.models import MINIMUM_K, Round, RoundUnit
from assessments.ballots.opening import DETAIL_FROM
from assessments.ballots.pages import render_page
from assessments.ballots.promise import promise
from assessments.ballots.questionnaire import Questionnaire
from assessments.disclosure.texts import fewest_texts
from assessments.instruments.coverage import gaps
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.staff import POLICY, READERS, version_url
from localisation import languages


class Preview(PermissionCheckedMixin, View):
    """The form in one language, and what comes after it. What is posted is looked at for mistakes, and forgotten."""

    permission_policy = POLICY
    any_permission_required = READERS
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["language"] not in languages.codes():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        version = get_object_or_404(InstrumentVersion.objects.select_related("instrument"), pk=pk)
        if not version.content.items:
            messages.info(request, _("There is nothing to preview before the first question is written."))
            return redirect(version_url(version))
        with translation.override(language):
            return self._page(request, version, language)

    post = get

    def _page(self, request: HttpRequest, version: InstrumentVersion, language: str) -> HttpResponse:
        sent = request.POST if request.method == "POST" else None
        sheet = Questionnaire(version.content, sent, fewest_texts=fewest_texts(MINIMUM_K))
        context = {
            "title": str(version.content.title),
            "version": version,
            "back": version_url(version),
            "language": language,
            "readings": [(code, languages.OWN_NAMES[code]) for code in languages.codes()],
            "lacks": 0 if version.is_published else len(gaps(version.content, language)),
        }
        if sheet.valid:
            return render_page(request, "portal/mapping/preview_end.html", **context)
        return render_page(
            request,
            "portal/mapping/preview.html",
            sheet=sheet,
            errors=sheet.errors,
            content=version.content,
            promise=_example_promise(),
            **context,
        )


def _example_promise() -> list[Any]:
    """What a member of a leader group would be promised in a round with the usual rules."""
    names = [_("Your organisation"), _("Your leader group")]
    round = Round(k=MINIMUM_K, detail_from=DETAIL_FROM)
    return promise(round, RoundUnit(round=round, path=names), names)


class PreviewViewSet(ViewSet):
    name = "instrument_preview"
    url_prefix = "instrument-preview"

    def get_urlpatterns(self) -> list[Any]:
        return [path("<int:pk>/<str:language>/", Preview.as_view(), name="form")]


preview_viewset = PreviewViewSet()
