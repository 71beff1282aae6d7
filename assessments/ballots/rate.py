"""How many have answered (R13): a stored band while a round is open, and what a closed round tells of its units.

The band is read at fixed hours alone. Between them the stored one is shown, so that looking again tells nobody who
has just delivered.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.ballots.models import Round, Ticket, Turnout
from assessments.ballots.units import hierarchy_of
from assessments.disclosure import Release
from assessments.disclosure.turnout import BAND, band, invited_shown
from localisation import nordic

HOURS = (9, 12, 15)
# Later than this the hour has passed: a band read at a moment of the worker's own would be no fixed hour.
PUNCTUAL = timedelta(minutes=15)

DELIVERED = Count("pk", filter=Q(delivered=True))


def refresh_band(round: Round, now: datetime) -> None:
    """Store the band of an open round if a fixed hour has just struck, once for each."""
    hour = _struck(now)
    if hour is None or (round.band_at is not None and round.band_at >= hour):
        return
    counted = Ticket.objects.filter(round=round).aggregate(invited=Count("pk"), handed_in=DELIVERED)
    share = band(counted["invited"], counted["handed_in"])
    not_yet = Q(band_at__isnull=True) | Q(band_at__lt=hour)
    Round.objects.filter(not_yet, pk=round.pk, state=Round.State.OPEN).update(band=share, band_at=hour)


def _struck(now: datetime) -> datetime | None:
    """The fixed hour that struck within the last minutes."""
    today = timezone.localtime(now).date()
    hours = (timezone.make_aware(datetime.combine(today, time(hour))) for hour in HOURS)
    return next((hour for hour in hours if hour <= now < hour + PUNCTUAL), None)


def band_in_words(round: Round) -> str:
    """What everybody may know of an open round's answers; empty without a band."""
    if round.state != Round.State.OPEN or round.band is None or round.band_at is None:
        return ""
    words = {
        "low": round.band,
        "high": round.band + BAND,
        "clock": nordic.clock(round.band_at),
        "day": nordic.short_day(timezone.localtime(round.band_at)),
    }
    if round.band == 0:
        return _("%(day)s, %(clock)s: fewer than %(high)d %% have delivered.") % words
    if round.band + BAND == 100:
        return _("%(day)s, %(clock)s: at least %(low)d %% have delivered.") % words
    return _("%(day)s, %(clock)s: between %(low)d and %(high)d %% have delivered.") % words


def store_turnout(round: Round, release: Release) -> None:
    """Keep how many were invited to the units that the release shows. Tickets must still be there.

    Answers collected elsewhere have no invited people, and nothing is kept of them.
    """
    tickets = Ticket.objects.filter(round=round).values("unit")
    by_unit = tickets.annotate(invited=Count("pk"), handed_in=DELIVERED, people=Count("participant"))
    if not any(row["people"] for row in by_unit):
        return
    counted = {row["unit"]: (row["invited"], row["handed_in"]) for row in by_unit}
    units = {tuple(unit.path): unit for unit in round.units.all()}
    hierarchy = hierarchy_of(units.values())
    own = [counted.get(units[node.path].pk, (0, 0)) for node in hierarchy.units]
    published = {tuple(unit["path"]) for unit in release["units"] if unit["status"] == "published"}
    shown = invited_shown(
        hierarchy,
        [invited for invited, _delivered in own],
        [delivered for _invited, delivered in own],
        [node.path in published for node in hierarchy.units],
        release["k"],
    )
    told = [
        {"path": list(node.path), "invited": number}
        for node, number in zip(hierarchy.units, shown, strict=True)
        if number is not None
    ]
    Turnout.objects.create(round=round, invited=told)


def invited_of(round: Round) -> dict[tuple[str, ...], int]:
    """Path -> how many were invited, of the units of a closed round where it is told; one query."""
    kept = Turnout.objects.filter(round=round).values_list("invited", flat=True).first()
    return {tuple(unit["path"]): unit["invited"] for unit in kept or []}
