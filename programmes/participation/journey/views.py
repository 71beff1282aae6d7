"""The page of a leader group's journey."""

from __future__ import annotations

from django.http import HttpResponse

from localisation import languages
from programmes.participation import access
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.journey.pages import journey
from programmes.participation.writing.views import private


@private
def our_journey(request: PersonRequest, slug: str) -> HttpResponse:
    """The way of the reader's own leader group, while the programme runs and afterwards."""
    enrolment = access.enrolment_of(request.user, slug)
    return portal_page(
        request,
        "portal/journey.html",
        programme=enrolment.leader_group.programme,
        group=enrolment.leader_group,
        journey=journey(enrolment, languages.current()),
    )
