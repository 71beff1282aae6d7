"""A participant's gatherings: the page, whether they come, what they thought, and their calendar."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from localisation import languages
from programmes.participation import access
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.gatherings import services
from programmes.participation.gatherings.calendar import calendar_file, site_address
from programmes.participation.gatherings.feed import feed_of_person, person_of
from programmes.participation.gatherings.forms import AttendanceForm, EvaluationForm
from programmes.participation.gatherings.mine import mine
from programmes.participation.gatherings.page import gathering_page
from programmes.participation.gatherings.timing import Stage, stage
from programmes.participation.ways import OWN
from programmes.tailoring.models import Gathering

CALENDAR = "text/calendar; charset=utf-8"


@never_cache
@login_required
def gathering(request: PersonRequest, uuid: UUID) -> HttpResponse:
    return _page_of(request, access.gathering_for(request.user, uuid))


def _page_of(request: PersonRequest, row: Gathering, answers: EvaluationForm | None = None) -> HttpResponse:
    page = gathering_page(row, languages.current(), timezone.localdate())
    own = mine(request.user, row, timezone.now(), answers)
    return portal_page(request, "portal/gathering.html", page=page, mine=own, status=422 if answers else 200)


@never_cache
@login_required
def attendance(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Say whether one comes. Whoever had to log in first comes back by GET, which says nothing."""
    row = access.gathering_for(request.user, uuid)
    form = AttendanceForm(request.POST)
    if request.method == "POST" and form.is_valid() and stage(row, timezone.now()) in (Stage.AHEAD, Stage.ON):
        services.answer(request.user, row, form.cleaned_data["coming"])
    return redirect(f"{reverse('my_gathering', args=[row.uuid])}#attendance")


@never_cache
@login_required
def evaluation(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Say what one thought of a gathering that is over. Raises Http404 while it isn't."""
    row = access.gathering_for(request.user, uuid)
    if stage(row, timezone.now()) is not Stage.OVER:
        raise Http404
    page = f"{reverse('my_gathering', args=[row.uuid])}#evaluation"
    if request.method != "POST":
        return redirect(page)
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _page_of(request, row, form)
    services.evaluate(request.user, row, **form.cleaned_data)
    messages.success(request, _("Thank you. Your course leader reads it."))
    return redirect(page)


@never_cache
@login_required
def gathering_calendar(request: PersonRequest, uuid: UUID) -> HttpResponse:
    row = access.gathering_for(request.user, uuid)
    return _calendar([row], f"{row.programme_module.programme.slug}-{row.uuid.hex[:8]}")


@never_cache
@login_required
def programme_calendar(request: PersonRequest, slug: str) -> HttpResponse:
    """All gatherings of the programme as one calendar file."""
    programme = access.enrolment_of(request.user, slug).leader_group.programme
    return _calendar(access.gatherings_of(programme), programme.slug)


def _calendar(rows: Iterable[Gathering], name: str) -> HttpResponse:
    body = calendar_file(rows, lambda row: site_address(OWN.gathering(row.uuid)))
    disposition = f'attachment; filename="{name}.ics"'
    return HttpResponse(body, content_type=CALENDAR, headers={"Content-Disposition": disposition})


@require_safe
@cache_control(private=True, max_age=900)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, for whoever has its secret address: calendars can't log in. Two queries."""
    body = feed_of_person(person_of(token))
    return HttpResponse(body, content_type=CALENDAR, headers={"X-Robots-Tag": "noindex, nofollow"})


@require_POST
@login_required
def renew_feed(request: PersonRequest) -> HttpResponse:
    services.renew_feed(request.user)
    messages.success(request, _("The calendar has a new address. The old one no longer works."))
    return redirect(f"{reverse('my_schedule')}#calendar")
