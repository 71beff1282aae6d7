"""The units of a round for staff: before it opens, how they would be merged and what could be shown of each; then, as
they were frozen; at last, how many were invited and how many delivered where that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from assessments.ballots import units
from assessments.ballots.models import Round, RoundUnit
from assessments.ballots.names import names_of
from assessments.ballots.rate import invited_of
from assessments.disclosure import Hierarchy
from assessments.disclosure.selection import Counts, at_least, select
from programmes.participation.models import Enrolment


@dataclass(frozen=True)
class Line:
    """A unit in the list. `depth`: 0 the programme, 1 an organisation, 2 a leader group."""

    name: str
    depth: int
    invited: int | None = None
    delivered: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Outlook:
    """`invited`: in all, before the opening. `several`: how many of them are in more than one leader group."""

    lines: list[Line]
    invited: int = 0
    several: int = 0


def before_opening(round: Round) -> Outlook:
    """What opening the round now would freeze, and what could be shown if everybody invited answered."""
    people = units.participants(round.programme_id)
    invited = Counter(people.values())
    found = units.places(round.programme)
    hierarchy = units.merged(round, invited, found)
    rows = units.rows_of(round, hierarchy, found)
    sizes = _sizes(hierarchy, [invited.get(row.source, 0) if row.path else 0 for row in rows])
    counts: list[Counts] = [(size,) for size in sizes]
    shown = select(hierarchy, counts, [not unit.merged for unit in hierarchy.units], at_least(round.k))
    names = _names(round, rows)
    lines = [
        Line(names[node], len(row.path), sizes[node], None, _note(round, hierarchy, names, node, sizes, shown))
        for node, row in enumerate(rows)
    ]
    several = Enrolment.objects.filter(leader_group__programme=round.programme_id).order_by().values("user")
    return Outlook(lines, sizes[0], several.annotate(groups=Count("pk")).filter(groups__gt=1).count())


def frozen(round: Round) -> Outlook:
    """The units of a round that has opened. No number: who answered is nobody's business while it is open."""
    rows = list(round.units.order_by("pk"))
    names = _names(round, rows)
    merged = _("Too few invited at the opening: counted with the unit above.")
    pairs = zip(names, rows, strict=True)
    return Outlook([Line(name, len(row.path), note=merged if row.merged else "") for name, row in pairs])


def afterwards(round: Round) -> Outlook:
    """The units that a closed round shows, with how many delivered, and how many were invited where it is told."""
    delivered = {
        tuple(unit["path"]): unit["n"] for unit in round.release.data["units"] if unit["status"] == "published"
    }
    invited = invited_of(round)
    rows = [row for row in round.units.order_by("pk") if tuple(row.path) in delivered]
    pairs = zip(_names(round, rows), rows, strict=True)
    paths = [(name, tuple(row.path)) for name, row in pairs]
    return Outlook([Line(name, len(path), invited.get(path), delivered[path]) for name, path in paths])


def _sizes(hierarchy: Hierarchy, own: Sequence[int]) -> list[int]:
    sizes = list(own)
    for node in range(len(sizes) - 1, 0, -1):
        sizes[hierarchy.parents[node]] += sizes[node]
    return sizes


def _names(round: Round, rows: Sequence[RoundUnit]) -> list[str]:
    """The last name of each row in the reader's language; also of rows that are not stored."""
    for place, row in enumerate(rows):
        row.pk = row.pk or -place - 1
    known = names_of(rows)
    return [known[row.pk][-1] if row.path else str(round.programme.title) for row in rows]


def _note(
    round: Round, hierarchy: Hierarchy, names: Sequence[str], node: int, sizes: Sequence[int], shown: Sequence[bool]
) -> str:
    """What becomes of a unit's answers, in words."""
    unit = hierarchy.units[node]
    if unit.merged:
        home = hierarchy.index[hierarchy.home(unit.path)]
        return _("Fewer than %(k)d: the answers count with %(unit)s.") % {"k": round.k, "unit": names[home]}
    if not shown[node]:
        return _("Not shown, even if everybody answers: those left beside it would be too few.") if unit.path else ""
    if sizes[node] < round.detail_from:
        return _("Shown in half steps: fewer than %(detail)d.") % {"detail": round.detail_from}
    return ""
