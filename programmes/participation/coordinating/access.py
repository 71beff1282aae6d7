"""The only doors to a client's list of participants: whoever coordinates the organisation, and nobody else. 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from cms.accounts.models import User
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.tailoring.models import Programme

# A list is supplied from when the programme is agreed on, and stays readable when it is over.
OPEN_STATES = (Programme.Status.OFFERED, Programme.Status.RUNNING, Programme.Status.COMPLETED)


@dataclass(frozen=True)
class Coordination:
    """A programme, and the organisations in it that somebody coordinates."""

    programme: Programme
    organisations: tuple[Organisation, ...]

    @property
    def may_change(self) -> bool:
        return self.programme.status != Programme.Status.COMPLETED

    @property
    def groups(self) -> QuerySet[LeaderGroup]:
        rows = LeaderGroup.objects.filter(programme=self.programme, organisation__in=self.organisations)
        return rows.select_related("organisation")

    @property
    def places(self) -> QuerySet[Enrolment]:
        rows = Enrolment.objects.filter(leader_group__in=self.groups).select_related("user", "leader_group")
        return rows.order_by("leader_group", "user__first_name", "pk")


def coordinations_of(user: User) -> list[Coordination]:
    """What somebody coordinates, the newest programme first; one query."""
    rows = Coordinator.objects.filter(
        user=user, programme__kind=Programme.Kind.DELIVERY, programme__status__in=OPEN_STATES
    ).select_related("programme__course_leader", "organisation")
    found: dict[int, list[Coordinator]] = {}
    for row in rows.order_by("-programme__created_at", "organisation"):
        found.setdefault(row.programme_id, []).append(row)
    return [Coordination(rows[0].programme, tuple(row.organisation for row in rows)) for rows in found.values()]


def coordination_of(user: User, slug: str) -> Coordination:
    """What somebody coordinates in one programme; one query. Raises Http404."""
    found = next((one for one in coordinations_of(user) if one.programme.slug == slug), None)
    if found is None:
        raise Http404
    return found


def changing(user: User, slug: str) -> Coordination:
    """The same for whoever wants to change the list. Raises Http404 also when the programme is over."""
    found = coordination_of(user, slug)
    if not found.may_change:
        raise Http404
    return found


def place_of(coordination: Coordination, pk: int) -> Enrolment:
    """A place in one of the leader groups they coordinate. Raises Http404."""
    found = coordination.places.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
