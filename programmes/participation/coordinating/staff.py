"""Staff appoint the coordinators of a programme's organisations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages

from localisation import languages
from programmes.participation.coordinating import services
from programmes.participation.coordinating.forms import AppointForm
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.leading.base import LeadingPage


class Coordinators(LeadingPage, FormView):
    """Who coordinates which organisation, and a form for one more."""

    open_when_over = False
    template_name = "staff/leading/coordinators.html"
    form_class = AppointForm
    page_title = gettext_lazy("Coordinators")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        return {"language": next(iter(self.programme.languages), languages.current())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Coordinator.objects.filter(programme=self.programme).select_related("user", "organisation")
        return super().get_context_data(**{"programme": self.programme, "rows": rows, **kwargs})

    def form_valid(self, form: AppointForm) -> HttpResponse:
        services.appoint(self.programme, by=self.request.user, **form.cleaned_data)
        self.log_edit(self.programme)
        messages.success(self.request, _("%(name)s is coordinator and gets an invitation.") % form.cleaned_data)
        return redirect("leading:coordinators", self.programme.pk)


class Remove(LeadingPage, View):
    """Somebody coordinates an organisation no longer. The participants they put on the list stay."""

    http_method_names = ["post"]
    open_when_over = False

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(Coordinator, programme=self.programme, pk=self.kwargs["row"])
        words = _("%(name)s no longer coordinates %(organisation)s.")
        messages.success(request, words % {"name": row.user, "organisation": row.organisation})
        row.delete()
        self.log_edit(self.programme)
        return redirect("leading:coordinators", self.programme.pk)
