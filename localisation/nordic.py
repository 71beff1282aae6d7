"""Dates, times and numbers as Norwegians and Danes write them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from localisation import languages

NO_BREAK = "\N{NO-BREAK SPACE}"
THOUSANDS = {"nb": NO_BREAK, "da": "."}


def day(value: date) -> str:
    """4. februar 2027"""
    return f"{value.day}.{NO_BREAK}{date_format(value, 'F')} {value.year}"


def short_day(value: date) -> str:
    """4. februar"""
    return f"{value.day}.{NO_BREAK}{date_format(value, 'F')}"


def weekday(value: date) -> str:
    """torsdag 4. februar 2027"""
    return f"{date_format(value, 'l').lower()} {day(value)}"


def period(start: date, end: date) -> str:
    """8.-12. februar 2027; 8. februar - 3. mars 2027; 8. desember 2026 - 3. mars 2027 (with en dashes)."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}.–{day(end)}"
    first = short_day(start) if start.year == end.year else day(start)
    return f"{first} – {day(end)}"


def clock(value: time | datetime, zone: str | None = None) -> str:
    """kl. 09.00 in Norwegian, kl. 9.00 in Danish. A datetime is read in `zone` (IANA name) or the site's."""
    hour, minute = _local(value, zone)
    return f"kl.{NO_BREAK}{_hour(hour)}.{minute:02d}"


def clock_span(start: time | datetime, end: time | datetime, zone: str | None = None) -> str:
    """kl. 09.00-15.00 (with an en dash)."""
    hour, minute = _local(end, zone)
    return f"{clock(start, zone)}–{_hour(hour)}.{minute:02d}"


def _local(value: time | datetime, zone: str | None) -> tuple[int, int]:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = value.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(value)
    return value.hour, value.minute


def _hour(hour: int) -> str:
    return f"{hour:02d}" if languages.current() == "nb" else str(hour)


def week(value: date) -> int:
    """The ISO week's number."""
    return value.isocalendar().week


def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """10 000,5 in Norwegian (no-break space), 10.000,5 in Danish."""
    whole, _point, fraction = f"{abs(value):.{decimals}f}".partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    text = THOUSANDS[languages.current()].join([whole, *groups])
    sign = "−" if value < 0 else ""
    return f"{sign}{text},{fraction}" if fraction else f"{sign}{text}"
