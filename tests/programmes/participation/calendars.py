"""A calendar file as two libraries read it that know nothing of each other.

`icalendar` takes a time zone by its name. `vobject` computes with the rules that the file brings along (VTIMEZONE), as
programs do that have no list of the world's time zones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import vobject
from icalendar import Calendar
from icalendar import Event as Component
from vobject.icalendar import registerTzid


@dataclass(frozen=True)
class Event:
    """What a calendar keeps of one event; times are universal."""

    uid: str
    sequence: int
    status: str
    summary: str
    location: str
    description: str
    url: str
    zone: str
    starts: datetime
    ends: datetime


def read(content: bytes) -> dict[str, Event]:
    """The events by their UID. AssertionError where the two libraries don't read the same."""
    first, second = _by_uid(map(_icalendars, _walk(content))), _by_uid(map(_vobjects, _children(content)))
    assert {uid: asdict(event) for uid, event in first.items()} == {uid: asdict(each) for uid, each in second.items()}
    return first


def _by_uid(events: Iterable[Event]) -> dict[str, Event]:
    rows = list(events)
    found = {event.uid: event for event in rows}
    assert len(found) == len(rows), "an event stands in the file twice"
    return found


def _walk(content: bytes) -> list[Component]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def _icalendars(event: Component) -> Event:
    def said(name: str) -> str:
        return str(event.get(name, ""))

    starts, ends = (event.decoded(name).astimezone(UTC) for name in ("DTSTART", "DTEND"))
    return Event(
        said("UID"), event["SEQUENCE"], said("STATUS"), said("SUMMARY"), said("LOCATION"), said("DESCRIPTION"),
        said("URL"), event["DTSTART"].params["TZID"], starts, ends,
    )  # fmt: skip


def _children(content: bytes) -> list[Any]:
    # It keeps the first rules it met for a name; each file is to be read by its own.
    for zone in ("Europe/Oslo", "Europe/Copenhagen"):
        registerTzid(zone, None)
    calendar = vobject.readOne(content.decode())
    assert calendar.validate(raiseException=True)
    return list(calendar.contents.get("vevent", []))


def _vobjects(event: Any) -> Event:
    def said(name: str) -> str:
        return str(event.getChildValue(name, ""))

    starts, ends = (event.getChildValue(name).astimezone(UTC) for name in ("dtstart", "dtend"))
    return Event(
        said("uid"), int(said("sequence")), said("status"), said("summary"), said("location"), said("description"),
        said("url"), event.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0], starts, ends,
    )  # fmt: skip
