"""All gatherings of all programmes: when, where, and who speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from localisation import nordic
from programmes.library.menu import HOOK
from programmes.library.models import Thing
from programmes.library.vocabulary import Country, Phase
from programmes.tailoring import access
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from programmes.tailoring.plan import local_day, speaker_key
from programmes.tailoring.views import board_url

COMING, PAST, UNDATED = "coming", "past", "undated"


def deliveries_gatherings() -> QuerySet[Gathering]:
    """Gatherings of programmes that people attend, without those that were called off."""
    rows = Gathering.objects.filter(cancelled_at=None, programme_module__programme__kind=Programme.Kind.DELIVERY)
    return rows.select_related("programme_module__programme")


def speakers_of(gatherings: Iterable[Gathering]) -> dict[int, str]:
    """By the id of the module: the names of those who speak at its gatherings. Two queries."""
    modules = {row.programme_module_id for row in gatherings}
    items = ProgrammeItem.objects.filter(programme_module__in=modules, phase=Phase.GATHERING).order_by("position", "pk")
    found: defaultdict[int, list[UUID]] = defaultdict(list)
    for item in items.select_related("thing__current_edition", "pinned_edition"):
        if key := speaker_key(item):
            found[item.programme_module_id].append(key)
    wanted = {key for keys in found.values() for key in keys}
    names = dict(Thing.objects.filter(pk__in=wanted).values_list("pk", "label"))
    return {
        module: ", ".join(dict.fromkeys(names[key] for key in keys if key in names)) for module, keys in found.items()
    }


class GatheringFilters(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"), method="filter_when", empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
        choices=[
            (COMING, gettext_lazy("To come")),
            (PAST, gettext_lazy("Over")),
            (UNDATED, gettext_lazy("Without a date")),
        ],
    )  # fmt: skip
    country = django_filters.ChoiceFilter(
        label=gettext_lazy("Country"), field_name="programme_module__programme__country", choices=Country.choices,
        empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
    )  # fmt: skip
    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Programme"), field_name="programme_module__programme",
        queryset=lambda request: access.seen_by(request.user).filter(kind=Programme.Kind.DELIVERY),
        empty_label=gettext_lazy("All"),
    )  # fmt: skip

    class Meta:
        model = Gathering
        fields: list[str] = []

    def filter_when(self, rows: QuerySet[Gathering], name: str, value: str) -> QuerySet[Gathering]:
        now = timezone.now()
        if value == UNDATED:
            return rows.filter(starts_at=None)
        return rows.filter(ends_at__gte=now) if value == COMING else rows.filter(ends_at__lt=now)


class GatheringIndex(IndexView):
    """Only the rows of one page are looked at for who speaks."""

    any_permission_required = ["add", "change", "view"]

    def get_base_queryset(self) -> QuerySet[Gathering]:
        return super().get_base_queryset().filter(access.among(self.request.user, "programme_module__programme__"))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = list(rows)
        speakers = speakers_of(rows)
        for row in rows:
            row.speakers = speakers.get(row.programme_module_id, "")
        return paginator, page, rows, is_paginated

    def order_queryset(self, queryset: QuerySet[Gathering]) -> QuerySet[Gathering]:
        """Those without a day come last in either direction, on every database."""
        if self.ordering in ("-starts_at", "starts_at"):
            day = F("starts_at")
            falling = self.ordering.startswith("-")
            return queryset.order_by(day.desc(nulls_last=True) if falling else day.asc(nulls_last=True), "pk")
        return super().order_queryset(queryset)

    def get_list_buttons(self, instance: Gathering) -> list[Any]:
        return []


def gathering_url(gathering: Gathering) -> str:
    return reverse("programmes:gathering", args=[gathering.pk])


def day_of(gathering: Gathering) -> str:
    """Its first day where it is held, or that it has none."""
    return nordic.day(local_day(gathering)) if gathering.starts_at else _("no date")


class GatheringFinder(ModelAdminURLFinder):
    permission_policy = access.POLICY

    def construct_edit_url(self, instance: Gathering) -> str:
        return gathering_url(instance)


class GatheringViewSet(ModelViewSet):
    """A list; a gathering is made and changed on the board of its programme."""

    model = Gathering
    name = "gatherings"
    icon = "date"
    menu_label = gettext_lazy("Gatherings")
    menu_name = "gatherings"
    menu_order = 65
    menu_hook = HOOK
    form_fields = ["title"]
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    list_per_page = 25
    index_view_class = GatheringIndex
    filterset_class = GatheringFilters
    url_finder_class = GatheringFinder
    ordering = "starts_at"
    list_display = [
        TitleColumn("title", label=gettext_lazy("Gathering"), accessor=str, get_url=gathering_url),
        Column("starts_at", label=gettext_lazy("Day"), accessor=day_of, sort_key="starts_at"),
        Column("venue", label=gettext_lazy("Place")),
        TitleColumn(
            "programme", label=gettext_lazy("Programme"), accessor="programme_module.programme",
            get_url=lambda row: board_url(row.programme_module.programme),
        ),
        Column("speakers", label=gettext_lazy("Speakers")),
    ]  # fmt: skip

    @property
    def permission_policy(self) -> Any:
        """Whoever works with programmes may see their gatherings."""
        return access.POLICY

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(queryset=deliveries_gatherings(), add_url_name=None, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
