"""The library's kinds in the menu, with their lists and edit pages."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from programmes.library import filters, panels, publishing, uploading, views
from programmes.library.choosers import RowChooserViewSet
from programmes.library.menu import HOOK
from programmes.library.models import IndustryCase, LearningElement, Module, Speaker


def _used() -> Column:
    return NumberColumn("used", label=_("Used in"), accessor="listed.used")


def _common() -> list[Column]:
    """The columns that end every list."""
    return [
        views.LanguagesColumn("languages", label=_("Languages")),
        views.EditionColumn("edition", label=_("Edition")),
        _used(),
    ]


class LibraryViewSet(SnippetViewSet):
    """What all kinds share. Copying is left out, since it writes over what it copies."""

    menu_hook = HOOK
    copy_view_enabled = False
    list_per_page = 50
    search_fields = ["title"]
    search_backend_name = None
    index_view_class = views.LibraryIndex
    add_view_class = views.LibraryCreate
    edit_view_class = views.LibraryEdit
    create_template_name = "staff/library/create.html"
    chooser_viewset_class = RowChooserViewSet

    def get_edit_handler(self) -> Any:
        return panels.HANDLERS[self.model].bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/write/<slug:language>/", self.construct_view(views.WriteIn), name="write_in"),
            path("edit/<int:pk>/publish/", self.construct_view(publishing.Publish), name="publish"),
        ]


class ModuleViewSet(LibraryViewSet):
    model = Module
    icon = "folder-open-1"
    menu_order = 30
    filterset_class = filters.ModuleFilters
    ordering = "order"
    list_display = ["title", "theme", "weeks", *_common()]


class ElementViewSet(LibraryViewSet):
    model = LearningElement
    icon = "doc-full"
    menu_order = 40
    filterset_class = filters.ElementFilters
    search_fields = ["title", "lead", "transcript"]
    ordering = "title"
    list_display = ["title", "kind", "theme", "minutes", *_common()]

    def get_urlpatterns(self) -> list[Any]:
        own = path("edit/<int:pk>/recording/", self.construct_view(uploading.OwnRecording), name="recording")
        return [*super().get_urlpatterns(), own]


class SpeakerViewSet(LibraryViewSet):
    model = Speaker
    icon = "user"
    menu_order = 50
    filterset_class = filters.SpeakerFilters
    search_fields = ["title", "role", "organisation", "bio"]
    ordering = "title"
    list_display = ["title", "organisation", "country", "language", *_common()]


class CaseViewSet(LibraryViewSet):
    model = IndustryCase
    icon = "globe"
    menu_order = 60
    filterset_class = filters.CaseFilters
    search_fields = ["title", "organisation", "challenge", "action", "result"]
    ordering = "title"
    list_display = ["title", "organisation", "sector", "country", *_common()]


VIEWSETS = (ModuleViewSet, ElementViewSet, SpeakerViewSet, CaseViewSet)
