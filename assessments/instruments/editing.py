"""The draft of an instrument in Wagtail's admin: its outline, its settings, one theme at a time, its free text.

Every form carries the token of the part it shows. Whoever saves after somebody else is told so, and keeps what they
wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.log_actions import log

from assessments.instruments import drafting
from assessments.instruments.definition import Definition, Item, Theme
from assessments.instruments.forms import SettingsForm
from assessments.instruments.places import missing, name, unfinished
from assessments.instruments.sheets import TextsSheet, ThemeForm, ThemeSheet
from assessments.instruments.staff import VersionPage, before, changed, coverage_of, gaps_by_language, version_url
from assessments.instruments.taxonomy import strangers
from localisation import languages

MEANWHILE = gettext_lazy(
    "Somebody else saved this while you had it open. What you wrote is still here: saving once more puts it in the "
    "place of theirs."
)
PUBLISHED = gettext_lazy("This version is published, and can't be changed. Make a new version.")
SAVED = gettext_lazy("Saved.")


class Refused(Exception):
    """The form holds mistakes, which it shows."""


class DraftPage(VersionPage):
    """A page that changes a draft."""

    any_permission_required = None
    permission_required = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("change") and self.version.is_published:
            messages.error(request, PUBLISHED)
            return redirect(version_url(self.version))
        return super().dispatch(request, *args, **kwargs)

    @property
    def definition(self) -> Definition:
        return self.version.source

    @property
    def outline(self) -> str:
        return reverse("instruments:draft", args=[self.version.pk])

    def trail(self) -> list[tuple[str, str]]:
        return [*super().trail(), (self.outline, _("Draft"))]

    def change(self, alter: Callable[[Definition], Definition]) -> None:
        """Write into the draft, and remember who did."""
        version = drafting.change(self.version.pk, alter)
        log(instance=version, action="wagtail.edit", user=self.request.user)

    def theme(self, definition: Definition) -> Theme:
        theme = drafting.theme_of(definition, self.kwargs["code"])
        if theme is None:
            raise Http404
        return theme

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"version": self.version, "definition": self.definition, "outline": self.outline}
        return super().get_context_data(**{**context, **kwargs})


class Outline(DraftPage, TemplateView):
    """The whole draft at a glance: its themes and questions, what is missing, what is new."""

    template_name = "staff/mapping/draft.html"

    def get_page_title(self) -> str:
        return str(self.version)

    def trail(self) -> list[tuple[str, str]]:
        return super().trail()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "coverage": coverage_of(self.version),
                "gaps": gaps_by_language(self.definition),
                "strangers": strangers(self.definition),
                "unfinished": unfinished(self.definition),
                "changes": changed(self.version),
                "before": before(self.version),
                "themes": _themes(self.definition),
                "form": ThemeForm(prefix="theme"),
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A new theme, by its title."""
        form = ThemeForm(request.POST, prefix="theme")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        title = form.cleaned_data["title"]
        codes = [theme.code for theme in self.definition.themes]
        code = drafting.free_code(str(title), codes, "theme")
        self.change(lambda definition: drafting.with_theme(definition, code, Theme(code, title, ())))
        return redirect("instruments:theme", self.version.pk, code)


def _themes(definition: Definition) -> list[dict[str, Any]]:
    """Themes with their questions, and how many texts each lacks."""
    lacks: dict[str, int] = {}
    for code in languages.codes():
        for spot in missing(definition, code):
            lacks[spot.item or spot.theme] = lacks.get(spot.item or spot.theme, 0) + 1
    return [
        {
            "theme": theme,
            "items": [{"item": item, "name": name(item), "lacks": lacks.get(item.code)} for item in theme.items],
        }
        for theme in definition.themes
    ]


class MoveTheme(DraftPage, View):
    """A theme one place up or down; its code comes as `up` or `down`."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = -1 if "up" in request.POST else 1
        code = request.POST.get("up") or request.POST.get("down") or ""
        self.change(lambda definition: replace(definition, themes=drafting.moved(definition.themes, code, step)))
        return redirect(f"{self.outline}#theme-{code}")


class PartEditor(DraftPage, TemplateView):
    """A form of one part of the draft, kept whatever happens to the draft meanwhile."""

    conflict = False

    def part(self, definition: Definition) -> Any:
        """What the form shows, as data; its token follows from it."""
        raise NotImplementedError

    def fill(self, definition: Definition) -> Definition:
        """The definition with what was posted. Raises Refused."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        messages.success(self.request, SAVED)
        return redirect(self.outline)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.change(self._fill)
        except (Refused, drafting.ChangedMeanwhile) as refused:
            self.conflict = isinstance(refused, drafting.ChangedMeanwhile)
            vars(self).pop("version", None)
            return self.render_to_response(self.get_context_data())
        except drafting.NotADraft:
            messages.error(request, PUBLISHED)
            return redirect("instruments:preview", self.version.pk)
        return self.done()

    def _fill(self, definition: Definition) -> Definition:
        if self.request.POST.get("token") != drafting.token(self.part(definition)):
            raise drafting.ChangedMeanwhile
        return self.fill(definition)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "token": drafting.token(self.part(self.definition)),
            "conflict": MEANWHILE if self.conflict else "",
            "back": self.outline,
        }
        return super().get_context_data(**context, **kwargs)


