"""When a mail is due. Pure functions of dates and of `now`; nothing here asks the database or the clock.

Mails go out from seven in the morning where the reader is. What could not go then (the worker was down) goes later that
day or on a later one, as long as it still helps; nothing goes in the evening or at night.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING, EVENING = time(7), time(20)
WEEK_BEFORE, DAY_BEFORE = 7, 1
# A deadline is told of so many days ahead, once.
DEADLINE_BEFORE = 3
MONDAY = 0
ZONES = {"NO": "Europe/Oslo", "DK": "Europe/Copenhagen"}


class Reminder(StrEnum):
    WEEK = "week"
    DAY = "day"


def zone_of(country: str) -> ZoneInfo:
    """Where people of an organisation are, by its country's code."""
    return ZoneInfo(ZONES.get(country.upper(), ZONES["NO"]))


def awake(now: datetime, zone: ZoneInfo) -> bool:
    """Whether mails may go out where the reader is."""
    return MORNING <= now.astimezone(zone).time() < EVENING


def reminder_due(first_day: date, now: datetime, zone: ZoneInfo) -> Reminder | None:
    """Which reminder of a gathering on `first_day` belongs to this moment: never two, none on the day itself."""
    if not awake(now, zone):
        return None
    ahead = (first_day - now.astimezone(zone).date()).days
    if ahead == DAY_BEFORE:
        return Reminder.DAY
    return Reminder.WEEK if DAY_BEFORE < ahead <= WEEK_BEFORE else None


def deadline_due(due_on: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is time to tell of a deadline: on the third day before it, or late, but not when it is over."""
    return awake(now, zone) and 0 <= (due_on - now.astimezone(zone).date()).days <= DEADLINE_BEFORE


def digest_due(now: datetime, zone: ZoneInfo) -> date | None:
    """The Monday whose digest is due; None on other days, and at night."""
    today = now.astimezone(zone).date()
    return today if today.weekday() == MONDAY and awake(now, zone) else None


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """When the mails of a day go out."""
    return datetime.combine(day, MORNING, zone)


def mondays(first: date, last: date) -> list[date]:
    """The Mondays from `first` to `last`."""
    start = first + timedelta(days=-first.weekday() % 7)
    return [start + timedelta(weeks=number) for number in range(((last - start).days // 7) + 1)]
