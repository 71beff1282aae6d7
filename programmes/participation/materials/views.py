"""The page of a programme's materials."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from localisation import languages
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.materials.ended import of_programme
from programmes.participation.materials.forms import Wanted
from programmes.participation.materials.pages import materials as found_in
from programmes.participation.models import Enrolment
from programmes.participation.survey import survey


@never_cache
@login_required
def materials(request: PersonRequest, slug: str) -> HttpResponse:
    """All that has opened so far. `q`: words to look for, `module`: the uuid of one."""
    return of_programme(request, slug, _page)


def _page(request: PersonRequest, enrolment: Enrolment) -> HttpResponse:
    programme, wanted = enrolment.leader_group.programme, Wanted.of(request.GET.dict())
    found = found_in(survey(programme, request.user), wanted, languages.current(), timezone.localdate())
    return portal_page(request, "portal/materials.html", programme=programme, wanted=wanted, materials=found)
