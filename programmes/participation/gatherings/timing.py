"""When the way into a gathering opens, and when it is over. Pure functions of its hours and of `now`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from programmes.participation.survey import hours
from programmes.tailoring.models import Gathering

# So long before it begins the video link steps forward.
DOOR_OPENS = timedelta(minutes=15)


class Stage(StrEnum):
    AHEAD = "ahead"
    # From a quarter of an hour before it begins until it ends.
    ON = "on"
    OVER = "over"


def door_opens(gathering: Gathering) -> datetime:
    """When the video link steps forward, in the gathering's own time zone."""
    start = hours(gathering)[0]
    # By universal time: on a local clock that was just put forward, a quarter of an hour before may never have been.
    return (start.astimezone(UTC) - DOOR_OPENS).astimezone(start.tzinfo)


def stage(gathering: Gathering, now: datetime) -> Stage | None:
    """Where a gathering is in time; None when it has no date or does not take place."""
    if gathering.starts_at is None or gathering.cancelled_at:
        return None
    moment = now.astimezone(UTC)
    if moment < door_opens(gathering):
        return Stage.AHEAD
    return Stage.ON if moment < hours(gathering)[1] else Stage.OVER
