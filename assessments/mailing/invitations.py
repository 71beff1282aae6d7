"""The invitation to a round, to everybody with a ticket, once each: at the opening, or when they join.

Whether somebody has delivered makes no difference to it.
"""

from __future__ import annotations

from assessments.ballots.joining import INVITE
from assessments.ballots.models import Round, Ticket
from assessments.mailing.writing import Writer
from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import handles, report
from cms.mail import services as mail
from cms.mail.models import OutgoingMail


@handles(INVITE)
def invite(job: Job) -> None:
    """Queue an invitation for each ticket's person who has none. A round that has closed meanwhile invites nobody."""
    rounds = Round.objects.select_related("programme__course_leader", "version__instrument")
    round = rounds.filter(pk=job.subject["round"], state=Round.State.OPEN).first()
    if round is None:
        return
    writer = Writer(round, "invitation")
    waiting = _uninvited(round)
    for number, person in enumerate(waiting, start=1):
        letter = writer.letter_to(person)
        mail.queue(
            key=_key(round, person.pk), to=letter.to, subject=letter.subject, body=letter.body, reply_to=letter.reply_to
        )
        report(job, number, len(waiting))


def _uninvited(round: Round) -> list[User]:
    """Those who have a ticket and no invitation; two queries."""
    begins = _key(round, "")
    keys = OutgoingMail.objects.filter(key__startswith=begins).values_list("key", flat=True)
    invited = {int(key.removeprefix(begins)) for key in keys}
    tickets = Ticket.objects.filter(round=round).values("participant")
    return [person for person in User.objects.filter(pk__in=tickets, is_active=True) if person.pk not in invited]


def _key(round: Round, person: int | str) -> str:
    return f"mapping-invitation-{round.pk}-{person}"
