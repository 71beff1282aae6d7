"""The only door to results: which units of a closed round somebody may see. Others are 404, as if they were not there.

Participants see their own leader groups and organisations and the programme; the course leader and the institute see
all units of the release. Everyone sees the same release.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from assessments.ballots.access import conducts, rounds_for, shown_to_participants
from assessments.ballots.models import Round, RoundUnit
from assessments.ballots.units import PROGRAMME_SOURCE, group_source, organisation_source
from cms.accounts.models import User
from programmes.participation.models import Enrolment


@dataclass(frozen=True)
class View:
    """A round as one person sees it. `units`: what they may look at, their own first, the programme last."""

    round: Round
    units: list[RoundUnit]
    sees_all: bool

    @property
    def programme(self) -> RoundUnit:
        return self.units[-1]

    def unit(self, pk: int | None) -> RoundUnit:
        """The unit with this key, the nearest to the reader without one. Raises Http404 for all they may not see."""
        if pk is None:
            return self.programme if self.sees_all else self.units[0]
        found = next((unit for unit in self.units if unit.pk == pk), None)
        if found is None:
            raise Http404
        return found


def view_of(user: User, pk: int) -> View:
    """What the user may see of a round, whether it is closed or not. Raises Http404."""
    led = Round.objects.filter(pk=pk).select_related("programme", "version__instrument").first()
    if led is None:
        raise Http404
    if conducts(user, led.programme):
        return View(led, _from_below(led.units.all()), True)
    round = rounds_for(user).filter(shown_to_participants(), pk=pk).first()
    if round is None:
        raise Http404
    return View(round, _from_below(round.units.filter(source__in=_sources(user, round))), False)


def _sources(user: User, round: Round) -> set[str]:
    """The sources of the units a participant is part of."""
    mine = Enrolment.objects.filter(user=user, leader_group__programme=round.programme_id)
    sources = {PROGRAMME_SOURCE}
    for group, organisation in mine.values_list("leader_group_id", "leader_group__organisation_id"):
        sources |= {group_source(group), organisation_source(organisation)}
    return sources


def _from_below(units: QuerySet[RoundUnit]) -> list[RoundUnit]:
    """Leader groups, then organisations, then the programme; otherwise in the order they were frozen."""
    return sorted(units, key=lambda unit: (-len(unit.path), unit.pk))
