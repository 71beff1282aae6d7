"""The released rounds of a participant's programme, as that participant may see them: their own units alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.ballots.models import Release, Round, RoundUnit
from assessments.ballots.units import PROGRAMME_SOURCE, group_source, organisation_source
from assessments.results.reading import Reading
from programmes.participation.models import Enrolment


@dataclass(frozen=True)
class Own:
    """A closed round. `units`: the participant's leader group, their organisation, the programme; what there is."""

    reading: Reading
    units: list[RoundUnit]
    closed_on: date

    @property
    def round(self) -> Round:
        return self.reading.round

    def unit(self, source: str) -> RoundUnit | None:
        return next((unit for unit in self.units if unit.source == source), None)


def released_to(enrolment: Enrolment) -> list[Own]:
    """The closed rounds of the programme, oldest first; two queries. `enrolment` came through participation's door."""
    group = enrolment.leader_group
    releases = list(
        Release.objects.filter(round__programme=group.programme_id, round__state=Round.State.CLOSED)
        .select_related("round__version__instrument", "round__programme")
        .order_by("created_at", "pk")
    )
    sources = [group_source(group.pk), organisation_source(group.organisation_id), PROGRAMME_SOURCE]
    units: defaultdict[int, list[RoundUnit]] = defaultdict(list)
    for unit in RoundUnit.objects.filter(round__in=[row.round_id for row in releases], source__in=sources):
        units[unit.round_id].append(unit)
    return [_own(row, sorted(units[row.round_id], key=lambda unit: sources.index(unit.source))) for row in releases]


def _own(release: Release, units: list[RoundUnit]) -> Own:
    planned = release.round.closes_at
    closed = min(planned, release.created_at) if planned else release.created_at
    return Own(Reading(release.round, release.data, units), units, timezone.localtime(closed).date())
