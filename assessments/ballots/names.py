"""What units are called in the reader's language. The round itself holds only the names it froze."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from assessments.ballots.models import RoundUnit
from assessments.ballots.units import group_source, organisation_source
from localisation.text import LocalisedText
from programmes.participation.models import LeaderGroup, Organisation


def names_of(units: Iterable[RoundUnit]) -> dict[int, list[str]]:
    """Unit id -> its names from below the programme down to it. At most two queries.

    A unit whose organisation or group is gone keeps the name it had when the round opened.
    """
    units = list(units)
    known = {(): "", **{tuple(unit.path): unit.source for unit in units}}
    texts = _texts(set(known.values()))
    found = {}
    for unit in units:
        paths = [tuple(unit.path[:depth]) for depth in range(1, len(unit.path) + 1)]
        found[unit.pk] = [str(texts.get(known.get(path, ""), "")) or path[-1] for path in paths]
    return found


def lineage(unit: RoundUnit) -> QuerySet[RoundUnit]:
    """The unit and those above it, without the programme."""
    paths = (Q(path=unit.path[:depth]) for depth in range(1, len(unit.path) + 1))
    return RoundUnit.objects.filter(reduce(or_, paths, Q(pk=unit.pk)), round=unit.round_id)


def _texts(sources: set[str]) -> dict[str, LocalisedText]:
    """Source -> name."""
    found: dict[str, LocalisedText] = {}
    for model, source in ((Organisation, organisation_source), (LeaderGroup, group_source)):
        prefix = source(0)[:-1]
        ids = [int(each.removeprefix(prefix)) for each in sources if each.startswith(prefix)]
        if ids:
            found.update({source(pk): name for pk, name in model.objects.filter(pk__in=ids).values_list("pk", "name")})
    return found
