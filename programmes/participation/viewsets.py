"""Organisations, leader groups and participants in Wagtail's admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import ModelPermissionPolicy

from localisation import languages
from programmes.library.menu import HOOK
from programmes.participation.doors import among, people_of
from programmes.participation.forms import (
    AddParticipantForm,
    LeaderGroupForm,
    OrganisationForm,
    ParticipantForm,
)
from programmes.participation.lists import views as lists
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.tailoring.views import board_url

POLICY = ModelPermissionPolicy(Enrolment)


class Own(IndexView):
    """The rows of the programmes that somebody runs; `programme` is the way to it from a row."""

    programme = ""

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().filter(among(self.request.user, self.programme))


class NamedIndex(IndexView):
    """Search goes through the names in every language."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = Q()
        for code in languages.codes() if self.is_searching else ():
            wanted |= Q(**{f"name__{code}__icontains": self.search_query})
        return queryset.filter(wanted)


class RoomViewSet(ModelViewSet):
    """What the three lists share."""

    menu_hook = HOOK
    copy_view_enabled = False
    list_per_page = 50


class OrganisationViewSet(RoomViewSet):
    model = Organisation
    name = "organisations"
    icon = "site"
    menu_label = gettext_lazy("Organisations")
    menu_order = 82
    index_view_class = NamedIndex
    list_display = ["name", "country", "sector"]
    list_filter = ["country", "sector"]

    def get_form_class(self, for_update: bool = False) -> type[OrganisationForm]:
        return OrganisationForm


class LeaderGroupFilters(WagtailFilterSet):
    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Programme"),
        queryset=lambda request: people_of(request.user),
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = LeaderGroup
        fields: list[str] = []


class LeaderGroupIndex(Own, NamedIndex):
    programme = "programme__"


class AddLeaderGroup(CreateView):
    """Opens with the programme that `?programme=` names, and leads back to its leader groups."""

    def get_initial(self) -> dict[str, Any]:
        return {"programme": self.request.GET.get("programme")}

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}?programme={self.object.programme_id}"


def _board_of(group: LeaderGroup) -> str:
    return board_url(group.programme)


class LeaderGroupViewSet(RoomViewSet):
    model = LeaderGroup
    name = "leader_groups"
    url_prefix = "leader-groups"
    icon = "group"
    menu_label = gettext_lazy("Leader groups")
    menu_order = 84
    index_view_class = LeaderGroupIndex
    add_view_class = AddLeaderGroup
    filterset_class = LeaderGroupFilters
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), accessor=str, url_name="leader_groups:edit"),
        Column("organisation", label=gettext_lazy("Organisation")),
        TitleColumn("programme", label=gettext_lazy("Programme"), get_url=_board_of),
        Column("members", label=gettext_lazy("Participants")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[LeaderGroupForm]:
        return LeaderGroupForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        rows = LeaderGroup.objects.select_related("programme", "organisation")
        return super().get_index_view_kwargs(queryset=rows.annotate(members=Count("enrolments")), **kwargs)


class ParticipantFilters(WagtailFilterSet):
    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Programme"), field_name="leader_group__programme",
        queryset=lambda request: people_of(request.user), empty_label=gettext_lazy("All"),
    )  # fmt: skip

    class Meta:
        model = Enrolment
        fields: list[str] = []


class ParticipantIndex(Own):
    """Search goes through names and addresses."""

    programme = "leader_group__programme__"

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        for word in self.search_query.split() if self.is_searching else ():
            queryset = queryset.filter(
                Q(user__first_name__icontains=word)
                | Q(user__last_name__icontains=word)
                | Q(user__email__icontains=word)
            )
        return queryset

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.user_has_permission("add"):
            buttons.append(Button(_("Import a list"), url=reverse("participants:import"), icon_name="upload"))
        return buttons


class AddParticipant(CreateView):
    """Opens with the leader group that `?leader_group=` names."""

    def get_initial(self) -> dict[str, Any]:
        return {"leader_group": self.request.GET.get("leader_group"), "language": languages.current()}


def place_of(enrolment: Enrolment) -> str:
    """Fjordvik kommune – Oppvekst"""
    return f"{enrolment.leader_group.organisation} – {enrolment.leader_group}"


class ParticipantViewSet(RoomViewSet):
    model = Enrolment
    name = "participants"
    icon = "user"
    menu_label = gettext_lazy("Participants")
    menu_order = 80
    index_view_class = ParticipantIndex
    add_view_class = AddParticipant
    filterset_class = ParticipantFilters
    list_display = [
        TitleColumn("user", label=gettext_lazy("Name"), accessor="user", url_name="participants:edit", width="22%"),
        Column("email", label=gettext_lazy("E-mail"), accessor="user.email"),
        Column("role", label=gettext_lazy("Role")),
        Column("leader_group", label=gettext_lazy("Leader group"), accessor=place_of),
        Column("programme", label=gettext_lazy("Programme"), accessor="leader_group.programme"),
        Column("language", label=gettext_lazy("Language"), accessor="user.get_language_display"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ParticipantForm | AddParticipantForm]:
        return ParticipantForm if for_update else AddParticipantForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        rows = Enrolment.objects.select_related("user", "leader_group__organisation", "leader_group__programme")
        return super().get_index_view_kwargs(queryset=rows.order_by("user__first_name", "pk"), **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            *lists.urlpatterns,
        ]
