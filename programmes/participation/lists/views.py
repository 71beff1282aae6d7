"""Lists of participants in Wagtail's admin: hand in, look at what was found, confirm, see the result, take it back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from cms.jobs.models import Job
from cms.tables.problems import MOST_SHOWN
from cms.tables.reading import ENDINGS
from cms.tables.writing import download
from programmes.participation.doors import among
from programmes.participation.lists import services
from programmes.participation.lists.forms import ConfirmForm, HandInForm
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.lists.preview import Standing
from programmes.participation.lists.rows import COLUMN_WORDS
from programmes.participation.lists.undoing import Outlook, Why, outlook
from programmes.participation.models import Enrolment

State = ParticipantImport.State
AT_WORK = (State.HANDED_IN, State.CONFIRMED, State.UNDOING)
CAN_BE_UNDONE = (State.DONE, State.CONFIRMED)
EARLIER = 10


class Page(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page beside the list of participants."""

    permission_policy = ModelPermissionPolicy(Enrolment)
    permission_required = "add"
    header_icon = "upload"
    page_title = gettext_lazy("Import a list")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("participants:index"), "label": _("Participants")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.get_page_title()}]

    @property
    def mine(self) -> QuerySet[ParticipantImport]:
        """The lists that this person has handed in, for programmes they still run."""
        rows = ParticipantImport.objects.filter(
            among(self.request.user, "programme__"), job__started_by=self.request.user
        )
        return rows.select_related("job", "programme").defer("content")


class HandIn(Page, FormView):
    template_name = "staff/participants/import.html"
    form_class = HandInForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "programme": self.request.GET.get("programme")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.mine.filter(state__in=[State.READ, State.CONFIRMED, State.DONE, State.UNDOING, State.UNDONE])
        return super().get_context_data(endings=ENDINGS, earlier=earlier[:EARLIER], **kwargs)

    def form_valid(self, form: HandInForm) -> HttpResponse:
        table = form.cleaned_data["table"]
        row = services.hand_in(form.cleaned_data["programme"], table.name, table.read(), by=self.request.user)
        return redirect("participants:imported", row.pk)


class OwnList(Page):
    """Only whoever handed a list in sees it."""

    @cached_property
    def row(self) -> ParticipantImport:
        return get_object_or_404(self.mine, pk=self.kwargs["uuid"])


class Imported(OwnList, TemplateView):
    """How a list stands: being read, wrong, ready to confirm, being imported, done, taken back."""

    template_name = "staff/participants/imported.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        counts, people = row.preview.get("counts", {}), row.preview.get("people", [])
        failed = row.state in AT_WORK and (row.job is None or row.job.state == Job.State.FAILED)
        context = {
            "row": row,
            "failed": failed,
            "waits": row.state in AT_WORK and not failed,
            "counts": [(standing.label, counts[standing]) for standing in Standing if counts.get(standing)],
            "new": row.preview.get("rows", 0) - counts.get(Standing.THERE, 0),
            "people": [{**person, "standing": Standing(person["standing"]).label} for person in people],
            "kept": [(Why(why).label, number) for why, number in row.kept.items()],
            "form": self._form(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _form(self, data: Any = None) -> ConfirmForm:
        return ConfirmForm(data, has_missing=bool(self.row.preview.get("groups")), initial={"send_invitation": True})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm."""
        form = self._form(request.POST)
        if self.row.state == State.READ:
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            services.confirm(
                self.row, create_groups=form.cleaned_data.get("create_groups", False),
                send_invitation=form.cleaned_data["send_invitation"], by=request.user,
            )  # fmt: skip
        return redirect("participants:imported", self.row.pk)


class Drop(OwnList, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.drop(self.row)
        messages.success(request, _("The list is deleted."))
        return redirect("participants:import")


class GoOn(OwnList, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.go_on(self.row, by=request.user)
        return redirect("participants:imported", self.row.pk)


class Undo(OwnList, TemplateView):
    """What can be taken back of an import, and what can't and why."""

    template_name = "staff/participants/undo.html"
    page_title = gettext_lazy("Undo the import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.row.state not in CAN_BE_UNDONE:
            raise Http404
        found = outlook(self.row)
        return super().get_context_data(row=self.row, outlook=found, staying=_staying(found), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.undo(self.row, by=request.user)
        return redirect("participants:imported", self.row.pk)


def _staying(found: Outlook) -> list[tuple[Enrolment, str]]:
    """The first of those who stay, and why."""
    first = dict(list(found.staying.items())[:MOST_SHOWN])
    rows = Enrolment.objects.filter(pk__in=first).select_related("user", "leader_group__organisation")
    return [(row, first[row.pk].label) for row in rows]


class Template(Page, View):
    """An empty list with headings in the reader's language."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        heads = [str(word) for word in COLUMN_WORDS.values()]
        return download(heads, "participants", f".{ending}", wide=len(heads))


urlpatterns = [
    path("import/", HandIn.as_view(), name="import"),
    path("import/template.<slug:ending>", Template.as_view(), name="import_template"),
    path("import/<uuid:uuid>/", Imported.as_view(), name="imported"),
    path("import/<uuid:uuid>/drop/", Drop.as_view(), name="import_drop"),
    path("import/<uuid:uuid>/go-on/", GoOn.as_view(), name="import_go_on"),
    path("import/<uuid:uuid>/undo/", Undo.as_view(), name="import_undo"),
]
