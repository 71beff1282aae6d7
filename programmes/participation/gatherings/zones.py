"""A time zone as calendar files bring it along.

By its rule, which every program reads. `icalendar` would list the days on which the clock was put forward or back since
1970, and some programs read the first of them alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
# Since 1996 in the whole of the European Union and in Norway: the last Sundays of March and of October.
FORWARD, BACK = datetime(1996, 3, 31, 2), datetime(1996, 10, 27, 3)


def rules_of(name: str) -> Timezone:
    """The rules of Norway's and Denmark's time zones, which differ in nothing but their names."""
    zone = Timezone()
    zone.add("tzid", name)
    zone.add_component(_part(TimezoneDaylight(), "CEST", FORWARD, WINTER, SUMMER))
    zone.add_component(_part(TimezoneStandard(), "CET", BACK, SUMMER, WINTER))
    return zone


def _part(
    part: TimezoneDaylight | TimezoneStandard, name: str, first: datetime, before: timedelta, after: timedelta
) -> TimezoneDaylight | TimezoneStandard:
    part.add("tzname", name)
    part.add("dtstart", first)
    part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1SU"})
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part
