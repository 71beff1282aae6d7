"""The round's one hierarchy: made from the programme's leader groups, frozen as rows, read back for counting.

Of people only ids are read here, never a name or an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.ballots.models import Round, RoundUnit
from assessments.disclosure import PROGRAMME, Hierarchy, Unit, UnitPath
from localisation import languages
from localisation.text import LocalisedText
from programmes.participation.models import Enrolment, LeaderGroup
from programmes.tailoring.models import Programme

PROGRAMME_SOURCE = ""


@dataclass(frozen=True)
class Place:
    """A unit before it is frozen: its path of names, and which organisation or leader group it is made of."""

    path: UnitPath
    source: str


def group_source(group_id: int) -> str:
    return f"leader_group:{group_id}"


def group_id(source: str) -> int:
    """The leader group that a source names; what `group_source` made."""
    return int(source.removeprefix("leader_group:"))


def organisation_source(organisation_id: int) -> str:
    return f"organisation:{organisation_id}"


def places(programme: Programme) -> list[Place]:
    """The programme's organisations and leader groups, each organisation before its groups."""
    groups = LeaderGroup.objects.filter(programme=programme).order_by("organisation__slug", "slug")
    found: dict[str, Place] = {}
    taken: set[UnitPath] = set()
    for group in groups.select_related("organisation"):
        organisation = group.organisation
        above = organisation_source(organisation.pk)
        if above not in found:
            found[above] = Place(_free((), organisation.name, organisation.slug, taken), above)
        source = group_source(group.pk)
        found[source] = Place(_free(found[above].path, group.name, group.slug, taken), source)
    return list(found.values())


def _free(above: UnitPath, name: LocalisedText, slug: str, taken: set[UnitPath]) -> UnitPath:
    """The path below `above` by the name in the main language; two of one name are told apart by their address."""
    title = name.in_(languages.codes()[0]) or slug
    path = (*above, title) if (*above, title) not in taken else (*above, f"{title} ({slug})")
    taken.add(path)
    return path


def participants(programme_id: int) -> dict[int, str]:
    """User id -> the leader group that invites them. Who is in several groups belongs to the first they were put in."""
    enrolments = Enrolment.objects.filter(leader_group__programme=programme_id).order_by("-pk")
    return {user: group_source(group) for user, group in enrolments.values_list("user_id", "leader_group_id")}


def freeze(round: Round, invited: Mapping[str, int], found: Iterable[Place]) -> dict[str, RoundUnit]:
    """Store the units of a round and return the one where the answers from each source belong.

    `invited`: source -> number invited there. Units with fewer than k invited are merged upward: the row only tells
    readers so, and their source leads to the unit above.
    """
    found = list(found)
    hierarchy = merged(round, invited, found)
    stored = {tuple(row.path): row for row in RoundUnit.objects.bulk_create(rows_of(round, hierarchy, found))}
    homes = {place.source: stored[hierarchy.home(place.path)] for place in found}
    return {PROGRAMME_SOURCE: stored[PROGRAMME], **homes}


def merged(round: Round, invited: Mapping[str, int], found: Iterable[Place]) -> Hierarchy:
    """The hierarchy as opening with so many invited by source would freeze it."""
    by_path = {PROGRAMME: invited.get(PROGRAMME_SOURCE, 0)}
    by_path |= {place.path: invited.get(place.source, 0) for place in found}
    return Hierarchy.of(Unit(place.path) for place in found).merge_small(by_path, round.k)


def rows_of(round: Round, hierarchy: Hierarchy, found: Iterable[Place]) -> list[RoundUnit]:
    """The rows of a hierarchy in its order, not stored."""
    source = {place.path: place.source for place in found}
    return [
        RoundUnit(round=round, path=list(unit.path), source=source.get(unit.path, PROGRAMME_SOURCE), merged=unit.merged)
        for unit in hierarchy.units
    ]


def hierarchy_of(units: Iterable[RoundUnit]) -> Hierarchy:
    """The frozen hierarchy of a round, from its rows."""
    return Hierarchy.of(Unit(tuple(unit.path), unit.merged) for unit in units if tuple(unit.path) != PROGRAMME)
