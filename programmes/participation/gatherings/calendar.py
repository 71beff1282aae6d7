"""Gatherings as calendar files, so that a phone or Outlook keeps them and notices when they are moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vUri

from programmes.participation.gatherings.zones import rules_of
from programmes.participation.survey import hours
from programmes.participation.words import gathering_place
from programmes.tailoring.models import Gathering

PRODUCT = "-//Digitaliseringsinstituttet//Kompetanseloftet//NO"


# How often calendars come back for a subscription.
FRESH_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class Subscription:
    """A calendar that others fetch again and again, under this name."""

    name: str


def calendar_file(
    gatherings: Iterable[Gathering], address: Callable[[Gathering], str], subscription: Subscription | None = None
) -> bytes:
    """The gatherings that have a date, in the language of the page; `address` gives each one's own web page.

    The UID of an event never changes and SEQUENCE rises when it is moved, so a calendar replaces what it has.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if subscription:
        _name(calendar, subscription.name)
    dated = [gathering for gathering in gatherings if gathering.starts_at]
    for zone in sorted({gathering.timezone for gathering in dated}):
        calendar.add_component(rules_of(zone))
    for gathering in dated:
        calendar.add_component(_event(gathering, address(gathering)))
    return calendar.to_ical()


def _name(calendar: Calendar, name: str) -> None:
    """The name and how often to come back, as the standard has it and as older programs read it."""
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FRESH_FOR))


def _event(gathering: Gathering, url: str) -> Event:
    event = Event()
    event.add("uid", f"{gathering.uuid}@kompetanseloftet")
    event.add("sequence", gathering.sequence)
    event.add("dtstamp", timezone.now())
    start, end = hours(gathering)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", str(gathering.title))
    event.add("status", "CANCELLED" if gathering.cancelled_at or gathering.removed_at else "CONFIRMED")
    event.add("url", vUri(url))
    if place := gathering_place(gathering):
        event.add("location", place)
    event.add("description", _description(gathering, url))
    return event


def _description(gathering: Gathering, url: str) -> str:
    lines = [str(gathering.prepare)]
    if gathering.video_link:
        lines.append(_("Video link: %(url)s") % {"url": gathering.video_link})
    return "\n\n".join(line for line in (*lines, url) if line)


def site_address(path: str) -> str:
    """The path with the site's own address before it, for what leaves the browser."""
    return f"{settings.BASE_URL}{path}"
