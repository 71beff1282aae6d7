"""Who joins while a round is open gets a ticket of a unit that is there already. Nobody is moved, nobody taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from assessments.ballots import units
from assessments.ballots.models import Round, RoundUnit, Ticket
from cms.jobs.services import enqueue
from programmes.participation.models import Enrolment, LeaderGroup

# The job that writes to everybody who has a ticket and was not written to yet; `assessments.mailing` does it.
INVITE = "invite-to-round"


@receiver(post_save, sender=Enrolment)
def invite_at_once(instance: Enrolment, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A new participant is invited to the open rounds of their programme in the same step."""
    if not created or raw:
        return
    open_rounds = Round.objects.filter(programme=instance.leader_group.programme_id, state=Round.State.OPEN)
    invited = Ticket.objects.filter(participant=instance.user_id).values("round")
    for round in open_rounds.exclude(pk__in=invited).only("pk", "programme_id"):
        _hand_out(round, {instance.user_id: units.group_source(instance.leader_group_id)})


def invite_late_joiners(round: Round) -> int:
    """Tickets for all who joined after the opening and have none; returns how many. For those whom `invite_at_once`
    missed, since they were enrolled at the moment of opening."""
    have = set(Ticket.objects.filter(round=round).values_list("participant_id", flat=True))
    people = units.participants(round.programme_id)
    late = {user: source for user, source in people.items() if user not in have}
    if late:
        _hand_out(round, late)
    return len(late)


@transaction.atomic
def _hand_out(round: Round, late: Mapping[int, str]) -> None:
    """Tickets for these people (user id -> source). Who is in a leader group that was made later, or merged, answers in
    the nearest unit above. A round that is closing meanwhile takes nobody: its tickets are deleted, or will be."""
    if not Round.objects.select_for_update(no_key=True).filter(pk=round.pk, state=Round.State.OPEN):
        return
    homes = _homes_now(round, set(late.values()))
    made = [Ticket(round=round, participant_id=user, unit=homes[source]) for user, source in late.items()]
    Ticket.objects.bulk_create(made, ignore_conflicts=True)
    enqueue(INVITE, round=round.pk)


def _homes_now(round: Round, sources: Iterable[str]) -> dict[str, RoundUnit]:
    """Leader group's source -> the frozen unit where its answers belong."""
    groups = LeaderGroup.objects.filter(pk__in=[units.group_id(source) for source in sources])
    above = {
        units.group_source(group): units.organisation_source(organisation)
        for group, organisation in groups.values_list("pk", "organisation_id")
    }
    wanted = {units.PROGRAMME_SOURCE, *above.keys(), *above.values()}
    found = {unit.source: unit for unit in round.units.filter(source__in=wanted, merged=False)}
    top = found[units.PROGRAMME_SOURCE]
    return {group: found.get(group) or found.get(organisation) or top for group, organisation in above.items()}
