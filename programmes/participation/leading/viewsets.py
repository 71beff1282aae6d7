"""The course leader's addresses in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from programmes.participation.coordinating import staff as coordinators
from programmes.participation.leading import inbox, presence, views
from programmes.participation.workbook import staff as certificates


class LeadingViewSet(ViewSet):
    name = "leading"
    url_prefix = "leading"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", views.Overview.as_view(), name="programme"),
            path("<int:pk>/groups/<int:group>/", views.Group.as_view(), name="group"),
            path("<int:pk>/message/", views.Message.as_view(), name="message"),
            path("<int:pk>/messages/<uuid:uuid>/", views.Sent.as_view(), name="sent"),
            path("<int:pk>/modules/<int:module>/open/", views.OpenModule.as_view(), name="open_module"),
            path("<int:pk>/participants.xlsx", views.Export.as_view(), name="export"),
            path("<int:pk>/coordinators/", coordinators.Coordinators.as_view(), name="coordinators"),
            path("<int:pk>/coordinators/<int:row>/remove/", coordinators.Remove.as_view(), name="coordinator_remove"),
            path("<int:pk>/gatherings/<int:gathering>/", presence.Presence.as_view(), name="presence"),
            path("<int:pk>/after-work/", inbox.Inbox.as_view(), name="inbox"),
            path("<int:pk>/after-work/<uuid:uuid>/", inbox.Delivered.as_view(), name="delivered"),
            path("<int:pk>/certificate/", certificates.Rule.as_view(), name="rule"),
        ]
