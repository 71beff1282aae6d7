"""What a programme's history says when a module or a gathering gets other days: the old ones and the new, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from cms.accounts.models import User
from localisation import nordic
from localisation.text import LocalisedText
from programmes.tailoring.models import Gathering, Programme, ProgrammeModule

MODULE, GATHERING = "programmes.days.module", "programmes.days.gathering"

# From when until when, as ISO texts; empty without a day.
Days = tuple[str, str]


@dataclass(frozen=True)
class Placed:
    """Something with days of its own: what its history calls it by language, and the zone its hours are read in."""

    action: str
    title: Mapping[str, str]
    days: Days
    zone: str = ""


Calendar = Mapping[tuple[str, int], Placed]


def calendar_of(programme: Programme) -> Calendar:
    """Where the modules and gatherings of a programme stand now. Two queries."""
    modules = ProgrammeModule.objects.filter(programme=programme).select_related("module")
    gatherings = Gathering.objects.filter(programme_module__programme=programme, cancelled_at=None)
    found = {(MODULE, row.pk): _module(row) for row in modules}
    return found | {(GATHERING, row.pk): _gathering(row) for row in gatherings}


def _module(row: ProgrammeModule) -> Placed:
    return Placed(MODULE, {"": row.module.label}, _as_text(row.starts_on, row.ends_on))


def _gathering(row: Gathering) -> Placed:
    return Placed(GATHERING, row.title, _as_text(row.starts_at, row.ends_at), row.timezone)


def _as_text(start: date | None, end: date | None) -> Days:
    return (start.isoformat() if start else "", end.isoformat() if end else "")


def remember(before: Calendar, programme: Programme, by: User) -> bool:
    """Write what has other days than `before` into the history, an entry each; False when nothing has.

    What came or went meanwhile has not moved. Two queries, and those of the entries.
    """
    moved = list(_moved(before, calendar_of(programme)))
    for was, now in moved:
        data = {"title": dict(now.title), "before": was.days, "after": now.days, "zones": [was.zone, now.zone]}
        log(instance=programme, action=now.action, user=by, data=data)
    return bool(moved)


def _moved(before: Calendar, now: Calendar) -> Iterator[tuple[Placed, Placed]]:
    for key, placed in now.items():
        was = before.get(key)
        if was and (was.days, was.zone) != (placed.days, placed.zone):
            yield was, placed


class Formatter(LogFormatter):
    """A sentence with the days in the reader's language, whatever language they were moved in."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        before, after = (
            self.in_words(days, zone) for days, zone in zip((data["before"], data["after"]), data["zones"], strict=True)
        )
        title = str(LocalisedText(data["title"])) or data["title"].get("", "")
        words = {"title": self.named(title), "before": before, "after": after}
        if not after:
            return _("%(title)s has no day any more. It was %(before)s.") % words
        if not before:
            return _("%(title)s was set to %(after)s.") % words
        return _("%(title)s was moved from %(before)s to %(after)s.") % words

    def named(self, title: str) -> str:
        return title

    def in_words(self, days: Iterable[str], zone: str) -> str:
        raise NotImplementedError


class ModuleFormatter(Formatter):
    label = gettext_lazy("Other days for a module")

    def in_words(self, days: Iterable[str], zone: str) -> str:
        start, end = (date.fromisoformat(day) if day else None for day in days)
        if start is None:
            return ""
        return nordic.period(start, end) if end else nordic.day(start)


class GatheringFormatter(Formatter):
    label = gettext_lazy("Another time for a gathering")

    def named(self, title: str) -> str:
        # Many a gathering is called by a question.
        return _("The gathering “%(title)s”") % {"title": title}

    def in_words(self, days: Iterable[str], zone: str) -> str:
        start, end = (datetime.fromisoformat(day) if day else None for day in days)
        if start is None:
            return ""
        first = timezone.localtime(start, ZoneInfo(zone))
        last = timezone.localtime(end, ZoneInfo(zone)) if end else first
        clock = nordic.clock_span(first, last, zone) if end else nordic.clock(first, zone)
        return f"{nordic.period(first.date(), last.date())}, {clock}"


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log about both."""
    actions.register_action(MODULE)(ModuleFormatter)
    actions.register_action(GATHERING)(GatheringFormatter)
