"""What the public sees of each kind of library object: its list, an entry in it, and a page of its own.

One class a kind; `SHELVES` finds it by the kind.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext, ngettext_lazy

from cms.pages.changes import remember
from cms.pages.frame import Structured
from cms.templatetags.look import language_name
from localisation import nordic
from programmes.catalogue import structured
from programmes.catalogue.developed import developed_in
from programmes.catalogue.facets import Faceted
from programmes.catalogue.filters import CaseFilters, NoFilters, SpeakerFilters
from programmes.catalogue.reading import offerings_with, places, readable, visible
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Module, Speaker
from programmes.library.vocabulary import TONES, ElementKind, Phase, Theme, ThingKind

MOST_TALKS = 8
MOST_CASES = 3
MOST_MODULES = 12
ELEMENT_WORDS = {
    ElementKind.VIDEO: ngettext_lazy("%(count)d video", "%(count)d videos", "count"),
    ElementKind.PODCAST: ngettext_lazy("%(count)d podcast", "%(count)d podcasts", "count"),
    ElementKind.LITERATURE: ngettext_lazy("%(count)d article", "%(count)d articles", "count"),
    ElementKind.REFLECTION: ngettext_lazy("%(count)d reflection exercise", "%(count)d reflection exercises", "count"),
    ElementKind.DISCUSSION: ngettext_lazy("%(count)d group discussion", "%(count)d group discussions", "count"),
    ElementKind.TALK: ngettext_lazy("%(count)d talk", "%(count)d talks", "count"),
    ElementKind.TASK: ngettext_lazy("%(count)d task", "%(count)d tasks", "count"),
    ElementKind.MAPPING: ngettext_lazy("%(count)d mapping", "%(count)d mappings", "count"),
}


def element_facts(theme: str) -> list[dict[str, str]]:
    """How many learning elements of each kind a theme has, in words. No query until a change."""
    numbers = remember("elements", _count_elements)
    return [
        {"icon": kind.icon, "label": words % {"count": numbers[theme, kind.value]}}
        for kind, words in ELEMENT_WORDS.items()
        if (theme, kind.value) in numbers
    ]


def _count_elements() -> dict[tuple[str, str], int]:
    rows = visible(LearningElement).order_by().values_list("theme", "kind")
    counted = rows.annotate(n=Count("translation_key", distinct=True))
    return {(theme, kind): n for theme, kind, n in counted}


def phases() -> list[dict[str, str]]:
    """How a module goes, for the component `crossing`."""
    return [
        {
            "title": str(Phase.PREPARATION.label),
            "text": gettext("Alone, at one's own pace: videos, podcasts, literature and reflection exercises."),
        },
        {
            "title": str(Phase.GATHERING.label),
            "text": gettext("You meet. Talks, cases from others, and time to think aloud together."),
        },
        {
            "title": str(Phase.AFTER_WORK.label),
            "text": gettext("The leader group tries something out at home and gets feedback from the course leader."),
        },
    ]


def theme_of_use(field: str) -> Subquery:
    """The theme of the first learning element that names a row's thing in `field`; it gives the row its tone."""
    used = visible(LearningElement).filter(**{f"{field}_id": OuterRef("translation_key")})
    return Subquery(used.order_by("theme").values("theme")[:1])


def weeks(number: int) -> str:
    """13 weeks"""
    return ngettext("%(count)d week", "%(count)d weeks", number) % {"count": number}


class Shelf:
    """model: its rows. columns: what an entry needs of a row, and no more. filters: of the list."""

    model: type[LibraryObject]
    used_as: str = ""  # the field by which learning elements name it
    filters: type[Faceted] = NoFilters
    columns: ClassVar[tuple[str, ...]] = ()
    template: str

    def rows(self, language: str) -> Any:
        """What stands on the shelf for readers of a language, without the long texts."""
        rows = readable(self.model, language).only("title", "slug", "translation_key", "locale", *self.columns)
        return rows.annotate(theme_of_use=theme_of_use(self.used_as)) if self.used_as else rows

    def whole_rows(self) -> Any:
        """All that may be seen, in all languages, with their texts: for a page of their own."""
        rows = visible(self.model)
        return rows.annotate(theme_of_use=theme_of_use(self.used_as)) if self.used_as else rows

    def entry(self, row: Any, language: str, base: str) -> dict[str, Any]:
        """A row as the list shows it; `base`: the list's path."""
        own = row.locale.language_code
        return {
            "title": row.title,
            "url": f"{base}{row.slug}/",
            "lang": "" if own == language else own,
            "seed": f"{row.thing_kind}:{row.translation_key}",
            "tone": self.tone(row),
        }

    def tone(self, row: Any) -> str:
        """The colour of the module it is used in, or of none."""
        return TONES.get(row.theme_of_use, "accent")

    def details(self, row: Any, language: str, request: HttpRequest) -> dict[str, Any]:
        """What its own page shows besides the row; `language`: the reader's."""
        raise NotImplementedError

    def introduction(self, row: Any) -> str:
        """The row in a sentence or two."""
        raise NotImplementedError

    def structured(self, row: Any, url: str, language: str) -> Structured:
        """The row for machines; `language`: of its text."""
        raise NotImplementedError


