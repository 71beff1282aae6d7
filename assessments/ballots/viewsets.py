"""Rounds and instruments in the menu *Programmes*, their lists, and the addresses of their pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from assessments.ballots import conducting, staff
from assessments.ballots.collected import views as collected
from assessments.ballots.doors import among
from assessments.ballots.freetext import views as freetext
from assessments.ballots.models import Round
from assessments.ballots.pages import title_with_version
from assessments.ballots.promise import moment
from cms.accounts.models import User
from programmes.library.menu import HOOK
from programmes.tailoring.models import Programme


class StateColumn(Column):
    """A round's state as a badge of the look."""

    cell_template_name = "staff/status_cell.html"

    def get_cell_context_data(self, instance: Round, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "label": instance.get_state_display(), "tone": staff.TONES[instance.state]}


def with_rounds(user: User) -> QuerySet[Programme]:
    """The programmes with rounds that somebody sees."""
    return Programme.objects.filter(pk__in=Round.objects.filter(among(user)).order_by().values("programme"))


class RoundFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Round.State.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"), queryset=lambda request: with_rounds(request.user), empty_label=_("All")
    )

    class Meta:
        model = Round
        fields: list[str] = []


class RoundIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[Round]:
        return super().get_base_queryset().filter(among(self.request.user))

    def get_edit_url(self, instance: Round) -> str:
        return staff.url_of(instance)

    def get_list_buttons(self, instance: Round) -> list[Any]:
        return []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.user_has_permission("add"):
            buttons.append(Button(gettext("Import answers"), url=reverse("rounds:import"), icon_name="upload"))
        return buttons


def _opens(round: Round) -> str:
    return moment(round.opens_at) if round.opens_at else ""


def _closes(round: Round) -> str:
    return moment(round.closes_at) if round.closes_at else ""


class RoundViewSet(ModelViewSet):
    """Everything about a round except what was answered."""

    model = Round
    name = "rounds"
    icon = "clipboard-list"
    menu_label = _("Mappings")
    menu_name = "rounds"
    menu_order = 70
    menu_hook = HOOK
    permission_policy = staff.POLICY
    copy_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields: list[str] = []
    index_view_class = RoundIndex
    add_view_class = staff.PlanRound
    edit_view_class = staff.ChangeRound
    delete_view_class = staff.DropPlan
    filterset_class = RoundFilters
    ordering = ["-pk"]
    list_display = [
        TitleColumn("title", label=_("Mapping"), accessor=title_with_version, get_url=staff.url_of),
        Column("programme", label=_("Programme")),
        StateColumn("state", label=_("State"), sort_key="state"),
        Column("opens_at", label=_("Opens"), accessor=_opens, sort_key="opens_at"),
        Column("closes_at", label=_("Closes"), accessor=_closes, sort_key="closes_at"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        rows = Round.objects.select_related("programme", "version__instrument").defer("version__definition")
        labels = {"page_title": self.menu_label, "add_item_label": _("Plan a round")}
        return super().get_index_view_kwargs(queryset=rows, **labels, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", staff.RoundPage.as_view(), name="round"),
            path("<int:pk>/room/", conducting.Room.as_view(), name="room"),
            path("<int:pk>/open/", conducting.OpenNow.as_view(), name="open"),
            path("<int:pk>/close/", conducting.CloseNow.as_view(), name="close"),
            *freetext.urlpatterns,
            *collected.urlpatterns,
        ]


def rounds_url(programme: Programme) -> str:
    """The list of a programme's rounds in the admin."""
    return f"{reverse('rounds:index')}?programme={programme.pk}"


round_viewset = RoundViewSet()