class SettingsEditor(PartEditor):
    template_name = "staff/mapping/settings.html"
    page_title = gettext_lazy("Title and scale")

    def part(self, definition: Definition) -> Any:
        return drafting.settings_of(definition)

    @cached_property
    def form(self) -> SettingsForm:
        return SettingsForm(self.request.POST or None, definition=self.definition)

    def fill(self, definition: Definition) -> Definition:
        if not self.form.is_valid():
            raise Refused
        return self.form.apply(definition)

    def done(self) -> HttpResponse:
        if self.form.cleaned_data["steps"] > len(self.definition.scale.steps):
            messages.success(self.request, _("Saved. Now the new steps need names."))
            return redirect("instruments:settings", self.version.pk)
        return super().done()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, **kwargs)


class ThemeEditor(PartEditor):
    """A theme and all its questions. Whatever button is pressed, everything on the page is saved."""

    template_name = "staff/mapping/theme.html"
    saved: Theme | None = None

    def get_page_title(self) -> str:
        return _("Theme: %(title)s") % {"title": self.theme(self.definition).title}

    def part(self, definition: Definition) -> Any:
        return self.theme(definition).data()

    @cached_property
    def sheet(self) -> ThemeSheet:
        return ThemeSheet(self.definition, self.theme(self.definition), self.request.POST or None)

    def fill(self, definition: Definition) -> Definition:
        sheet = self.sheet = ThemeSheet(definition, self.theme(definition), self.request.POST)
        if not sheet.is_valid:
            raise Refused
        theme, goes = sheet.written()
        do, _colon, code = self.request.POST.get("do", "").partition(":")
        steps = {"up": -1, "down": 1}
        if do in steps:
            theme = replace(theme, items=drafting.moved(theme.items, code, steps[do]))
        self.saved = theme
        return _with_sent(drafting.with_theme(definition, self.kwargs["code"], theme), goes)

    def done(self) -> HttpResponse:
        do, _colon, code = self.request.POST.get("do", "").partition(":")
        theme = self.saved.code if self.saved else self.kwargs["code"]
        if do == "remove":
            return redirect("instruments:item_remove", self.version.pk, code)
        if do == "outline":
            return super().done()
        messages.success(self.request, SAVED)
        place = f"?open={code}#item-{code}" if code else ""
        return redirect(f"{reverse('instruments:theme', args=[self.version.pk, theme])}{place}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sheet=self.sheet,
            theme=self.theme(self.definition),
            open=self.request.GET.get("open", ""),
            lacks=[spot for code in languages.codes() for spot in self._missing(code)],
            **kwargs,
        )

    def _missing(self, language: str) -> list[str]:
        spots = missing(self.definition, language)
        name = languages.OWN_NAMES[language]
        return [f"{name}: {spot.words}" for spot in spots if spot.theme == self.kwargs["code"]]


def _with_sent(definition: Definition, goes: dict[str, list[Item]]) -> Definition:
    """Items that were sent to other themes, at the end of those."""
    themes = (replace(theme, items=(*theme.items, *goes.get(theme.code, ()))) for theme in definition.themes)
    return replace(definition, themes=tuple(themes))


class TextsEditor(PartEditor):
    """The questions that are answered in one's own words."""

    template_name = "staff/mapping/free_text.html"
    page_title = gettext_lazy("Free text")

    def part(self, definition: Definition) -> Any:
        return [question.data() for question in definition.texts]

    @cached_property
    def sheet(self) -> TextsSheet:
        return TextsSheet(self.definition, self.request.POST or None)

    def fill(self, definition: Definition) -> Definition:
        sheet = self.sheet = TextsSheet(definition, self.request.POST)
        if not sheet.is_valid:
            raise Refused
        return replace(definition, texts=sheet.written())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sheet=self.sheet, **kwargs)


class Remove(DraftPage, TemplateView):
    """Asks before a part is removed, since its words go with it."""

    template_name = "staff/confirm.html"
    page_title = gettext_lazy("Remove")

    def question(self) -> str:
        raise NotImplementedError

    def without(self, definition: Definition) -> Definition:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question(), token="", back=self.back, **kwargs)

    @property
    def back(self) -> str:
        return self.outline

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        back = self.back
        self.change(self.without)
        messages.success(request, _("Removed."))
        return redirect(back)


class RemoveTheme(Remove):
    def question(self) -> str:
        theme = self.theme(self.definition)
        return _("Remove the theme “%(title)s” and its %(count)d questions from this draft?") % {
            "title": theme.title,
            "count": len(theme.items),
        }

    def without(self, definition: Definition) -> Definition:
        return drafting.without_theme(definition, self.kwargs["code"])


class RemoveItem(Remove):
    @cached_property
    def home(self) -> tuple[Theme, Item]:
        code = self.kwargs["code"]
        found = ((theme, item) for theme in self.definition.themes for item in theme.items if item.code == code)
        pair = next(found, None)
        if pair is None:
            raise Http404
        return pair

    @property
    def back(self) -> str:
        return reverse("instruments:theme", args=[self.version.pk, self.home[0].code])

    def question(self) -> str:
        return _("Remove “%(name)s” from this draft?") % {"name": name(self.home[1])}

    def without(self, definition: Definition) -> Definition:
        return drafting.without_item(definition, self.kwargs["code"])
