"""The only doors to rounds and tickets. Who may not come in gets 404, as if there were nothing."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from assessments.ballots.models import Round, Ticket
from cms.accounts.models import User
from programmes.participation.access import open_to_participants
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme

EVERY_ROUND = "assessments.conduct_every_round"


def rounds_for(user: User) -> QuerySet[Round]:
    """The rounds of all programmes the user takes part in, newest first, and the open ones that they were invited to:
    whoever is taken out of a leader group while a round is open keeps their ticket.

    Each has `delivered`: True or False by the user's ticket, None without one (not invited, not open yet, or closed).
    """
    mine = Enrolment.objects.filter(open_to_participants("leader_group__programme__"), user=user)
    ticket = Ticket.objects.filter(round=OuterRef("pk"), participant=user).values("delivered")[:1]
    tickets = Ticket.objects.filter(participant=user).values("round")
    still_invited = Q(open_to_participants("programme__"), state=Round.State.OPEN, pk__in=tickets)
    rounds = Round.objects.filter(still_invited | Q(programme__in=mine.values("leader_group__programme")))
    return rounds.annotate(delivered=Subquery(ticket)).select_related("programme", "version__instrument")


def conducts(user: User, programme: Programme) -> bool:
    """Whether the user may plan, open and close the programme's rounds: its course leader, or who has the right for
    every programme. Beside this the admin asks for the right to add or change rounds at all."""
    return programme.course_leader_id == user.pk or user.has_perm(EVERY_ROUND)


def conducted_by(user: User) -> QuerySet[Programme]:
    """The programmes whose rounds the user conducts."""
    deliveries = Programme.objects.filter(kind=Programme.Kind.DELIVERY)
    return deliveries if user.has_perm(EVERY_ROUND) else deliveries.filter(course_leader=user)


def shown_to_participants() -> Q:
    """Rounds that participants hear of: those that have opened, and planned ones with a date."""
    return ~Q(state=Round.State.PLANNED) | Q(opens_at__isnull=False)


def round_for(user: User, pk: int) -> Round:
    """A round of one of the user's programmes, which they are invited to or which is not open; one query.

    Raises Http404, also for an open round without a ticket.
    """
    found = rounds_for(user).filter(shown_to_participants(), pk=pk).first()
    if found is None or (found.state == Round.State.OPEN and found.delivered is None):
        raise Http404
    return found


def ticket_for(user: User, round: Round) -> Ticket:
    """The user's ticket of a round that came through `round_for`; one query. Raises Http404.

    It has `groups`, the number of leader groups of the programme that the user is in, and `again`, whether the
    instrument was answered in an earlier round of the programme.
    """
    mine = Enrolment.objects.filter(user=user, leader_group__programme=round.programme_id).order_by()
    groups = mine.values("user").annotate(groups=Count("pk")).values("groups")
    earlier = Round.objects.filter(
        programme=round.programme_id, version__instrument=round.version.instrument_id, state=Round.State.CLOSED
    )
    tickets = Ticket.objects.select_related("unit").filter(round=round, participant=user)
    ticket = tickets.annotate(groups=Coalesce(Subquery(groups), 0), again=Exists(earlier)).first()
    if ticket is None:
        raise Http404
    ticket.round = round
    return ticket
