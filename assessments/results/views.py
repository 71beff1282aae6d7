"""Results of a closed round, read from its release. While a round is open there is nothing to see, for anyone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.ballots.models import Release, Round, RoundUnit
from assessments.ballots.pages import render_page, title_of
from assessments.ballots.promise import moment
from assessments.ballots.rate import invited_of
from assessments.results.access import View, view_of
from assessments.results.benchmarking import line_for
from assessments.results.comparing import comparison, earlier_rounds
from assessments.results.free_text import said_in
from assessments.results.pages import unit_page
from assessments.results.reading import Reading

LEVELS = ("programme", "organisation", "leader_group")


@require_safe
@never_cache
@login_required
def results(request: HttpRequest, pk: int, unit: int | None = None) -> HttpResponse:
    """The results of one unit, the reader's own leader group unless another is asked for."""
    view = view_of(request.user, pk)
    shown = view.unit(unit) if view.round.state == Round.State.CLOSED or unit is not None else None
    context: dict[str, Any] = {"round": view.round, "title": title_of(view.round), "sees_all": view.sees_all}
    if view.round.state != Round.State.CLOSED or shown is None:
        closes = moment(view.round.closes_at) if view.round.closes_at else ""
        return render_page(request, "portal/mapping/no_results.html", closes=closes, **context)
    release = Release.objects.get(round=view.round)
    reading = Reading(view.round, release.data, view.units, line_for(view.round))
    return render_page(
        request,
        "portal/mapping/results.html",
        page=unit_page(reading, shown, sees_all=view.sees_all),
        said=[] if shown.path else said_in(view.round),
        leads=view.round.programme.course_leader_id == request.user.pk,
        unit=shown,
        level=LEVELS[len(shown.path)],
        unit_title=_name(reading, shown),
        tabs=_tabs(reading, view, shown),
        content=reading.content,
        detail_from=release.data["detail_from"],
        k=release.data["k"],
        earlier=list(earlier_rounds(view.round)) if view.round.number > 1 else [],
        invited=invited_of(view.round).get(tuple(shown.path)),
        **context,
    )


@require_safe
@never_cache
@login_required
def compare_rounds(request: HttpRequest, pk: int, unit: int, earlier: int) -> HttpResponse:
    """A unit's results beside those of an earlier round, which the reader must be allowed to see as well."""
    view = view_of(request.user, pk)
    shown = view.unit(unit)
    before = earlier_rounds(view.round).filter(pk=earlier).first()
    if view.round.state != Round.State.CLOSED or before is None:
        raise Http404
    releases = {release.round_id: release.data for release in Release.objects.filter(round__in=[before, view.round])}
    first = Reading(before, releases[before.pk], view_of(request.user, before.pk).units)
    second = Reading(view.round, releases[view.round.pk], view.units)
    return render_page(
        request,
        "portal/mapping/comparison.html",
        round=view.round,
        earlier=before,
        title=title_of(view.round),
        unit=shown,
        unit_title=_name(second, shown),
        compared=comparison(first, second, shown),
    )


def _name(reading: Reading, unit: RoundUnit) -> str:
    names = reading.names[unit.pk]
    return names[-1] if names else str(reading.round.programme.title)


def _tabs(reading: Reading, view: View, shown: RoundUnit) -> list[dict[str, Any]]:
    """The way to the reader's other units."""
    return [
        {
            "label": _name(reading, unit),
            "url": reverse("mapping_results_of", args=[view.round.pk, unit.pk]),
            "current": unit.pk == shown.pk,
            "published": reading.of(unit)["status"] == "published",
            "depth": len(unit.path),
        }
        for unit in (sorted(view.units, key=lambda unit: unit.pk) if view.sees_all else view.units)
    ]
