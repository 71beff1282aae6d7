"""Lists of library objects in Wagtail's admin: hand in, look at what was found, confirm, see the result, undo."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from cms.jobs.models import Job
from cms.tables.reading import ENDINGS
from cms.tables.writing import download
from programmes.library.lists.columns import columns_of, headings
from programmes.library.lists.forms import UPDATE, ConfirmForm, HandInForm
from programmes.library.lists.models import LibraryImport
from programmes.library.lists.services import STANDINGS, THERE, course
from programmes.library.lists.undoing import objects_untouched
from programmes.library.services import MODELS
from programmes.library.vocabulary import ThingKind

State = LibraryImport.State
AT_WORK = (State.HANDED_IN, State.CONFIRMED, State.UNDOING)
CAN_BE_UNDONE = (State.DONE, State.CONFIRMED)


def kinds_for(user: Any) -> list[tuple[str, Any]]:
    """The kinds that somebody may add."""
    return [
        (kind.value, kind.label)
        for kind in ThingKind
        if user.has_perm(f"programmes.add_{MODELS[kind.value]._meta.model_name}")
    ]


class Page(WagtailAdminTemplateMixin):
    """A page for those who may add to the library; for others it is not there."""

    header_icon = "upload"
    page_title = gettext_lazy("Import to the library")
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not kinds_for(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @property
    def mine(self) -> QuerySet[LibraryImport]:
        """The lists that this person has handed in."""
        rows = LibraryImport._default_manager.filter(job__started_by=self.request.user)
        return rows.filter(kind__in=[kind for kind, _label in kinds_for(self.request.user)]).select_related("job")


class HandIn(Page, FormView):
    template_name = "staff/library/import.html"
    form_class = HandInForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": kinds_for(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [
            {
                "kind": kind,
                "label": label,
                "columns": [each for each in columns_of(kind).values() if each.choices],
            }
            for kind, label in kinds_for(self.request.user)
        ]
        return super().get_context_data(kinds=kinds, endings=ENDINGS, **kwargs)

    def form_valid(self, form: HandInForm) -> HttpResponse:
        table = form.cleaned_data["table"]
        row = course.hand_in(table.name, table.read(), by=self.request.user, kind=form.cleaned_data["kind"])
        return redirect("library_lists:imported", row.pk)


class OwnList(Page):
    """Only whoever handed a list in sees it."""

    @cached_property
    def row(self) -> LibraryImport:
        return get_object_or_404(self.mine, pk=self.kwargs["uuid"])


class Imported(OwnList, TemplateView):
    """How a list stands: being read, wrong, ready to confirm, being imported, done, taken back."""

    template_name = "staff/library/imported.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        counts = row.preview.get("counts", {})
        failed = row.state in AT_WORK and (row.job is None or row.job.state == Job.State.FAILED)
        context = {
            "row": row,
            "failed": failed,
            "waits": row.state in AT_WORK and not failed,
            "counts": [(label, counts[standing]) for standing, label in STANDINGS.items() if counts.get(standing)],
            "things": [{**thing, "standing": STANDINGS[thing["standing"]]} for thing in row.preview.get("things", [])],
            "index": reverse(MODELS[row.kind].snippet_viewset.get_url_name("list")),
            "can_be_undone": row.state == State.DONE or (failed and row.state == State.CONFIRMED),
            "form": self._form(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _form(self, data: Any = None) -> ConfirmForm:
        return ConfirmForm(data, has_existing=bool(self.row.preview.get("counts", {}).get(THERE)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm."""
        form = self._form(request.POST)
        if self.row.state == State.READ:
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            course.confirm(self.row, by=request.user, update_existing=form.cleaned_data.get("existing") == UPDATE)
        return redirect("library_lists:imported", self.row.pk)


class Drop(OwnList, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        course.drop(self.row)
        messages.success(request, _("The list is deleted."))
        return redirect("library_lists:import")


class GoOn(OwnList, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        course.go_on(self.row, by=request.user)
        return redirect("library_lists:imported", self.row.pk)


class Undo(OwnList, TemplateView):
    """What can be taken back of an import."""

    template_name = "staff/confirm.html"
    page_title = gettext_lazy("Undo the import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.row.state not in CAN_BE_UNDONE:
            raise Http404
        going = objects_untouched(self.row)
        question = ngettext(
            "Take back %(going)d draft? What somebody has saved, published or put into a programme since stays.",
            "Take back %(going)d drafts? What somebody has saved, published or put into a programme since stays.",
            going,
        ) % {"going": going}
        back = reverse("library_lists:imported", args=[self.row.pk])
        return super().get_context_data(question=question, back=back, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        course.undo(self.row, by=request.user)
        return redirect("library_lists:imported", self.row.pk)


class Template(Page, View):
    """An empty list with headings in the reader's language."""

    def get(self, request: HttpRequest, kind: str, ending: str) -> HttpResponse:
        if kind not in dict(kinds_for(request.user)):
            raise Http404
        heads = headings(kind)
        return download(heads, kind, f".{ending}", wide=len(heads))


class LibraryListsViewSet(ViewSet):
    name = "library_lists"
    url_prefix = "library-lists"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", HandIn.as_view(), name="import"),
            path("template/<slug:kind>.<slug:ending>", Template.as_view(), name="template"),
            path("<uuid:uuid>/", Imported.as_view(), name="imported"),
            path("<uuid:uuid>/drop/", Drop.as_view(), name="drop"),
            path("<uuid:uuid>/go-on/", GoOn.as_view(), name="go_on"),
            path("<uuid:uuid>/undo/", Undo.as_view(), name="undo"),
        ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(kinds_for(request.user))


def menu_item() -> MenuItem:
    """The entry below the kinds."""
    address = reverse("library_lists:import")
    return ImportMenuItem(_("Import to the library"), address, name="library-lists", icon_name="upload", order=65)
