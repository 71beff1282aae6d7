"""What a participant meets when the time is over for which a programme is kept: a kind word, and their own data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse

from programmes.participation import access
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme


def of_programme(
    request: PersonRequest, slug: str, page: Callable[[PersonRequest, Enrolment], HttpResponse]
) -> HttpResponse:
    """The page for whoever takes part; the kind word when their time is over. Raises Http404 for others."""
    try:
        enrolment = access.enrolment_of(request.user, slug)
    except Http404:
        ended = access.ended_for(request.user, slug)
        if not ended:
            raise
        return ended_page(request, ended)
    return page(request, enrolment)


def ended_page(request: PersonRequest, programmes: Sequence[Programme]) -> HttpResponse:
    return portal_page(request, "portal/programme_ended.html", programmes=programmes)
