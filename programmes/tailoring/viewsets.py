"""Programmes and templates in the menu, their lists, and the addresses of their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from localisation import nordic
from programmes.library.menu import HOOK
from programmes.library.vocabulary import Country, Sector
from programmes.tailoring import adding, arranging, editing, querysets, resetting, template_pages, views
from programmes.tailoring.access import POLICY
from programmes.tailoring.composing import views as composing
from programmes.tailoring.focus import views as focus
from programmes.tailoring.forms import course_leaders
from programmes.tailoring.models import Programme
from programmes.tailoring.offers import pages as offers
from programmes.tailoring.own import views as own
from programmes.tailoring.views import STATUS_TONES


class BadgeColumn(Column):
    """A programme's status as a badge of the look."""

    cell_template_name = "staff/status_cell.html"

    def get_cell_context_data(self, instance: Programme, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "label": instance.get_status_display(), "tone": STATUS_TONES[instance.status]}


class DayColumn(Column):
    """A day in words: 4. februar 2027."""

    def get_value(self, instance: Programme) -> str:
        value = super().get_value(instance)
        day = timezone.localdate(value) if isinstance(value, datetime) else value
        return nordic.day(day) if day else ""


class ProgrammeFilters(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Programme.Status.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"), choices=Country.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    course_leader = django_filters.ModelChoiceFilter(
        label=_("Course leader"), queryset=lambda request: course_leaders(), empty_label=_("All")
    )

    class Meta:
        model = Programme
        fields: list[str] = []


class BoardFinder(ModelAdminURLFinder):
    """Wherever Wagtail tells of a programme, its link leads to the board."""

    permission_policy = POLICY

    def construct_edit_url(self, instance: Programme) -> str:
        return views.board_url(instance)


class ProgrammeListing(ModelViewSet):
    """What the two lists share. Everything below the list is a page of this room's own."""

    model = Programme
    permission_policy = POLICY
    form_fields = ["title"]
    index_view_class = views.ProgrammeIndex
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 25
    ordering = "-updated_at"
    menu_hook = HOOK
    add_label: Any
    url_finder_class = BoardFinder

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        words = {"page_title": self.menu_label, "add_item_label": self.add_label}
        return super().get_index_view_kwargs(queryset=self.rows(), **words, **kwargs)

    def rows(self) -> Any:
        raise NotImplementedError


def _title() -> TitleColumn:
    return TitleColumn("title", label=_("Title"), accessor=str, get_url=views.board_url)


class DeliveryViewSet(ProgrammeListing):
    name = "programmes"
    icon = "calendar-alt"
    menu_label = _("Deliveries")
    menu_name = "deliveries"
    add_label = _("New programme")
    menu_order = 10
    filterset_class = ProgrammeFilters
    list_display = [
        _title(),
        Column("client", label=_("Client")),
        BadgeColumn("status", label=_("Status"), sort_key="status"),
        DayColumn("starts_on", label=_("Starts"), sort_key="starts_on"),
        Column("module_count", label=_("Modules")),
        Column("course_leader", label=_("Course leader")),
        DayColumn("updated_at", label=_("Last changed"), sort_key="updated_at"),
    ]

    def rows(self) -> Any:
        return querysets.deliveries()

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", composing.NewProgramme.as_view(), name="add"),
            *composing.paths(),
            path("elements/<uuid:key>/", views.InLibrary.as_view(), name="element"),
            path("<int:pk>/", views.Board.as_view(), name="board"),
            path("<int:pk>/settings/", views.Settings.as_view(), name="edit"),
            path("<int:pk>/status/", views.ChangeStatus.as_view(), name="status"),
            path("<int:pk>/compare/", template_pages.Compare.as_view(), name="compare"),
            path("<int:pk>/make-template/", template_pages.MakeTemplate.as_view(), name="make_template"),
            path("<int:pk>/offers/", offers.Offers.as_view(), name="offers"),
            path("<int:pk>/offers/new/", offers.NewOffer.as_view(), name="offer_new"),
            path("<int:pk>/offers/<int:number>/difference/", offers.Difference.as_view(), name="offer_difference"),
            path("<int:pk>/offers/<int:number>/withdraw/", offers.Withdraw.as_view(), name="offer_withdraw"),
            path("<int:pk>/complete/", views.Complete.as_view(), name="complete"),
            *own.paths(),
            *focus.paths(),
            path("<int:pk>/history/", self.history_view, name="history"),
            path("<int:pk>/history/results/", self.history_results_view, name="history_results"),
            path("<int:pk>/modules/add/", views.AddModule.as_view(), name="module_add"),
            path("modules/<int:pk>/", editing.ModuleEditor.as_view(), name="module"),
            path("modules/<int:pk>/order/", editing.Order.as_view(), name="order"),
            path("modules/<int:pk>/arrange/", editing.Arrange.as_view(), name="arrange"),
            path("modules/<int:pk>/move/", arranging.MoveModule.as_view(), name="module_move"),
            path("modules/<int:pk>/reset/", resetting.Reset.as_view(), name="reset"),
            path("modules/<int:pk>/place/", arranging.PlaceItem.as_view(), name="place"),
            path("modules/<int:pk>/put-back/", arranging.PutBackModule.as_view(), name="module_put_back"),
            path("modules/<int:pk>/items/put-back/", arranging.PutBackItem.as_view(), name="item_put_back"),
            path("modules/<int:pk>/remove/", editing.RemoveModule.as_view(), name="module_remove"),
            path("modules/<int:pk>/gatherings/add/", editing.NewGathering.as_view(), name="gathering_add"),
            path("modules/<int:pk>/<slug:phase>/add/", adding.AddItems.as_view(), name="items_add"),
            path("gatherings/<int:pk>/", editing.GatheringEditor.as_view(), name="gathering"),
            path("items/<int:pk>/", editing.ItemEditor.as_view(), name="item"),
            path("items/<int:pk>/remove/", editing.RemoveItem.as_view(), name="item_remove"),
        ]


class TemplateViewSet(ProgrammeListing):
    name = "programme_templates"
    url_prefix = "programme-templates"
    icon = "copy"
    menu_label = _("Programme templates")
    menu_name = "programme-templates"
    add_label = _("New template")
    index_view_class = template_pages.TemplateIndex
    menu_order = 20
    list_display = [
        _title(),
        Column("module_count", label=_("Modules")),
        Column("hours", label=_("Hours")),
        Column("version", label=_("Version"), sort_key="version"),
        TitleColumn("use", label=_("Used in"), accessor=template_pages.use_of, url_name="programme_templates:use"),
        DayColumn("updated_at", label=_("Last changed"), sort_key="updated_at"),
    ]

    def rows(self) -> Any:
        return querysets.templates()

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", views.NewTemplate.as_view(), name="add"),
            path("<int:pk>/use/", template_pages.TemplateUse.as_view(), name="use"),
        ]
