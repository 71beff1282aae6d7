"""*Updates* in the menu, with the number of library objects that wait for whoever looks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from programmes.library.menu import HOOK, NumberedMenuItem
from programmes.tailoring.updates import views, waiting


class UpdatesMenuItem(NumberedMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(waiting.works_with_programmes(request.user))

    def waiting(self, request: HttpRequest) -> int:
        return waiting.count_for(request.user)


class UpdatesViewSet(ViewSet):
    name = "updates"
    icon = "download"
    menu_label = _("Updates")
    menu_name = "updates"
    menu_order = 75
    menu_hook = HOOK
    menu_item_class = UpdatesMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", views.Inbox.as_view(), name="index"),
            path("<uuid:pk>/", views.ThingUpdates.as_view(), name="thing"),
            path("programme/<int:pk>/", views.ProgrammeUpdates.as_view(), name="programme"),
            path("work/<uuid:pk>/", views.Work.as_view(), name="work"),
            path("<slug:kind>/<int:pk>/", views.Place.as_view(), name="place"),
        ]
