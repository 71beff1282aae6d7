"""When a round's reminders go out: on chosen days before it closes, at one fixed hour, all of a day in one batch.

Nothing here knows who is reminded; `assessments.mailing` writes to them.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from assessments.ballots.models import Round

# A batch that the worker missed is made up for so long; after that it waits for the next day.
AT_LATEST = timedelta(hours=6)


def moments(round: Round) -> list[datetime]:
    """When reminders go out, in order. None without an end; what would come after the end is left out."""
    if round.closes_at is None:
        return []
    last_day = timezone.localtime(round.closes_at).date()
    hour = time(round.remind_hour)
    days = [last_day - timedelta(days=before) for before in sorted(round.remind_days, reverse=True)]
    found = [timezone.make_aware(datetime.combine(day, hour)) for day in days]
    return [moment for moment in found if moment < round.closes_at]


def due(round: Round, now: datetime) -> datetime | None:
    """The moment of the batch that is to go out now, if there is one."""
    come = [moment for moment in moments(round) if moment <= now < moment + AT_LATEST]
    if not come or (round.reminded_at is not None and come[-1] <= round.reminded_at):
        return None
    return come[-1]