class ModuleShelf(Shelf):
    model = Module
    columns = ("promise", "theme", "weeks", "order")
    template = "pages/module.html"

    def entry(self, row: Module, language: str, base: str) -> dict[str, Any]:
        return {
            **super().entry(row, language, base),
            "text": row.promise,
            "meta": weeks(row.weeks),
            "theme": row.theme,
        }

    def tone(self, row: Module) -> str:
        return TONES[row.theme]

    def details(self, row: Module, language: str, request: HttpRequest) -> dict[str, Any]:
        return {
            "facts": [
                {"label": gettext("Duration"), "value": weeks(row.weeks)},
                {"label": gettext("Form"), "value": gettext("Preparation, gathering, after-work")},
            ],
            "elements": element_facts(row.theme),
            "phases": phases(),
            "offerings": offerings_with("modules", row.translation_key, language, request),
        }

    def introduction(self, row: Module) -> str:
        return row.promise

    def structured(self, row: Module, url: str, language: str) -> Structured:
        return structured.course(row, url, language)


class SpeakerShelf(Shelf):
    model = Speaker
    used_as = "speaker"
    filters = SpeakerFilters
    columns = ("role", "organisation")
    template = "pages/speaker.html"

    def entry(self, row: Speaker, language: str, base: str) -> dict[str, Any]:
        return {**super().entry(row, language, base), "meta": ", ".join(filter(None, [row.role, row.organisation]))}

    def details(self, row: Speaker, language: str, request: HttpRequest) -> dict[str, Any]:
        talks = readable(LearningElement, language).filter(speaker_id=row.translation_key).order_by("title")
        return {
            "facts": [
                {
                    "icon": "foredrag",
                    "label": _speaks(row),
                },
                {"icon": "sted", "label": row.get_country_display()},
            ],
            "talks": [element_entry(talk, language) for talk in _short(talks)[:MOST_TALKS]],
        }

    def introduction(self, row: Speaker) -> str:
        return ", ".join(filter(None, [row.role, row.organisation]))

    def structured(self, row: Speaker, url: str, language: str) -> Structured:
        return structured.person(row, url, language)


class CaseShelf(Shelf):
    model = IndustryCase
    used_as = "case"
    filters = CaseFilters
    columns = ("organisation", "sector", "country")
    template = "pages/case.html"

    def whole_rows(self) -> Any:
        """With a mark for each theme whose learning elements use the case."""
        used = visible(LearningElement).filter(case_id=OuterRef("translation_key"))
        marks = {f"in_{theme}": Exists(used.filter(theme=theme)) for theme in Theme.values}
        return super().whole_rows().annotate(**marks)

    def entry(self, row: IndustryCase, language: str, base: str) -> dict[str, Any]:
        meta = f"{row.organisation} · {row.get_sector_display()}"
        return {**super().entry(row, language, base), "meta": meta}

    def details(self, row: IndustryCase, language: str, request: HttpRequest) -> dict[str, Any]:
        return {
            "facts": [
                {"label": gettext("Organisation"), "value": row.organisation},
                {"label": gettext("Sector"), "value": row.get_sector_display()},
                {"label": gettext("Country"), "value": row.get_country_display()},
                *developed_in(row.translation_key, language),
                {
                    "label": gettext("Updated"),
                    "value": nordic.day(row.updated_at.date()),
                    "datetime": row.updated_at.date().isoformat(),
                },
            ],
            "modules": [each for each in modules(language, request) if getattr(row, f"in_{each['theme']}")],
            "offerings": offerings_with("cases", row.translation_key, language, request),
            "similar": self._similar(row, language, request),
        }

    def _similar(self, row: IndustryCase, language: str, request: HttpRequest) -> list[dict[str, Any]]:
        base = places(request, language).get(ThingKind.CASE, "")
        others = self.rows(language).filter(sector=row.sector).exclude(translation_key=row.translation_key)
        return [self.entry(other, language, base) for other in others[:MOST_CASES]]

    def introduction(self, row: IndustryCase) -> str:
        first, stop, _rest = row.challenge.partition(". ")
        return first + stop.strip()

    def structured(self, row: IndustryCase, url: str, language: str) -> Structured:
        return structured.article(row, url, language)


def modules(language: str, request: HttpRequest) -> list[dict[str, Any]]:
    """The entries of the first modules in a language. No query until a change."""
    shelf, base = SHELVES[ThingKind.MODULE], places(request, language).get(ThingKind.MODULE, "")

    def read() -> list[dict[str, Any]]:
        return [shelf.entry(row, language, base) for row in shelf.rows(language)[:MOST_MODULES]]

    return remember(f"modules:{language}", read) if base else []


def _speaks(row: Speaker) -> str:
    return gettext("Speaks %(language)s") % {"language": language_name(row.language)}


def element_entry(row: LearningElement, language: str) -> dict[str, str]:
    """A learning element as pages for visitors name it."""
    own = row.locale.language_code
    kind = ElementKind(row.kind)
    return {"title": row.title, "icon": kind.icon, "meta": str(kind.label), "lang": "" if own == language else own}


def _short(rows: Any) -> Any:
    return rows.only("title", "kind", "theme", "locale")


SHELVES: dict[str, Shelf] = {
    shelf.model.thing_kind.value: shelf for shelf in (ModuleShelf(), SpeakerShelf(), CaseShelf())
}
