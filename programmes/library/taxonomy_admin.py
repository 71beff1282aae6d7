"""The abilities of the taxonomy in Wagtail's admin: their list, their names in each language, and who uses them."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from cms.pages import changes
from programmes.library.abilities import Ability, Development
from programmes.library.menu import HOOK
from programmes.library.vocabulary import Theme


class AbilityForm(WagtailAdminModelForm):
    """The code is said once: instruments and results refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True

    def save(self, commit: bool = True) -> Ability:
        row: Ability = super().save(commit)
        changes.changed()  # visitors read the names
        return row


class AbilityFilters(WagtailFilterSet):
    theme = django_filters.ChoiceFilter(
        label=_("Theme"), choices=Theme.choices, empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Ability
        fields: list[str] = []


def listed() -> QuerySet[Ability]:
    """Abilities with `times_developed`: how many library objects develop each."""
    rows = Development.objects.filter(ability=OuterRef("pk")).order_by().values("ability")
    number = Subquery(rows.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return Ability.objects.annotate(times_developed=Coalesce(number, 0))


class AbilityIndex(IndexView):
    def get_list_buttons(self, instance: Ability) -> list[Any]:
        return []


class AbilityViewSet(ModelViewSet):
    model = Ability
    name = "abilities"
    icon = "tag"
    menu_label = _("Abilities")
    menu_name = "abilities"
    menu_order = 72
    menu_hook = HOOK
    index_view_class = AbilityIndex
    filterset_class = AbilityFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    ordering = ["theme", "order", "code"]
    list_display = [
        TitleColumn("name", label=_("Ability"), accessor=str, url_name="abilities:edit"),
        Column("theme", label=_("Theme"), accessor="get_theme_display", sort_key="theme"),
        Column("code", label=_("Code"), sort_key="code"),
        NumberColumn("times_developed", label=_("Developed by"), sort_key="times_developed"),
    ]

    def get_edit_handler(self) -> Any:
        fields = [FieldPanel(name) for name in ("name", "theme", "code", "explanation", "order")]
        return ObjectList(fields, base_form_class=AbilityForm).bind_to_model(self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        words = {"page_title": self.menu_label, "add_item_label": _("New ability")}
        return super().get_index_view_kwargs(queryset=listed(), **words, **kwargs)


@hooks.register("register_admin_viewset")
def abilities() -> list[ViewSet]:
    return [AbilityViewSet()]


@hooks.register("register_permissions")
def rights() -> QuerySet[Permission]:
    """Offered with the rights of a group, in the admin."""
    return Permission.objects.filter(content_type__app_label="programmes", codename__endswith="_ability")
