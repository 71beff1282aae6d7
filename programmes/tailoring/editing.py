"""One module of a programme at a time: its time, its gatherings, its items.

Every form carries the module's token. Whoever saves after somebody else is told so, and keeps what they wrote.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from localisation import languages
from programmes.library.services import Content, contents
from programmes.tailoring import board, meanwhile, moving, previews, removing, services
from programmes.tailoring.forms import GatheringForm, ItemForm, ModuleTimeForm
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.overrides import overrides_in
from programmes.tailoring.plan import PlannedModule, in_place, module_titles
from programmes.tailoring.updates.lines import place_url
from programmes.tailoring.views import BoardMixin, ProgrammePage, board_url

NOT_DONE = gettext_lazy(
    "Somebody else changed this module while you had it open. Look at it as it is now, then try again."
)


class ModulePage(ProgrammePage):
    """A page about one module of a programme. In the address, `pk` is the module's."""

    @cached_property
    def module(self) -> ProgrammeModule:
        rows = ProgrammeModule.objects.select_related(
            "programme__course_leader", "programme__template", "module__current_edition", "pinned_edition"
        )
        return get_object_or_404(rows, pk=self.module_id)

    @property
    def module_id(self) -> int:
        return int(self.kwargs["pk"])

    @property
    def programme(self) -> Programme:
        return self.module.programme

    @cached_property
    def module_title(self) -> str:
        """The module's name in the language of whoever edits."""
        return module_titles([self.module], languages.current())[self.module.pk]

    @property
    def back(self) -> str:
        return reverse("programmes:module", args=[self.module.pk])

    def trail(self) -> list[dict[str, Any]]:
        return [*super().trail(), {"url": self.back, "label": self.module_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"module": self.module, "token": services.token_of(self.module), "back": self.back}
        return super().get_context_data(**{**context, **kwargs})

    def save(self, request: HttpRequest, change: Any) -> bool:
        """Do `change()` unless somebody else was faster; False when somebody was.

        The history gets the old days and the new ones of what moved, otherwise that something was edited.
        """
        try:
            with transaction.atomic():
                services.lock(self.module.pk, request.POST.get("token", ""))
                before = moving.calendar_of(self.programme)
                change()
                ProgrammeModule.with_removed.filter(pk=self.module.pk).update(changed_by=request.user)
        except services.ChangedMeanwhile:
            return False
        if not moving.remember(before, self.programme, request.user):
            self.log_edit(self.programme)
        return True


class ModuleForm(ModulePage, FormView):
    """A page with a form that saves something of a module.

    Whoever was slower sees where the two differ, and says for each field which of them it is to be.
    """

    template_name = "staff/module_form.html"

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        form = super().get_form(form_class)
        taken = meanwhile.take_stored(form, self.request.POST.getlist(meanwhile.TAKE))
        self.extra_context = {"taken": taken}
        return form

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        if not self.save(self.request, form.save):
            return self._too_late(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.back)

    def _too_late(self, form: forms.ModelForm) -> HttpResponse:
        """The page again with what was written, beside what is stored, and with the token of what is stored."""
        form.add_error(None, meanwhile.who_and_when(self.module.pk))
        return self.render_to_response(self.get_context_data(form=form, differences=meanwhile.differences(form)))


class ModuleEditor(BoardMixin, ModuleForm):
    """The board with one module open, and the form of the module's time below it."""

    template_name = "staff/board.html"
    form_class = ModuleTimeForm

    @property
    def open_module(self) -> int:
        return self.module.pk

    @cached_property
    def planned(self) -> PlannedModule:
        return next(module for module in self.plan.modules if module.row.pk == self.module.pk)

    @cached_property
    def module_title(self) -> str:
        return self.planned.title

    def get_page_title(self) -> str:
        return self.module_title

    def trail(self) -> list[dict[str, Any]]:
        return ProgrammePage.trail(self)

    def readings(self) -> list[previews.Reading]:
        return previews.readings(self.programme, lambda found, code: found.module(self.module, code))

    def get_form_kwargs(self) -> dict[str, Any]:
        # A row of its own, so that a refused form does not colour the board.
        return {**super().get_form_kwargs(), "instance": ProgrammeModule.objects.get(pk=self.module.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gatherings = [{"row": row, "starts": in_place(row, row.starts_at) if row.starts_at else None}
                      for row in self.planned.gatherings]  # fmt: skip
        removed = removing.removed_items(self.module).select_related("thing")
        standing = [module.row.pk for module in self.plan.modules]
        context = {
            "gatherings": gatherings, "removed_items": removed,
            "overrides": overrides_in([item.row for item in self.planned.items], languages.current()),
            "is_first": standing[0] == self.module.pk, "is_last": standing[-1] == self.module.pk,
        }  # fmt: skip
        return super().get_context_data(**context, **kwargs)


class Order(ModulePage, View):
    """Move an item up or down in its phase; the item's id comes as `up` or `down`."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = -1 if "up" in request.POST else 1
        named = request.POST.get("up") or request.POST.get("down") or ""
        item = get_object_or_404(self.module.items, pk=int(named) if named.isdecimal() else None)
        if not self.save(request, lambda: self._move(item, step)):
            messages.warning(request, NOT_DONE)
        return redirect(self.back)

    def _move(self, item: ProgrammeItem, step: int) -> None:
        items = list(self.module.items.filter(phase=item.phase))
        place = items.index(item)
        target = min(max(place + step, 0), len(items) - 1)
        items.insert(target, items.pop(place))
        services.reorder(items)


class Arrange(ModulePage, View):
    """The order of a phase as dragging left it: item ids as `items`, in order, and `phase`."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = {pk: place for place, pk in enumerate(request.POST.getlist("items"))}
        if not self.save(request, lambda: self._arrange(request.POST.get("phase", ""), wanted)):
            messages.warning(request, NOT_DONE)
        return redirect(self.back)

    def _arrange(self, phase: str, wanted: dict[str, int]) -> None:
        items = list(self.module.items.filter(phase=phase))
        services.reorder(sorted(items, key=lambda item: wanted.get(str(item.pk), len(wanted))))


class RemoveModule(ModulePage, TemplateView):
    template_name = "staff/confirm.html"
    page_title = gettext_lazy("Remove the module")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.module.items.count()
        question = ngettext(
            "Take %(module)s with %(count)d item and its gatherings out of the programme? It can be put back.",
            "Take %(module)s with %(count)d items and its gatherings out of the programme? It can be put back.",
            items,
        ) % {"module": self.module_title, "count": items}
        return super().get_context_data(question=question, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.save(request, lambda: removing.remove_module(self.module)):
            messages.warning(request, NOT_DONE)
            return redirect(self.back)
        messages.success(request, _("%(title)s was removed.") % {"title": self.module_title})
        return redirect(board_url(self.programme))


class NewGathering(ModuleForm):
    form_class = GatheringForm
    page_title = gettext_lazy("New gathering")

    def get_form_kwargs(self) -> dict[str, Any]:
        zone = services.zone_of(self.programme.country)
        instance = Gathering(programme_module=self.module, timezone=zone)
        return {**super().get_form_kwargs(), "instance": instance}


class GatheringEditor(ModuleForm):
    """In the address, `pk` is the gathering's."""

    form_class = GatheringForm
    page_title = gettext_lazy("Gathering")

    @cached_property
    def gathering(self) -> Gathering:
        return get_object_or_404(Gathering, pk=self.kwargs["pk"])

    @property
    def module_id(self) -> int:
        return self.gathering.programme_module_id

    def get_form_kwargs(self) -> dict[str, Any]:
        self.gathering.programme_module = self.module
        return {**super().get_form_kwargs(), "instance": self.gathering}


class ItemPage(ModulePage):
    """In the address, `pk` is the item's."""

    @cached_property
    def item(self) -> ProgrammeItem:
        rows = ProgrammeItem.objects.select_related(
            "thing__current_edition", "pinned_edition", "programme_module__programme"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def module_id(self) -> int:
        return self.item.programme_module_id

    @cached_property
    def content(self) -> Content | None:
        """What the library says about the item, in the language of whoever edits."""
        edition = self.item.edition
        return contents([edition], languages.current()).get(edition.pk) if edition else None

    def get_page_title(self) -> str:
        return str(self.item.title_override) or (self.content.title if self.content else str(self.item))


class ItemEditor(ItemPage, ModuleForm):
    template_name = "staff/item_form.html"
    form_class = ItemForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.item, "by": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.item.edition
        facts = edition.facts if edition else {}
        minutes = board.hours_and_minutes(facts["minutes"]) if facts.get("minutes") else ""
        offered = self.item.behind and self.programme.decides_on_updates
        context = {
            "item": self.item, "content": self.content, "edition": edition, "minutes": minutes,
            "update_url": place_url(self.item) if offered else "",
            "overrides": overrides_in([self.item], languages.current()),
            "readings": previews.readings(self.programme, lambda found, code: found.item(self.item, code)),
        }  # fmt: skip
        return super().get_context_data(**context, **kwargs)


class RemoveItem(ItemPage, TemplateView):
    template_name = "staff/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Take %(item)s out of this programme? It can be put back, with what participants have done.") % {
            "item": self.get_page_title()
        }
        return super().get_context_data(question=question, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        title = self.get_page_title()
        if self.save(request, lambda: removing.remove(self.item)):
            messages.success(request, _("%(title)s was removed.") % {"title": title})
        else:
            messages.warning(request, NOT_DONE)
        return redirect(self.back)
