"""What participants are promised before the first question, made from the round's own parameters, with its limits.

Nobody is told more than is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.ballots.freetext.services import REVIEW_WITHIN
from assessments.ballots.models import Round, RoundUnit
from assessments.ballots.rate import HOURS
from assessments.ballots.reminders import moments
from assessments.disclosure.texts import fewest_texts
from assessments.disclosure.turnout import FEWEST_FOR_A_BAND
from localisation import nordic


@dataclass(frozen=True)
class Row:
    """A line of the component `promise`."""

    term: str
    text: str


def promise(round: Round, unit: RoundUnit, names: list[str], *, groups: int = 1, again: bool = False) -> list[Row]:
    """The promise of a round to somebody whose answers belong to `unit`, called by these `names` from the top down.

    `groups`: how many leader groups of the programme they are in. `again`: whether the same questions were answered in
    an earlier round.
    """
    return [
        Row(_("What we store"), _stored()),
        Row(_("Where your answers count"), f"{_counted(round, unit, names)}{_once() if groups > 1 else ''}"),
        Row(_("What we show"), _shown(round)),
        *([Row(_("What you write yourself"), _written(round))] if round.free_text else []),
        Row(_("When"), _when(round)),
        Row(_("Who sees it"), _readers()),
        Row(_("Who has answered"), _turnout()),
        Row(_("Reminders"), _reminded(round)),
        Row(_("What we delete"), _deleted(round)),
        Row(_("What this can't protect against"), f"{_limits(round)}{_compared() if again else ''}"),
    ]


def in_short(round: Round) -> str:
    """The promise in few sentences, for whoever reads no further. It promises nothing that the rows don't."""
    answers = _(
        "Your answers are stored sealed and without your name, and are deleted when the result is made. Results are "
        "combined, from at least %(k)d answers."
    ) % {"k": round.k}
    return f"{answers} {_('What you write yourself is kept until it is reviewed.')}" if round.free_text else answers


def _stored() -> str:
    return _(
        "Your answers in a sealed box, without your name, the time or the order. Apart from them we store that you "
        "have delivered. Administrators of the site can't open the box, and delivered answers can't be changed."
    )


def _counted(round: Round, unit: RoundUnit, names: list[str]) -> str:
    if len(unit.path) == 2:
        return _("With your leader group: %(unit)s.") % {"unit": ", ".join(reversed(names))}
    where = (
        _("With %(organisation)s as a whole.") % {"organisation": names[-1]}
        if names
        else _("With the whole programme.")
    )
    few = _(
        "Your leader group had fewer than %(k)d invited when the round opened, or came later: it gets no result alone."
    )
    return f"{where} {few % {'k': round.k}}"


def _once() -> str:
    return " " + _(
        "You are in several leader groups of this programme. You answer once, for the one you were put in first."
    )


def _shown(round: Round) -> str:
    groups = _(
        "Combined results of the programme, of organisations and of leader groups, each only when at least %(k)d have "
        "answered, and never when somebody could work out what a smaller group answered."
    ) % {"k": round.k}
    if round.detail_from > round.k:
        detail = _(
            "With fewer than %(detail)d answers we show only an average rounded to half steps. From %(detail)d answers "
            "we also show how many chose each step."
        ) % {"detail": round.detail_from}
    else:
        detail = _("Already from %(k)d answers we show how many chose each step.") % {"k": round.k}
    return f"{groups} {detail}"


def _written(round: Round) -> str:
    return _(
        "Texts lie in the same box, and no text is told apart from the others by group, by answers or by what else you "
        "wrote. Only when at least %(fewest)d have answered a question does your course leader read the texts, in the "
        "order of chance and without names, and choose which are shown to everyone in the programme. Otherwise they "
        "are deleted, and nobody reads them. Your words themselves can show that it is you."
    ) % {"fewest": fewest_texts(round.k)}


def _when(round: Round) -> str:
    if round.closes_at is None:
        return _("When the round is closed. Until then nobody sees any result.")
    return _(
        "When the round closes: by the plan %(moment)s, but the course leader can move it or close earlier. Until then "
        "nobody sees any result."
    ) % {"moment": moment(round.closes_at)}


def _readers() -> str:
    return _(
        "You and the other participants see the whole programme, your own organisation and your own leader group. The "
        "course leader and the institute see all groups that are shown. Everyone sees the same numbers."
    )


def _turnout() -> str:
    return _(
        "No page shows who has delivered and who has not. While the round is open, all that is shown is one figure for "
        "the whole programme, in steps of ten per cent, read at %(hours)s, and only if at least %(fewest)d are "
        "invited. Afterwards we show how many were invited and how many delivered, for groups that are shown. Those "
        "who run the system can look up in the database who has delivered until the round closes, but not what."
    ) % {"hours": spelled([nordic.clock(time(hour)) for hour in HOURS]), "fewest": FEWEST_FOR_A_BAND}


def _reminded(round: Round) -> str:
    planned = [moment(when) for when in moments(round)]
    if not planned:
        return _("We send none.")
    return _(
        "By mail to all who have not delivered by then: %(moments)s. We delete the list of them as soon as the mails "
        "are sent. Whoever can look into your mailbox can see whether you got one."
    ) % {"moments": spelled(planned)}


def spelled(parts: list[str]) -> str:
    """One, two and three."""
    *first, last = parts
    return _("%(some)s and %(last)s") % {"some": ", ".join(first), "last": last} if first else last


def _deleted(round: Round) -> str:
    answers = _(
        "When the result is made, we delete all answers, the list of who has delivered, and the key to the boxes. If "
        "fewer than %(k)d have delivered in all, everything is deleted without being opened."
    ) % {"k": round.k}
    if not round.free_text:
        return answers
    texts = _(
        "Only the texts stay, apart from everything else, until they are reviewed. Those that are held back are "
        "deleted then, and all of them if nobody has reviewed them after %(days)d days."
    ) % {"days": REVIEW_WITHIN.days}
    return f"{answers} {texts}"


def _limits(round: Round) -> str:
    return _(
        "That colleagues tell each other what they answered: %(others)d of a group of %(k)d who put their answers "
        "together can work out the last one. That somebody who registers participants makes some up and answers for "
        "them. That somebody sees your screen or has taken over your device. That those "
        "who run the system change it, read its memory, or combine the key with a copy of the database while the round "
        "is open."
    ) % {"k": round.k, "others": round.k - 1}


def _compared() -> str:
    return " " + _(
        "The same questions were answered in an earlier round. If everybody else answers exactly as they did then, the "
        "difference between the results can show what one person answered who is new, has left or has changed their "
        "mind."
    )


def moment(when: datetime) -> str:
    """4. mars 2027 kl. 18.00, in the site's time zone."""
    return f"{nordic.day(timezone.localtime(when))} {nordic.clock(when)}"
