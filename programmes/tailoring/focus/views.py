"""A programme's focus areas: chosen, suggested by what its mappings show, and what the library has for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from localisation import languages
from programmes.library.models import Thing
from programmes.library.services import contents
from programmes.library.vocabulary import Phase
from programmes.tailoring import querysets
from programmes.tailoring.focus import finding, services, showing
from programmes.tailoring.focus.forms import FocusForm
from programmes.tailoring.focus.models import FocusArea
from programmes.tailoring.models import ProgrammeModule
from programmes.tailoring.plan import module_titles
from programmes.tailoring.services import add_module
from programmes.tailoring.views import ProgrammePage

GONE = gettext_lazy("It is in the programme by now, or no longer on offer. Look at the proposals as they are now.")


class FocusPage(ProgrammePage):
    @cached_property
    def areas(self) -> list[FocusArea]:
        return finding.areas_of(self.programme)

    @property
    def back(self) -> str:
        return reverse("programmes:focus", args=[self.programme.pk])


class Proposals(FocusPage, TemplateView):
    """The page: focus areas, suggestions, and proposals from the library."""

    permission_required = None
    any_permission_required = ["add", "change", "view"]
    template_name = "staff/focus/page.html"
    page_title = gettext_lazy("Focus areas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            programme=self.programme,
            areas=self.areas,
            may_edit=self.may_edit,
            **showing.panel(self.programme, self.request.user, self.areas),
            **kwargs,
        )


class Fragment(Proposals):
    """The same without the page around it, for the board."""

    template_name = "staff/focus/proposals.html"


class Choose(FocusPage, FormView):
    template_name = "staff/focus/form.html"
    form_class = FocusForm
    page_title = gettext_lazy("Choose focus areas")

    def trail(self) -> list[dict[str, Any]]:
        return [*super().trail(), {"url": self.back, "label": _("Focus areas")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial", None)
        return {**kwargs, "chosen": [area.code for area in self.areas]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back, **kwargs)

    def form_valid(self, form: FocusForm) -> HttpResponse:
        services.choose(self.programme, form.cleaned_data["areas"])
        self.log_edit(self.programme)
        messages.success(self.request, _("Saved."))
        return redirect(self.back)


class Answer(FocusPage, View):
    """Follow a suggestion, or don't."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        code, follow = request.POST.get("code", ""), request.POST.get("answer") == "accept"
        done = (services.accept if follow else services.decline)(self.programme, code)
        if not done:
            messages.error(request, _("There is no such ability any more."))
        elif follow:
            self.log_edit(self.programme)
            messages.success(request, _("Added to the focus areas."))
        else:
            messages.success(request, _("It is not suggested again."))
        return redirect(self.back)


class Add(FocusPage, View):
    """Add what is proposed: an element to a phase of a module, or a module."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            key = UUID(request.POST.get("thing", ""))
        except ValueError as wrong:
            raise Http404 from wrong
        place = request.POST.get("place", "")
        done = self._add_element(key, place) if place else self._add_module(key)
        if not done:
            messages.warning(request, GONE)
        return redirect(self.back)

    def _add_element(self, key: UUID, place: str) -> bool:
        module, _dash, phase = place.partition("-")
        if not module.isdecimal() or phase not in Phase.values:
            raise Http404
        try:
            item = services.add_element(self.programme, key, int(module), phase, self.request.user)
        except ProgrammeModule.DoesNotExist:
            return False
        if item is None:
            return False
        self.log_edit(self.programme)
        module = module_titles([item.programme_module], languages.current())[item.programme_module_id]
        said = {"title": title_of(item.thing), "module": module, "phase": Phase(phase).label.lower()}
        words = _("%(title)s was added to %(module)s, %(phase)s.") % said
        buttons = [
            messages.button(reverse("programmes:module", args=[item.programme_module_id]), _("Open the module")),
            messages.button(reverse("programmes:item_remove", args=[item.pk]), _("Remove again")),
        ]
        messages.success(self.request, words, buttons=buttons)
        return True

    @transaction.atomic
    def _add_module(self, key: UUID) -> bool:
        thing = querysets.free_modules(self.programme).filter(pk=key).first()
        if thing is None:
            return False
        add_module(self.programme, thing)
        self.log_edit(self.programme)
        messages.success(self.request, _("%(title)s was added as the last module.") % {"title": title_of(thing)})
        return True


def title_of(thing: Thing) -> str:
    """What a thing is called for whoever works here. One query."""
    edition = thing.current_edition
    said = contents([edition], languages.current()) if edition else {}
    return said[edition.pk].title if edition and edition.pk in said else thing.label


def paths() -> list[Any]:
    """The addresses of focus areas, below those of programmes."""
    return [
        path("<int:pk>/focus/", Proposals.as_view(), name="focus"),
        path("<int:pk>/focus/proposals/", Fragment.as_view(), name="focus_proposals"),
        path("<int:pk>/focus/choose/", Choose.as_view(), name="focus_choose"),
        path("<int:pk>/focus/answer/", Answer.as_view(), name="focus_answer"),
        path("<int:pk>/focus/add/", Add.as_view(), name="focus_add"),
    ]
