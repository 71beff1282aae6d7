"""What this room adds to Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from programmes.tailoring import from_library, happened, home, library_notices, moving, overrides
from programmes.tailoring.gatherings import GatheringViewSet
from programmes.tailoring.offers.viewsets import AgreementTextViewSet
from programmes.tailoring.speakers.views import SpeakerCalendarViewSet
from programmes.tailoring.updates import history
from programmes.tailoring.updates.viewsets import UpdatesViewSet
from programmes.tailoring.viewsets import DeliveryViewSet, TemplateViewSet


@hooks.register("register_admin_viewset")
def programme_pages() -> list[ViewSet]:
    programmes = [DeliveryViewSet(), TemplateViewSet(), GatheringViewSet(), SpeakerCalendarViewSet()]
    return [*programmes, UpdatesViewSet(), AgreementTextViewSet()]


@hooks.register("register_log_actions")
def what_history_says(actions: LogActionRegistry) -> None:
    history.register_actions(actions)
    happened.register_actions(actions)
    from_library.register_actions(actions)
    overrides.register_actions(actions)
    moving.register_actions(actions)


hooks.register("construct_homepage_panels", home.add_to)
home.register(library_notices.due)
hooks.register("register_bulk_action", from_library.AddToProgramme)
