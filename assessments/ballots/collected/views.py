"""Answers collected elsewhere, in Wagtail's admin: hand in a table, look at what was found, confirm, see the result.

The table is sealed before anything is stored, and never lies on the disk: the upload is kept in memory or refused.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from assessments.ballots import staff
from assessments.ballots.access import conducted_by
from assessments.ballots.collected import services
from assessments.ballots.collected.forms import LARGEST, ConfirmForm, HandInForm
from assessments.ballots.collected.models import AnswerImport, ImportKey
from assessments.ballots.collected.rows import LEVELS, header
from assessments.ballots.collected.sealing import NoKeyYet
from assessments.ballots.collected.tasks import MAKE_KEY
from assessments.instruments.models import Instrument
from assessments.instruments.services import UnknownInstrument, newest_version
from cms.jobs.models import Job
from cms.jobs.services import enqueue
from cms.tables.reading import ENDINGS
from cms.tables.writing import download

State = AnswerImport.State


class InMemory(MemoryFileUploadHandler):
    """Takes a file that fits, and leaves out one that doesn't."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.activated = True
        self.fits = content_length <= LARGEST

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.fits:
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


class Page(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page beside the list of rounds."""

    permission_policy = staff.POLICY
    permission_required = "add"
    header_icon = "upload"
    page_title = gettext_lazy("Import answers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("rounds:index"), "label": _("Mappings")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.get_page_title()}]


@method_decorator(csrf_exempt, name="dispatch")
class HandIn(Page, FormView):
    """Exempt only so that the upload can be kept off the disk before Django reads it; `_protected` checks the token."""

    template_name = "staff/mapping/import.html"
    form_class = HandInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return self._protected(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def _protected(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not ImportKey.objects.exists():
            enqueue(MAKE_KEY, started_by=request.user)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "programme": self.request.GET.get("programme")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        instruments = Instrument.objects.filter(versions__isnull=False).distinct()
        return super().get_context_data(instruments=instruments, endings=ENDINGS, **kwargs)

    @sensitive_variables()
    def form_valid(self, form: HandInForm) -> HttpResponse:
        chosen = form.cleaned_data
        version, table = newest_version(chosen["instrument"].code), chosen["table"]
        try:
            row = services.hand_in(
                chosen["programme"], version, table.name, table.read(), form.rules, by=self.request.user
            )
        except NoKeyYet:
            form.add_error(None, _("The site is still preparing for imports. Try again in a minute."))
            return self.form_invalid(form)
        return redirect("rounds:imported", row.pk)


class OwnImport(Page):
    """Only whoever handed a table in sees it, as long as they conduct the programme's rounds."""

    @cached_property
    def row(self) -> AnswerImport:
        theirs = conducted_by(self.request.user).order_by().values("pk")
        mine = AnswerImport.objects.filter(job__started_by=self.request.user, programme__in=theirs)
        rows = mine.select_related("programme", "version__instrument", "job", "round").defer("sealed")
        return get_object_or_404(rows, pk=self.kwargs["uuid"])


class Imported(OwnImport, TemplateView):
    """How a table stands: being read, wrong, ready to confirm, being imported, done."""

    template_name = "staff/mapping/imported.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        units = row.preview.get("units", [])
        has_new = any(unit["new"] for unit in units)
        unfinished = row.state in (State.HANDED_IN, State.CONFIRMED)
        failed = unfinished and (row.job is None or row.job.state == Job.State.FAILED)
        closed = row.round is not None and row.round.state == "closed"
        context = {
            "row": row,
            "units": units,
            "has_new": has_new,
            "failed": failed,
            "closed": closed,
            "waits": (unfinished and not failed) or (row.state == State.DONE and not closed),
            "form": ConfirmForm(has_new=has_new),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm."""
        row = self.row
        form = ConfirmForm(request.POST, has_new=any(unit["new"] for unit in row.preview.get("units", [])))
        if row.state == State.READ and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        services.confirm(row, create_units=form.data.get("create_units") == "on", by=request.user)
        return redirect("rounds:imported", row.pk)


class Drop(OwnImport, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.drop(self.row)
        messages.success(request, _("The table is deleted."))
        return redirect("rounds:import")


class Template(Page, View):
    """An empty table for an instrument."""

    def get(self, request: HttpRequest, code: str, ending: str) -> HttpResponse:
        try:
            version = newest_version(code)
        except UnknownInstrument as error:
            raise Http404 from error
        return download(header(version.content), code, f".{ending}", wide=len(LEVELS))


urlpatterns = [
    path("import/", HandIn.as_view(), name="import"),
    path("import/template/<slug:code>.<slug:ending>", Template.as_view(), name="import_template"),
    path("import/<uuid:uuid>/", Imported.as_view(), name="imported"),
    path("import/<uuid:uuid>/drop/", Drop.as_view(), name="import_drop"),
]
