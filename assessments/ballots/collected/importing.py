"""Answers collected elsewhere become a round: the same tickets, sealed ballots, closing and release as a live one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assessments.ballots.collected.rows import LEVELS, Row
from assessments.ballots.delivery import deliver
from assessments.ballots.models import Round, Ticket
from assessments.ballots.opening import open_round, plan_round
from assessments.ballots.units import PROGRAMME_SOURCE, group_source, organisation_source
from assessments.disclosure import PROGRAMME, UnitPath
from assessments.instruments.models import InstrumentVersion
from cms.tables.problems import InvalidTable, Problem
from localisation.text import key_of
from programmes.participation.lists.places import Places
from programmes.tailoring.models import Programme


@dataclass(frozen=True)
class Rules:
    """The policy of an imported round."""

    k: int
    detail_from: int


@sensitive_variables()
@transaction.atomic
def deliver_rows(
    programme: Programme, version: InstrumentVersion, rows: Sequence[Row], rules: Rules, *, create_units: bool = False
) -> Round:
    """Open a round for these rows and deliver a ballot for each; all or nothing. The caller closes it.

    Raises InvalidTable when a row names a unit that the programme lacks, unless `create_units` makes it.
    """
    sources = _with_new(Places(programme), rows, create_units)
    round = plan_round(programme, version, k=rules.k, detail_from=rules.detail_from, closes_at=timezone.now())
    # The order of the file is no concern of the ballot box.
    mixed = list(rows)
    SystemRandom().shuffle(mixed)
    open_round(round, [(None, sources[_key(row.path)]) for row in mixed])
    tickets = Ticket.objects.filter(round=round).order_by("pk")
    for ticket, row in zip(tickets, mixed, strict=True):
        ticket.round = round
        deliver(ticket, row.answers)
    return round


@dataclass(frozen=True)
class Found:
    """A unit that a table names, by the names it uses, and whether the programme lacks it."""

    path: UnitPath
    new: bool


def units_in(programme: Programme, rows: Iterable[Row]) -> list[Found]:
    """The units that the rows name, each organisation before its groups. Raises InvalidTable for those that can't be
    made."""
    known = _sources(Places(programme))
    named: dict[UnitPath, Row] = {}
    for row in rows:
        named.setdefault(_key(row.path), row)
    _check_new(row for key, row in named.items() if key not in known)
    paths = {
        _key(row.path[:depth]): row.path[:depth] for row in named.values() for depth in range(1, len(row.path) + 1)
    }
    return [Found(path, key not in known) for key, path in sorted(paths.items())]


def _check_new(rows: Iterable[Row]) -> None:
    """An organisation is part of a programme by its leader groups, so it can't be made without one."""
    rows = list(rows)
    made = {_key(row.path[:1]) for row in rows if len(row.path) == len(LEVELS)}
    bare = [row for row in rows if len(row.path) < len(LEVELS) and _key(row.path) not in made]
    if bare:
        words = _("a new organisation needs a leader group")
        raise InvalidTable(Problem(row.number, LEVELS[1], words) for row in bare)


def _key(path: UnitPath) -> UnitPath:
    """A path as it is compared: capitals and spaces make no difference."""
    return tuple(key_of(name) for name in path)


def _sources(places: Places) -> dict[UnitPath, str]:
    """The programme's units by the names that a table uses for them. An organisation is in it by its groups."""
    found: dict[UnitPath, str] = {PROGRAMME: PROGRAMME_SOURCE}
    for (organisation, name), group in places.groups.items():
        found[organisation,] = organisation_source(group.organisation_id)
        found[organisation, name] = group_source(group.pk)
    return found


def _with_new(places: Places, rows: Iterable[Row], create: bool) -> dict[UnitPath, str]:
    """The source of every unit named in the rows; those that the programme lacks are made, or are problems."""
    known = _sources(places)
    missing = {_key(row.path): row for row in reversed(list(rows)) if _key(row.path) not in known}
    if missing and not create:
        raise InvalidTable(_unknown(row, known) for row in missing.values())
    _check_new(missing.values())
    # Only groups: an organisation comes with them.
    places.make([row for row in missing.values() if row.leader_group])
    return _sources(places)


def _unknown(row: Row, known: Mapping[UnitPath, str]) -> Problem:
    depth = next(depth for depth in (1, 2) if _key(row.path[:depth]) not in known)
    return Problem(row.number, LEVELS[depth - 1], _("the programme has no such unit"))
