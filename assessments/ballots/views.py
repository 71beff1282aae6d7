"""Answering: the participant's rounds, the promise, the questions, and what comes after.

What is posted here is read into memory, sealed and forgotten. These views write no session and no message, log nothing
and are never cached; what a delivery answers with says nothing about what was answered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from assessments.ballots import access
from assessments.ballots.closing import TOO_FEW
from assessments.ballots.models import Release, Round, Ticket
from assessments.ballots.names import lineage, names_of
from assessments.ballots.pages import render_page, row_of, title_of
from assessments.ballots.promise import in_short, moment, promise
from assessments.ballots.questionnaire import Questionnaire
from assessments.ballots.services import AlreadyDelivered, RoundClosed, deliver
from assessments.disclosure.texts import fewest_texts

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def discreet(view: View[P]) -> View[P]:
    """Decorator: nothing of the page stays in a cache, and the next page is not told where the reader came from."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@require_safe
@discreet
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds of the participant's programmes."""
    found = access.rounds_for(request.user).filter(access.shown_to_participants()).defer("version__definition")
    by_programme: dict[str, list[Any]] = {}
    for round in found:
        by_programme.setdefault(str(round.programme.title), []).append(row_of(round))
    return render_page(request, "portal/mapping/rounds.html", programmes=by_programme)


@require_safe
@discreet
@login_required
def promise_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the participant is promised, before the first question."""
    round = access.round_for(request.user, pk)
    if not _is_open_to(round):
        return _standing(request, round)
    ticket = access.ticket_for(request.user, round)
    return render_page(request, "portal/mapping/promise.html", **_context(round, ticket))


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@discreet
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions; delivering is a POST of all answers at once."""
    round = access.round_for(request.user, pk)
    if not _is_open_to(round):
        return _standing(request, round)
    ticket = access.ticket_for(request.user, round)
    fewest = fewest_texts(round.k) if round.free_text else None
    sheet = Questionnaire(
        round.version.content, request.POST if request.method == "POST" else None, fewest_texts=fewest
    )
    if sheet.valid:
        try:
            deliver(ticket, sheet.answers, sheet.texts)
        except (AlreadyDelivered, RoundClosed):
            # Another tab was first, or the round closed meanwhile: the page that says so is the answer.
            return _standing(request, access.round_for(request.user, pk))
        return redirect("mapping_delivered", pk)
    context = _context(round, ticket)
    return render_page(request, "portal/mapping/answer.html", sheet=sheet, errors=sheet.errors, **context)


@require_safe
@discreet
@login_required
def delivered(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a delivery ends. Says the same to everybody who has delivered."""
    round = access.round_for(request.user, pk)
    if _is_open_to(round):
        return redirect("mapping_round", pk)
    return _standing(request, round)


def _is_open_to(round: Round) -> bool:
    """Whether the participant may answer a round from `access`."""
    return round.state == Round.State.OPEN and getattr(round, "delivered", None) is False


def _standing(request: HttpRequest, round: Round) -> HttpResponse:
    """A round that can't be answered says how it stands, each state on its own page.

    What was posted to it is refused, and the page says that too.
    """
    states = {Round.State.CLOSED: "closed", Round.State.CLOSING: "closing", Round.State.OPEN: "delivered"}
    template = states.get(Round.State(round.state), "planned")
    context = {
        "round": round,
        "title": title_of(round),
        "refused": request.method == "POST",
        "unread": Release.objects.filter(round=round, reason=TOO_FEW).exists(),
        "closes": moment(round.closes_at) if round.closes_at else "",
        "opens": moment(round.opens_at) if round.opens_at else "",
    }
    return render_page(request, f"portal/mapping/{template}.html", **context)


def _context(round: Round, ticket: Ticket) -> dict[str, Any]:
    """What the promise and the questions share."""
    unit = ticket.unit
    content = round.version.content
    return {
        "round": round,
        "ticket": ticket,
        "title": title_of(round),
        "content": content,
        "promise": promise(round, unit, names_of(lineage(unit))[unit.pk], groups=ticket.groups, again=ticket.again),
        "promise_in_short": in_short(round),
        "number_of_items": len(content.items),
        "closes": moment(round.closes_at) if round.closes_at else "",
    }
