"""What staff narrow the library's lists by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from cms.templatetags.look import language_name
from localisation import languages
from programmes.library import archiving, developing, usage
from programmes.library.models import IndustryCase, LearningElement, Module, Speaker, Thing
from programmes.library.querysets import elements_with_case_from, guest_from, speakers_on
from programmes.library.vocabulary import Country, ElementKind, Sector, Theme, ThingKind

A_YEAR = timedelta(days=365)
MOVING = (ElementKind.VIDEO, ElementKind.PODCAST)


def in_best_language(rows: QuerySet[Any], language: str) -> QuerySet[Any]:
    """One row for each thing: the one that a reader of `language` would be shown."""
    wanted, better = Q(), []
    for code in languages.preference(language):
        here = Q(locale__language_code=code)
        if better:
            versions = rows.model.objects.filter(
                translation_key=OuterRef("translation_key"), locale__language_code__in=list(better)
            )
            here &= ~Exists(versions)
        wanted |= here
        better.append(code)
    return rows.filter(wanted)


def choice(label: Any, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **options
    )


def stale(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose newest edition is more than a year old."""
    old = Thing.objects.filter(current_edition__published_at__lt=timezone.now() - A_YEAR)
    return rows.filter(translation_key__in=old.values("pk"))


def without_captions(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Recordings that bring no captions along, and have none of ours in any language."""
    ours = LearningElement.objects.exclude(timed_captions="").values("translation_key")
    return rows.filter(kind__in=MOVING, captions=[]).exclude(translation_key__in=ours)


def past_review(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(review_on__lt=timezone.localdate())


def drafts(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(Q(live=False) | Q(has_unpublished_changes=True))


ATTENTION = {
    "stale": (_("Not updated for 12 months"), stale),
    "review": (_("Past the review date"), past_review),
    "draft": (_("Has changes that are not published"), drafts),
    "unused": (_("Used nowhere"), usage.unused),
    "captions": (_("Without captions"), without_captions),
    "develops": (_("Not said what it develops"), developing.without),
}


ONLY, TOO = "only", "too"


class LibraryFilters(WagtailFilterSet):
    """What all kinds are narrowed by. Named `locale` so that Wagtail doesn't add a filter of its own.

    What is archived is only listed for whoever asks.
    """

    locale = choice(_("Language"), (), method="by_language")
    attention = django_filters.MultipleChoiceFilter(
        label=_("Needs attention"), widget=forms.CheckboxSelectMultiple, method="by_attention"
    )

    archived = django_filters.ChoiceFilter(
        label=pgettext_lazy("archive", "Archive"),
        empty_label=_("Without what is archived"),
        choices=[(ONLY, _("Only what is archived")), (TOO, _("With what is archived"))],
        widget=forms.RadioSelect,
        method="by_archive",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {code: language_name(code) for code in languages.codes()}
        there = [(code, _("In %(language)s") % {"language": name}) for code, name in names.items()]
        missing = [(f"-{code}", _("Not in %(language)s") % {"language": name}) for code, name in names.items()]
        self.filters["locale"].extra["choices"] = [*there, *missing]
        self.filters["attention"].extra["choices"] = [
            (name, label) for name, (label, _rows) in ATTENTION.items() if name not in self._not_for()
        ]

    def _not_for(self) -> set[str]:
        """What this kind can't lack."""
        model = self._meta.model
        asked = {"captions": model is LearningElement, "develops": developing.is_developing(model)}
        return {name for name, fits in asked.items() if not fits}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("archived") else archiving.in_use(rows)

    def by_archive(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return archiving.archived(rows) if value == ONLY else rows

    def by_language(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """`value`: a language code, with a minus for what is missing in it."""
        versions = rows.model.objects.filter(locale__language_code=value.removeprefix("-")).values("translation_key")
        if value.startswith("-"):
            return rows.exclude(translation_key__in=versions)
        return rows.filter(translation_key__in=versions)

    def by_attention(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        for value in values:
            rows = ATTENTION[value][1](rows)
        return rows


class ModuleFilters(LibraryFilters):
    theme = choice(_("Theme"), Theme.choices)
    develops = developing.DevelopsFilter()

    class Meta:
        model = Module
        fields: list[str] = []


class ElementFilters(LibraryFilters):
    kind = choice(_("Kind"), ElementKind.choices)
    theme = choice(_("Theme"), Theme.choices)
    develops = developing.DevelopsFilter()
    speaker = django_filters.ModelChoiceFilter(
        label=_("Speaker"), queryset=Thing.objects.of_library().filter(kind=ThingKind.SPEAKER), empty_label=_("All")
    )
    case = django_filters.ModelChoiceFilter(
        label=_("Industry case"), queryset=Thing.objects.of_library().filter(kind=ThingKind.CASE), empty_label=_("All")
    )
    sector = choice(_("Sector of its case"), Sector.choices, method="by_sector")
    country = choice(_("Country of its speaker or case"), Country.choices, method="by_country")

    class Meta:
        model = LearningElement
        fields: list[str] = []

    def by_sector(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(translation_key__in=elements_with_case_from(value))

    def by_country(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(guest_from(value))


class SpeakerFilters(LibraryFilters):
    country = choice(_("Country"), Country.choices)
    language = choice(pgettext_lazy("of a speaker", "Speaks"), settings.LANGUAGES)
    theme = choice(_("Theme"), Theme.choices, method="by_theme")

    class Meta:
        model = Speaker
        fields: list[str] = []

    def by_theme(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(translation_key__in=speakers_on(value))


class CaseFilters(LibraryFilters):
    sector = choice(_("Sector"), Sector.choices)
    country = choice(_("Country"), Country.choices)
    develops = developing.DevelopsFilter()

    class Meta:
        model = IndustryCase
        fields: list[str] = []
