"""The pages of what is one programme's own: the list, something new, and the way to the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.permissions import ModelPermissionPolicy

from localisation import languages
from programmes.library import own
from programmes.library.models import Thing
from programmes.library.services import MODELS
from programmes.library.vocabulary import ThingKind
from programmes.tailoring import board_links
from programmes.tailoring.models import Programme
from programmes.tailoring.own import services
from programmes.tailoring.own.forms import FORMS, OwnForm
from programmes.tailoring.plan import module_titles
from programmes.tailoring.views import ProgrammePage

NEW = {
    ThingKind.ELEMENT: gettext_lazy("New own learning element"),
    ThingKind.SPEAKER: gettext_lazy("New own speaker"),
    ThingKind.CASE: gettext_lazy("New own case"),
}


class OwnPage(ProgrammePage):
    """A page of a programme that people attend; templates are everybody's and have nothing of their own."""

    @cached_property
    def programme(self) -> Programme:
        if super().programme.is_template:
            raise Http404
        return super().programme

    def may(self, action: str, kind: str) -> bool:
        """Whether this person may do something with library objects of a kind."""
        return bool(ModelPermissionPolicy(MODELS[kind]).user_has_permission(self.request.user, action))

    def new_links(self) -> list[dict[str, Any]]:
        """The ways to something new, for those who may."""
        if not self.may_edit:
            return []
        return [
            {"kind": kind, "label": NEW[kind], "url": reverse("programmes:own_new", args=[self.programme.pk, kind])}
            for kind in services.KINDS
            if self.may("add", kind)
        ]


class OwnContent(OwnPage, TemplateView):
    """What the programme alone has."""

    template_name = "staff/own/list.html"
    permission_required = None
    any_permission_required = ["add", "change", "view"]
    page_title = gettext_lazy("Own content")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = services.own_content(self.programme, languages.current())
        modules = {module.pk: module for each in found for module in each.modules}
        titles = module_titles(modules.values(), languages.current())
        rows = [
            {
                "own": each,
                "modules": [titles[module.pk] for module in each.modules],
                "may_edit": self.may("change", each.thing.kind),
                "may_move": self.may("publish", each.thing.kind),
            }
            for each in found
        ]
        return super().get_context_data(rows=rows, new_links=self.new_links(), **kwargs)


class NewOwn(OwnPage, FormView):
    """Begins something of the programme's own; its edit page has the rest."""

    template_name = "staff/own/new.html"

    @property
    def kind(self) -> ThingKind:
        kind = self.kwargs["kind"]
        if kind not in services.KINDS or not self.may_edit or not self.may("add", kind):
            raise Http404
        return ThingKind(kind)

    def get_page_title(self) -> str:
        return str(NEW[self.kind])

    def trail(self) -> list[dict[str, Any]]:
        own_content = {"url": reverse("programmes:own", args=[self.programme.pk]), "label": _("Own content")}
        return [*super().trail(), own_content]

    def get_form_class(self) -> type[OwnForm]:
        return FORMS[self.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Where it is to stand, when somebody comes from there."""
        asked = self.request.GET
        return {name: asked[name] for name in ("module", "phase") if name in asked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [link for link in self.new_links() if link["kind"] != self.kind]
        lacks_module = self.kind == ThingKind.ELEMENT and not self.programme.modules.exists()
        back = reverse("programmes:own", args=[self.programme.pk])
        return super().get_context_data(others=others, lacks_module=lacks_module, back=back, **kwargs)

    def form_valid(self, form: OwnForm) -> HttpResponse:
        title, language = form.cleaned_data["title"], form.cleaned_data["written_in"]
        row = services.make(self.programme, self.kind, title, language, self.request.user, form.place, **form.facts)
        words = _("%(title)s is begun, and only in this programme. Write the rest, and publish it when it is ready.")
        messages.success(self.request, words % {"title": row})
        return redirect(services.edit_url(row))


class MoveToLibrary(OwnPage, TemplateView):
    """Shows what the library has already that is like it, and moves it there. In the address, `key` is the thing's."""

    template_name = "staff/own/move.html"
    page_title = gettext_lazy("Move to the library")

    @cached_property
    def thing(self) -> Thing:
        things = Thing.objects.select_related("current_edition", "own_to__course_leader", "own_to__template")
        thing = get_object_or_404(things, pk=self.kwargs["key"])
        if not self.may("publish", thing.kind):
            raise Http404
        return thing

    @cached_property
    def programme(self) -> Programme:
        if self.thing.own_to is None:
            raise Http404
        return self.thing.own_to

    def trail(self) -> list[dict[str, Any]]:
        return [*super().trail(), {"url": self.back, "label": _("Own content")}]

    @property
    def back(self) -> str:
        return reverse("programmes:own", args=[self.programme.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            thing=self.thing, title=self._title(), duplicates=services.duplicates(self.thing),
            guests=own.guests_of(self.thing), back=self.back, **kwargs,
        )  # fmt: skip

    def _title(self) -> str:
        rows = services.best_rows(self.thing.kind, [self.thing.pk], languages.current())
        return str(rows.get(self.thing.pk, self.thing))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.thing.own_to is None:
            messages.info(request, _("%(title)s is in the library already.") % {"title": self.thing})
            return redirect("programmes:index")
        title, back = self._title(), self.back
        moved = services.move(self.thing, self.programme, request.user)
        words = ngettext(
            "%(title)s is in the library now.",
            "%(title)s is in the library now, with those it names.",
            len(moved),
        )
        messages.success(request, words % {"title": title})
        return redirect(back)


@board_links.register
def own_links(programme: Programme) -> Iterable[board_links.BoardLink]:
    """From a programme to what it alone has. No query."""
    if not programme.is_template:
        yield board_links.BoardLink(_("Own content"), reverse("programmes:own", args=[programme.pk]), "las")


def paths() -> list[Any]:
    """The addresses of the pages."""
    return [
        path("<int:pk>/own/", OwnContent.as_view(), name="own"),
        path("<int:pk>/own/new/<slug:kind>/", NewOwn.as_view(), name="own_new"),
        path("own/<uuid:key>/move/", MoveToLibrary.as_view(), name="own_move"),
    ]
