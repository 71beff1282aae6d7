"""The participant's pages. Every row is fetched through `access`, so whoever may not see it gets 404."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from localisation import languages
from programmes.participation import access, services
from programmes.participation.coordinating.access import coordinations_of
from programmes.participation.element import element_page
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.gatherings.feed import feed_panel
from programmes.participation.group import course_leader, group_panel
from programmes.participation.materials.ended import ended_page, of_programme
from programmes.participation.models import Enrolment
from programmes.participation.page import board, module_page
from programmes.participation.playing import may_frame
from programmes.participation.schedule import schedule_of
from programmes.participation.sections import element_sections, sections_for
from programmes.participation.survey import survey
from programmes.participation.ways import OWN


@never_cache
@login_required
def my_programme(request: PersonRequest) -> HttpResponse:
    """The programme itself for whoever has one, a choice between several, or a kind word and the way on."""
    return _of_the_one(request, _programme_page, "my_programme_of")


@never_cache
@login_required
def my_schedule(request: PersonRequest) -> HttpResponse:
    """The schedule of the programme, or the choice between several."""
    return _of_the_one(request, _schedule_page, "my_schedule_of")


def _of_the_one(
    request: PersonRequest, page: Callable[[PersonRequest, Enrolment], HttpResponse], url_name: str
) -> HttpResponse:
    enrolments = access.enrolments_of(request.user)
    if len(enrolments) == 1:
        return page(request, enrolments[0])
    if not enrolments and coordinations_of(request.user):
        return redirect("my_coordination")
    if not enrolments:
        ended = access.ended_for(request.user)
        return ended_page(request, ended) if ended else portal_page(request, "portal/no_programme.html")
    choices = [
        {"enrolment": enrolment, "url": reverse(url_name, args=[enrolment.leader_group.programme.slug])}
        for enrolment in enrolments
    ]
    return portal_page(request, "portal/choose_programme.html", choices=choices)


@never_cache
@login_required
def one_programme(request: PersonRequest, slug: str) -> HttpResponse:
    return of_programme(request, slug, _programme_page)


def _programme_page(request: PersonRequest, enrolment: Enrolment) -> HttpResponse:
    language, today = languages.current(), timezone.localdate()
    programme = enrolment.leader_group.programme
    return portal_page(
        request,
        "portal/my_programme.html",
        programme=programme,
        board=board(survey(programme, request.user), language, today),
        group=group_panel(enrolment),
        course_leader=course_leader(programme),
        sections=sections_for(enrolment, language),
    )


@never_cache
@login_required
def module(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One module with all its elements."""
    programme = access.module_for(request.user, uuid).programme
    view = module_page(survey(programme, request.user), uuid, languages.current(), timezone.localdate())
    return portal_page(request, "portal/module.html", programme=programme, module=view)


@never_cache
@login_required
def one_schedule(request: PersonRequest, slug: str) -> HttpResponse:
    return of_programme(request, slug, _schedule_page)


def _schedule_page(request: PersonRequest, enrolment: Enrolment) -> HttpResponse:
    """The whole year: modules and gatherings in the order of time."""
    programme = enrolment.leader_group.programme
    modules = schedule_of(survey(programme, request.user), languages.current(), timezone.localdate())
    return portal_page(
        request,
        "portal/schedule.html",
        programme=programme,
        modules=modules,
        calendar_url=OWN.calendar(programme.slug),
        feed=feed_panel(request.user),
    )


@never_cache
@login_required
def element(request: PersonRequest, uuid: UUID) -> HttpResponse:
    today = timezone.localdate()
    item = access.item_for(request.user, uuid, today)
    services.note_opening(request.user, item)
    page = element_page(item, languages.current(), today)
    response = portal_page(
        request,
        "portal/element.html",
        page=page,
        done=services.is_done(request.user, item),
        sections=element_sections(request.user, item),
    )
    return may_frame(request, response, page.recording)


@login_required
def mark(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Mark an element as done, or take it back (`done=no`). Doing either twice changes nothing.

    Whoever had to log in first comes back by GET, which marks nothing and shows the element.
    """
    item = access.item_for(request.user, uuid, timezone.localdate())
    page = reverse("my_element", args=[item.uuid]) + "#mark"
    if request.method != "POST":
        return redirect(page)
    done = request.POST.get("done") != "no"
    services.mark(request.user, item, done)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"done": done})
    return redirect(page)
