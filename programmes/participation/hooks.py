"""What this room adds to Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from programmes.participation.leading.viewsets import LeadingViewSet
from programmes.participation.previewing import PreviewViewSet
from programmes.participation.viewsets import LeaderGroupViewSet, OrganisationViewSet, ParticipantViewSet


@hooks.register("register_admin_viewset")
def people_pages() -> list[ViewSet]:
    return [ParticipantViewSet(), OrganisationViewSet(), LeaderGroupViewSet(), PreviewViewSet(), LeadingViewSet()]
