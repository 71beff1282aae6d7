"""Who means to come to a gathering, and who was there; the course leader notes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from programmes.participation.gatherings.services import Place, evaluations, note_presence, roll
from programmes.participation.leading.base import LeadingPage
from programmes.tailoring.models import Gathering

SAID = {"yes": True, "no": False, "": None}
WORDS = {value: word for word, value in SAID.items()}


class Presence(LeadingPage, TemplateView):
    """The roll of one gathering. What participants thought of it is for the programme's own course leader alone."""

    template_name = "staff/leading/presence.html"
    header_icon = "date"

    @cached_property
    def gathering(self) -> Gathering:
        rows = Gathering.objects.filter(programme_module__programme=self.programme).select_related("programme_module")
        return get_object_or_404(rows, pk=self.kwargs["gathering"])

    def get_page_title(self) -> str:
        return _("Attendance: %(gathering)s") % {"gathering": self.gathering}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = roll(self.gathering)
        own = self.programme.course_leader_id == self.request.user.pk
        context = {
            "programme": self.programme, "gathering": self.gathering, "rows": [_row(place) for place in places],
            "coming": sum(place.coming is True for place in places),
            "absent": sum(place.coming is False for place in places),
            "evaluations": evaluations(self.gathering) if own else [],
        }  # fmt: skip
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note what was changed since the page was made, so that two who note at once take nothing from one another."""
        noted = {}
        for place in roll(self.gathering):
            key = place.user.pk
            value = request.POST.get(f"present-{key}")
            if value in SAID and value != request.POST.get(f"before-{key}", ""):
                noted[key] = SAID[value]
        note_presence(self.gathering, noted, request.user)
        messages.success(request, _("Saved."))
        return redirect("leading:presence", self.programme.pk, self.gathering.pk)


def _row(place: Place) -> dict[str, Any]:
    said = {True: _("comes"), False: _("does not come"), None: _("has not answered")}
    choices = (("yes", _("was there")), ("no", _("was not there")), ("", _("not noted")))
    return {"place": place, "coming": said[place.coming], "present": WORDS[place.present], "choices": choices}
