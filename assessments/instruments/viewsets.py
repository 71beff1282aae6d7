"""Instruments in the menu *Programmes*: their list, and the addresses of their pages."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from assessments.instruments import editing, publishing, staff
from assessments.instruments.models import Instrument
from programmes.library.menu import HOOK


class InstrumentIndex(staff.InstrumentIndex):
    """The list, with the way to hand in a file."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not staff.POLICY.user_has_permission(self.request.user, "change"):
            return []
        label = gettext_lazy("Upload a file")
        return [HeaderButton(label, url=reverse("instruments:upload"), icon_name="upload"), *super().header_buttons]


class InstrumentViewSet(ModelViewSet):
    model = Instrument
    name = "instruments"
    icon = "form"
    menu_label = gettext_lazy("Instruments")
    menu_name = "instruments"
    menu_order = 75
    menu_hook = HOOK
    permission_policy = staff.POLICY
    index_view_class = InstrumentIndex
    form_fields = ["code"]
    copy_view_enabled = False
    add_to_reference_index = False
    ordering = ["code"]
    list_display = [
        TitleColumn("title", label=gettext_lazy("Instrument"), accessor=str, get_url=staff.instrument_url),
        Column("standing", label=gettext_lazy("State"), accessor=staff.standing),
        Column("languages", label=gettext_lazy("Languages"), accessor=staff.in_languages),
        Column("used", label=gettext_lazy("Used"), accessor=staff.used_in),
        Column("code", label=gettext_lazy("Code")),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        words = {"page_title": self.menu_label, "add_item_label": gettext_lazy("New instrument")}
        return super().get_index_view_kwargs(queryset=staff.listed(), **words, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", publishing.NewInstrument.as_view(), name="add"),
            path("upload/", publishing.Upload.as_view(), name="upload"),
            path("of/<slug:code>/", staff.InstrumentPage.as_view(), name="instrument"),
            path("of/<slug:code>/new-version/", publishing.NewVersion.as_view(), name="new_version"),
            path("<int:pk>/", staff.Reading.as_view(), name="preview"),
            path("<int:pk>/download/", staff.Download.as_view(), name="download"),
            path("<int:pk>/draft/", editing.Outline.as_view(), name="draft"),
            path("<int:pk>/settings/", editing.SettingsEditor.as_view(), name="settings"),
            path("<int:pk>/move/", editing.MoveTheme.as_view(), name="theme_move"),
            path("<int:pk>/free-text/", editing.TextsEditor.as_view(), name="free_text"),
            path("<int:pk>/publish/", publishing.Publish.as_view(), name="publish"),
            path("<int:pk>/drop/", publishing.Drop.as_view(), name="drop"),
            path("<int:pk>/themes/<slug:code>/", editing.ThemeEditor.as_view(), name="theme"),
            path("<int:pk>/themes/<slug:code>/remove/", editing.RemoveTheme.as_view(), name="theme_remove"),
            path("<int:pk>/items/<slug:code>/remove/", editing.RemoveItem.as_view(), name="item_remove"),
        ]


instrument_viewset = InstrumentViewSet()
