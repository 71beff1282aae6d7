"""Adding many learning elements to a module at once, from a list with search and filters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from localisation import languages
from programmes.library.models import Thing
from programmes.library.querysets import elements_with_case_from
from programmes.library.services import contents
from programmes.library.vocabulary import TONES, ElementKind, Phase, Sector, Theme, ThingKind
from programmes.tailoring import services
from programmes.tailoring.board import hours_and_minutes
from programmes.tailoring.editing import NOT_DONE, ModulePage
from programmes.tailoring.models import Programme

PER_PAGE = 25


class ElementFilterForm(forms.Form):
    """What the list of elements to add can be narrowed by; the values stand in the library's newest editions."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector of its case"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        for name, choices in (("kind", ElementKind.choices), ("theme", Theme.choices), ("sector", Sector.choices)):
            self.fields[name].choices = [everything, *choices]

    def filter(self, things: QuerySet[Thing]) -> QuerySet[Thing]:
        """The things that fit; all of them while the form is empty or wrong."""
        chosen = self.cleaned_data if self.is_valid() else {}
        for name in ("kind", "theme"):
            if chosen.get(name):
                things = things.filter(**{f"current_edition__facts__{name}": chosen[name]})
        if chosen.get("sector"):
            things = things.filter(pk__in=elements_with_case_from(chosen["sector"]))
        if chosen.get("q"):
            titles = Q(current_edition__texts__title__icontains=chosen["q"])
            things = things.filter(titles | Q(label__icontains=chosen["q"])).distinct()
        return things


class AddItems(ModulePage, TemplateView):
    """In the address: the module, and the phase that the chosen elements are added to."""

    template_name = "staff/items_add.html"

    @cached_property
    def phase(self) -> Phase:
        if self.kwargs["phase"] not in Phase.values:
            raise Http404
        return Phase(self.kwargs["phase"])

    def get_page_title(self) -> str:
        return _("Add to %(phase)s") % {"phase": self.phase.label.lower()}

    @cached_property
    def filters(self) -> ElementFilterForm:
        return ElementFilterForm(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(self.filters.filter(elements(self.programme)).select_related("current_edition"), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        context = {"filters": self.filters, "page_obj": page, "rows": self._rows(page), "phase": self.phase}
        return super().get_context_data(**{**kwargs, **context})

    def _rows(self, page: Page[Thing]) -> list[dict[str, Any]]:
        """What the list shows of each element; those the module has already can't be chosen again."""
        there = set(self.module.items.values_list("thing", flat=True))
        things = list(page.object_list)
        texts = contents([thing.current_edition for thing in things if thing.current_edition], languages.current())
        return [
            {
                "thing": thing,
                "title": texts[thing.current_edition_id].title,
                "lang": texts[thing.current_edition_id].language if texts[thing.current_edition_id].fallback else "",
                "lead": texts[thing.current_edition_id].lead,
                **_facts(thing),
                "there": thing.pk in there,
                "own": thing.own_to_id is not None,
            }
            for thing in things
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        things = self._chosen(request.POST.getlist("things"))
        if not things:
            messages.error(request, _("Tick at least one element."))
            return redirect(request.get_full_path())
        added = []
        if not self.save(request, lambda: added.extend(services.add_things(self.module, things, self.phase))):
            messages.warning(request, NOT_DONE)
            return redirect(request.get_full_path())
        words = ngettext("%(count)d element was added.", "%(count)d elements were added.", len(added))
        messages.success(request, words % {"count": len(added)})
        return redirect(self.back)

    def _chosen(self, keys: list[str]) -> list[Thing]:
        """The elements of these keys, in their order; what is no element's key is left out."""
        wanted = elements(self.programme).filter(pk__in=[key for key in keys if is_uuid(key)])
        by_key = {str(thing.pk): thing for thing in wanted}
        return [by_key[key] for key in keys if key in by_key]


def elements(programme: Programme) -> QuerySet[Thing]:
    """The published elements that can be added to a programme: the library's, and its own."""
    return Thing.objects.on_offer(ThingKind.ELEMENT, programme.pk)


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _facts(thing: Thing) -> dict[str, str]:
    facts = thing.current_edition.facts if thing.current_edition else {}
    kind, theme = facts.get("kind", ""), facts.get("theme", "")
    return {
        "kind": ElementKind(kind).label if kind in ElementKind.values else "",
        "theme": Theme(theme).label if theme in Theme.values else "",
        "tone": TONES.get(theme, "accent"),
        "minutes": hours_and_minutes(facts["minutes"]) if facts.get("minutes") else "",
    }
