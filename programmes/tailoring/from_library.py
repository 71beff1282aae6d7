"""Elements that are ticked in the library's list, put into a programme: which one, which module, which phase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from cms.accounts.models import User
from localisation import languages
from programmes.library.bulk import LibraryBulkAction
from programmes.library.models import LearningElement, Thing
from programmes.library.vocabulary import Phase, ThingKind
from programmes.tailoring import access, services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.plan import module_titles

ADDED = "programmes.added_from_library"
PROGRAMME = "programme"


class PlaceForm(forms.Form):
    """Where in the programme they go."""

    module = forms.ModelChoiceField(
        label=gettext_lazy("Module"),
        queryset=ProgrammeModule.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Phase.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, programme: Programme | None, usual: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phase"] = usual
        if programme is None:
            return
        modules = programme.modules.select_related("module__current_edition", "pinned_edition")
        titles = module_titles(modules, languages.current())
        self.fields["module"].queryset = modules
        self.fields["module"].label_from_instance = lambda module: titles[module.pk]
        if len(titles) == 1:
            self.initial["module"] = next(iter(titles))


class AddToProgramme(LibraryBulkAction):
    """Two steps on one page: the programme is chosen by its address, then what is sent says module and phase."""

    display_name = gettext_lazy("Add to a programme")
    action_type = "add-to-programme"
    aria_label = gettext_lazy("Add what is ticked to a programme")
    template_name = "staff/library/add_to_programme.html"
    action_priority = 10
    form_class = PlaceForm
    models = [LearningElement]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and self.programme is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: User) -> bool:
        return user.has_perm(access.EDITS) or user.has_perm(access.LEADS)

    @cached_property
    def programmes(self) -> QuerySet[Programme]:
        """Those that whoever asks may put something into: completed ones stay as they were."""
        rows = access.run_by(self.request.user).exclude(status=Programme.Status.COMPLETED)
        return rows.order_by("kind", "-updated_at")

    @cached_property
    def programme(self) -> Programme | None:
        """The chosen one, None before. Raises Http404 for one that is not theirs to change."""
        chosen = self.request.GET.get(PROGRAMME, "")
        if not chosen:
            return None
        found = self.programmes.filter(pk=chosen).first() if chosen.isdecimal() else None
        if found is None:
            raise Http404
        return found

    @classmethod
    def applicable(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(translation_key__in=Thing.objects.on_offer(ThingKind.ELEMENT).order_by().values("pk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        usual = {row.phase for row in self.get_actionable_objects()[0]}
        phase = usual.pop() if len(usual) == 1 else Phase.PREPARATION
        return {**super().get_form_kwargs(), "programme": self.programme, "usual": phase}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        ids = self.request.GET.getlist("id")
        there = self._standing([line["item"].translation_key for line in context["items"]])
        for line in context["items"]:
            line["there"] = there.get(line["item"].translation_key, [])
        return {
            **context, "programme": self.programme, "ids": ids, "choices": self._choices(),
            "left_out": 0 if "all" in ids else len(ids) - len(context["items"]),
        }  # fmt: skip

    def _choices(self) -> list[tuple[str, list[Programme]]]:
        """The programmes by how far they have come, templates last; whoever has changed last comes first."""
        grouped: dict[str, list[Programme]] = {}
        for row in self.programmes:
            label = _("Programme templates") if row.is_template else row.get_status_display()
            grouped.setdefault(str(label), []).append(row)
        return list(grouped.items())

    def _standing(self, keys: Sequence[UUID]) -> dict[UUID, list[str]]:
        """Where the programme has each of them already: "Ledelse, forarbeid". Three queries."""
        if self.programme is None:
            return {}
        modules = list(self.programme.modules.select_related("module__current_edition", "pinned_edition"))
        titles = module_titles(modules, languages.current())
        found: dict[UUID, list[str]] = {}
        rows = ProgrammeItem.objects.filter(programme_module__in=titles, thing__in=keys)
        for thing, module, phase in rows.values_list("thing", "programme_module", "phase"):
            found.setdefault(thing, []).append(f"{titles[module]}, {Phase(phase).label.lower()}")
        return found

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        chosen = action.cleaned_form.cleaned_data
        things = Thing.objects.filter(pk__in=[row.translation_key for row in objects]).select_related("current_edition")
        return put(chosen["module"].pk, list(things), chosen["phase"], action.request.user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> None:
        """Says how many came in, and how many were there, with a way to the module."""
        module, asked = self.cleaned_form.cleaned_data["module"], len(self.actionable_objects)
        words = ngettext("%(count)d element was added.", "%(count)d elements were added.", num_parent_objects)
        said = words % {"count": num_parent_objects}
        if there := asked - num_parent_objects:
            again = ngettext("%(count)d stood there already.", "%(count)d stood there already.", there)
            said = f"{said} {again % {'count': there}}"
        link = messages.button(reverse("programmes:module", args=[module.pk]), _("See the module"))
        messages.success(self.request, said, buttons=[link])


@transaction.atomic
def put(module_id: int, things: Sequence[Thing], phase: str, by: User) -> int:
    """Add elements to a phase of a module, and remember it; returns how many the module did not have yet."""
    module = ProgrammeModule.objects.select_for_update(of=("self",)).select_related("programme").get(pk=module_id)
    added = services.add_things(module, things, phase)
    ProgrammeModule.objects.filter(pk=module.pk).update(changed_by=by)
    if added:
        titles = ", ".join(item.thing.label for item in added)
        data = {"titles": titles, "phase": phase, "module": module.module.label}
        log(instance=module.programme, action=ADDED, user=by, data=data, content_changed=True)
    return len(added)


class Formatter(LogFormatter):
    label = gettext_lazy("Added from the library")

    def format_message(self, log_entry: Any) -> str:
        known = {"titles": "", "module": "", **log_entry.data}
        phase = known.get("phase", "")
        known["phase"] = Phase(phase).label.lower() if phase in Phase.values else ""
        return _("Added to %(module)s, %(phase)s: %(titles)s") % known


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log what its entries say."""
    actions.register_action(ADDED)(Formatter)
