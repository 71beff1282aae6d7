"""What the pages of a round show, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.ballots.models import Round
from assessments.ballots.promise import moment


@dataclass(frozen=True)
class RoundRow:
    """A round in a list: what it is, how it stands, and the one thing to do."""

    title: str
    state: str
    tone: str
    meta: str
    url: str
    action: str
    # The round whose draft, if this browser has one, is no longer of use.
    over: int | None


def title_of(round: Round) -> str:
    """The instrument's title, from the second round with its number."""
    title = str(round.version.instrument.title)
    return title if round.number == 1 else _("%(title)s, round %(number)d") % {"title": title, "number": round.number}


def title_with_version(round: Round) -> str:
    """The title for staff, who have to tell the versions of an instrument apart."""
    words = {"title": title_of(round), "number": round.version.number}
    return _("%(title)s (version %(number)d)") % words


def row_of(round: Round) -> RoundRow:
    """A round from `access.rounds_for`, as its participant sees it."""
    state, tone, action, name = _standing(round)
    meta = ""
    if round.state == Round.State.OPEN and round.closes_at:
        meta = _("closes %(moment)s") % {"moment": moment(round.closes_at)}
    elif round.state in (Round.State.PLANNED, Round.State.OPENING) and round.opens_at:
        meta = _("opens %(moment)s") % {"moment": moment(round.opens_at)}
    url = reverse(name, args=[round.pk]) if name else ""
    answerable = round.state == Round.State.OPEN and not getattr(round, "delivered", None)
    return RoundRow(title_of(round), state, tone, meta, url, action, None if answerable else round.pk)


def _standing(round: Round) -> tuple[str, str, str, str]:
    """The state in words, its tone, and the action with the name of its address."""
    if round.state == Round.State.CLOSED:
        return pgettext("round", "Closed"), "neutral", _("See the results"), "mapping_results"
    if round.state == Round.State.CLOSING:
        return _("The answers are being counted"), "info", "", ""
    if round.state == Round.State.OPEN and getattr(round, "delivered", None):
        return pgettext("ballot", "Delivered"), "success", "", ""
    if round.state == Round.State.OPEN:
        return pgettext("round", "Open"), "info", _("Answer the mapping"), "mapping_round"
    return pgettext("round", "Planned"), "neutral", "", ""


def render_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page inside the portal's frame; search engines have no business there."""
    frame = {"portal_url": reverse("my_programme"), "robots": "noindex", "person": mark_of(request.user.pk)}
    return render(request, template, {**frame, **context})


def mark_of(user_id: int) -> str:
    """What a browser may call a person by when it tells drafts of several people apart: says nothing to anyone else."""
    return salted_hmac("mapping-drafts", str(user_id), algorithm="sha256").hexdigest()[:16]
