"""How a round stands and what happens next, in words for those who conduct it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils.translation import gettext as _

from assessments.ballots import reminders
from assessments.ballots.closing import TOO_FEW
from assessments.ballots.models import Round
from assessments.ballots.promise import moment, spelled
from assessments.ballots.rate import HOURS, band_in_words
from assessments.disclosure.turnout import FEWEST_FOR_A_BAND
from localisation import nordic
from programmes.participation.access import OPEN_STATES


@dataclass(frozen=True)
class Standing:
    """`lines`: what happens next and when. `tone`: "critical", "warning" or "info". `busy`: look again in a moment."""

    title: str
    lines: list[str] = field(default_factory=list)
    tone: str = "info"
    busy: bool = False


def may_open(round: Round) -> bool:
    """A round opens when its programme is there for its participants: nobody is invited to a closed door."""
    return round.is_planned and round.programme.status in OPEN_STATES


def standing(round: Round, now: datetime) -> Standing:
    """A round that is loaded with its programme and, when it is closed, its release."""
    if round.state == Round.State.PLANNED:
        return _planned(round, now)
    if round.state == Round.State.OPENING:
        line = _("Units and limits are being frozen and the participants invited. It takes a few seconds.")
        return Standing(_("The round is being opened"), [line], busy=True)
    if round.trouble == Round.Trouble.MISSING_KEY and round.state != Round.State.CLOSED:
        return _without_key()
    if round.state == Round.State.OPEN:
        return _open(round, now)
    if round.state == Round.State.CLOSING:
        line = _("No more answers are taken. The result is here in a moment.")
        return Standing(_("The answers are being counted"), [line], busy=True)
    return _closed(round)


def _planned(round: Round, now: datetime) -> Standing:
    if round.programme.status not in OPEN_STATES:
        line = _("The programme has not started. Participants can't get in before it does, so the round waits for it.")
        return Standing(_("Planned, and waiting for the programme"), [line], "warning")
    if round.opens_at is None:
        lines = [_("It opens when somebody presses the button.")]
    elif round.opens_at > now:
        lines = [_("It opens by itself %(moment)s.") % {"moment": moment(round.opens_at)}]
    else:
        lines = [_("It opens by itself within a minute.")]
    return Standing(_("This round has not opened yet"), [*lines, *_end(round), *_reminders(round, now)])


def _open(round: Round, now: datetime) -> Standing:
    if round.closes_at is not None and round.closes_at <= now:
        line = _("Its time ran out %(moment)s, and it closes within a minute.") % {"moment": moment(round.closes_at)}
        return Standing(_("Open, and about to close"), [line], busy=True)
    return Standing(_("Open for answers"), [*_end(round), *_reminders(round, now), _band(round)])


def _end(round: Round) -> list[str]:
    if round.closes_at is None:
        return [_("It closes when somebody presses the button.")]
    return [_("It closes by itself %(moment)s, or by the button before.") % {"moment": moment(round.closes_at)}]


def _reminders(round: Round, now: datetime) -> list[str]:
    planned = [moment(when) for when in reminders.moments(round) if when > now]
    if not planned:
        return [_("No more reminders are planned.")]
    return [_("Reminders to all who have not delivered by then: %(moments)s.") % {"moments": spelled(planned)}]


def _band(round: Round) -> str:
    """R13, or why there is no number."""
    return band_in_words(round) or _(
        "How many have delivered is told in steps of ten per cent at %(hours)s, if at least %(fewest)d are invited. "
        "Who has delivered is told to nobody."
    ) % {"hours": spelled([nordic.clock(time(hour)) for hour in HOURS]), "fewest": FEWEST_FOR_A_BAND}


def _without_key() -> Standing:
    lines = [
        _("No answer can be read without it, by anyone, so the round can't be closed."),
        _("Nothing was changed or deleted. If the key file is put back on the worker's machine, the round goes on."),
        _("If it is lost for good, the answers are lost with it: tell the participants, and plan a new round."),
    ]
    return Standing(_("The key to the answers is missing"), lines, "critical")


def has_result(round: Round) -> bool:
    """Whether a round is closed and shows something, if only of the programme as a whole."""
    return round.state == Round.State.CLOSED and round.release.data["units"][0]["status"] == "published"


def _closed(round: Round) -> Standing:
    if round.release.reason == TOO_FEW:
        line = _("Fewer than %(k)d had delivered. All answers were deleted without being read, and there is no result.")
        return Standing(_("Closed without a result"), [line % {"k": round.k}], "warning")
    if not has_result(round):
        line = _("No result could be shown without telling what a small group answered. All answers are deleted.")
        return Standing(_("Closed without a result"), [line], "warning")
    return Standing(_("Closed and counted"), [_("All answers, tickets and the key are deleted. The result stays.")])
