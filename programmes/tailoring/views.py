"""Programmes in Wagtail's admin: the lists, a new one, its board, its settings, its status."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from cms.accounts import door
from localisation import languages
from localisation.resolve import choose
from programmes.library.models import LearningElement
from programmes.tailoring import access, board, board_links, checks, previews, querysets, removing, status
from programmes.tailoring.access import POLICY
from programmes.tailoring.focus import finding
from programmes.tailoring.forms import AddModuleForm, NewTemplateForm, ProgrammeForm
from programmes.tailoring.hours import Planned
from programmes.tailoring.locking import StaysAsItWas
from programmes.tailoring.models import Programme
from programmes.tailoring.plan import Plan, module_titles, plan_of
from programmes.tailoring.services import add_module

SEARCHED = ("title", "client")
STATUS_TONES = {"draft": "warning", "offered": "info", "running": "success", "completed": "neutral"}
# What the buttons say that lead to a status.
STATUS_ACTIONS = {
    "draft": gettext_lazy("Take back the offer"),
    "offered": gettext_lazy("Send an offer"),
    "running": gettext_lazy("Start the programme"),
    "completed": gettext_lazy("Complete the programme"),
}


class StaffPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What all pages of this room share: who may see them, and the way back to the list."""

    permission_policy = POLICY
    permission_required = "change"
    header_icon = "calendar-alt"

    def trail(self) -> list[dict[str, Any]]:
        """The breadcrumbs between the list and this page."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse_lazy("programmes:index"), "label": _("Deliveries")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, first, *self.trail(), here]

    def log_edit(self, programme: Programme) -> None:
        """Remember who changed the programme, for its history."""
        log(instance=programme, action="wagtail.edit", user=self.request.user)


class ProgrammePage(StaffPage, StaysAsItWas):
    """A page about one programme, named `pk` in the address."""

    @cached_property
    def programme(self) -> Programme:
        rows = Programme.objects.select_related("course_leader", "template")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def may_edit(self) -> bool:
        """Whether whoever looks runs this programme, and it is not over."""
        return access.runs(self.request.user, self.programme) and not self.is_over

    @property
    def may_compose(self) -> bool:
        """Whether they also decide what the client is promised: its facts, its offers, who leads it."""
        return access.edits(self.request.user) and not self.is_over

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": board_url(self.programme), "label": str(self.programme)}]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        if self.programme.is_template:
            place = len(self.breadcrumbs_items)
            items[place] = {"url": reverse_lazy("programme_templates:index"), "label": _("Programme templates")}
        return items


def board_url(programme: Programme) -> str:
    return reverse("programmes:board", args=[programme.pk])


class ProgrammeIndex(IndexView):
    """Search goes through titles and clients in every language."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Programme]) -> QuerySet[Programme]:
        if not self.is_searching:
            return queryset
        wanted = Q()
        for field in SEARCHED:
            for code in languages.codes():
                wanted |= Q(**{f"{field}__{code}__icontains": self.search_query})
        return queryset.filter(wanted)

    def get_base_queryset(self) -> QuerySet[Programme]:
        return super().get_base_queryset().filter(access.among(self.request.user))

    def get_edit_url(self, instance: Programme) -> str:
        return board_url(instance)

    def get_list_buttons(self, instance: Programme) -> list[Any]:
        return []


class InLibrary(StaffPage, View):
    """Leads to the library's page of a learning element, in the language of whoever asks."""

    permission_required = None
    any_permission_required = ["add", "change", "view"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = LearningElement.objects.filter(translation_key=kwargs["key"]).select_related("locale")
        by_language = {row.locale.language_code: row for row in rows}
        code = choose(by_language, languages.current())
        if code is None:
            raise Http404
        row = by_language[code]
        return redirect(row.snippet_viewset.get_url_name("edit"), row.pk)


class NewTemplate(StaffPage, FormView):
    permission_required = "add"
    template_name = "staff/programme_form.html"
    form_class = NewTemplateForm
    page_title = gettext_lazy("New template")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Programme(languages=languages.codes())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("programme_templates:index"), **kwargs)

    def form_valid(self, form: NewTemplateForm) -> HttpResponse:
        template = form.save()
        log(instance=template, action="wagtail.create", user=self.request.user)
        messages.success(self.request, _("The template is ready for its first module."))
        return redirect(board_url(template))


class Settings(ProgrammePage, FormView):
    """A programme's facts: title, client, languages, course leader."""

    template_name = "staff/programme_form.html"
    form_class = ProgrammeForm
    page_title = gettext_lazy("Settings")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.programme}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=board_url(self.programme), **kwargs)

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        form.save()
        self.log_edit(self.programme)
        messages.success(self.request, _("Saved."))
        return redirect(board_url(self.programme))


class BoardMixin(ProgrammePage):
    """The context of the board, with one module open or none."""

    template_name = "staff/board.html"
    page_title = gettext_lazy("Board")
    open_module: int | None = None

    @cached_property
    def plan(self) -> Plan:
        return plan_of(self.programme, languages.current(), timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What is over needs no mending, and its page no longer changes with the library.
        findings = [] if self.is_over else checks.run(self.plan)
        view = board.View(self.may_edit, self.open_module, tuple(findings))
        return super().get_context_data(
            programme=self.programme,
            modules=board.columns(self.plan, view),
            checks=board.check_rows(findings),
            check_counts=board.check_counts(findings),
            hours=board.hours_of(self.plan, self._planned.total),
            hours_table=board.hours_table(self.plan, self._planned),
            removed_modules=self._removed_modules(),
            tone=STATUS_TONES[self.programme.status],
            links=[link for link in board_links.links_for(self.programme) if door.opens(self.request.user, link.url)],
            readings=self.readings(),
            may_edit=self.may_edit,
            may_compose=self.may_compose,
            actions=self._status_actions(blocked=bool(checks.stops(findings))),
            **kwargs,
        )

    def readings(self) -> list[previews.Reading]:
        """This page as participants see it, in each of their languages."""
        return previews.readings(self.programme, lambda found, code: found.programme(self.programme, code))

    def _removed_modules(self) -> list[dict[str, Any]]:
        """What can be put back, by its title; not while one module is open."""
        if not self.may_edit or self.open_module or not removing.has_removed_modules(self.programme):
            return []
        edition = "module__current_edition", "pinned_edition"
        rows = list(removing.removed_modules(self.programme).select_related(*edition))
        titles = module_titles(rows, languages.current())
        return [{"row": row, "title": titles[row.pk]} for row in rows]

    @property
    def _planned(self) -> Planned:
        """What was planned; nothing for what is over, since a template goes on changing."""
        return Planned() if self.is_over else self.plan.planned

    def _status_actions(self, blocked: bool) -> list[dict[str, Any]]:
        if self.programme.is_template or not self.may_edit:
            return []
        return [
            {
                "value": value,
                "label": STATUS_ACTIONS[value],
                "blocked": blocked and value in status.CHECKED,
                "first": number == 0,
            }
            for number, value in enumerate(self._next())
        ]

    def _next(self) -> list[str]:
        """What the programme may become by the hand of whoever looks."""
        every = status.NEXT[self.programme.status]
        return [value for value in every if self.may_compose or value in status.BY_LEADER]


class Board(BoardMixin, TemplateView):
    """The whole programme on one page."""

    open_when_over = True
    permission_required = None
    any_permission_required = ["add", "change", "view"]

    def get_page_title(self) -> str:
        return str(self.programme)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = [] if self.programme.is_template else finding.areas_of(self.programme)
        return super().get_context_data(focus_areas=areas, **kwargs)

    def trail(self) -> list[dict[str, Any]]:
        return []


class ChangeStatus(ProgrammePage, View):
    """Start or complete the programme, or take its offer back. A stop leads back to the board with its checks."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("status", "")
        if wanted not in status.BY_LEADER and not access.edits(request.user):
            raise Http404
        if wanted == Programme.Status.OFFERED:
            return redirect("programmes:offer_new", self.programme.pk)
        try:
            status.change(self.programme, wanted, timezone.localdate())
        except status.Blocked as blocked:
            words = [_("The programme can't start yet."), *(finding.message for finding in blocked.findings)]
            messages.error(request, " ".join(words))
        except ValueError:
            messages.error(request, _("The programme has another status by now."))
        else:
            log(instance=self.programme, action=status.action_of(wanted), user=request.user)
            messages.success(request, _("%(title)s: %(status)s.") % self._words())
        return redirect(board_url(self.programme))

    def _words(self) -> dict[str, str]:
        return {"title": str(self.programme), "status": self.programme.get_status_display().lower()}


class Complete(ProgrammePage, TemplateView):
    """Asks before a programme is completed, since there is no way back."""

    template_name = "staff/complete.html"
    page_title = gettext_lazy("Complete the programme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Complete %(title)s? It can't be taken back.") % {"title": self.programme}
        return super().get_context_data(
            question=question, programme=self.programme, back=board_url(self.programme), **kwargs
        )


class AddModule(ProgrammePage, FormView):
    template_name = "staff/module_add.html"
    form_class = AddModuleForm
    page_title = gettext_lazy("Add a module")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "modules": querysets.free_modules(self.programme)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=board_url(self.programme), **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        module = add_module(self.programme, form.cleaned_data["module"])
        self.log_edit(self.programme)
        return redirect("programmes:module", module.pk)
