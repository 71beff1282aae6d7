"""All mails that a programme will send by itself, as its dates are now: for staff, before and while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from programmes.library.vocabulary import Phase
from programmes.participation.letters.deadlines import lines_by_key, told
from programmes.participation.letters.digests import week_of
from programmes.participation.letters.gatherings import told as told_of
from programmes.participation.letters.recipients import Recipient, Sort, recipients
from programmes.participation.letters.timing import (
    DAY_BEFORE,
    DEADLINE_BEFORE,
    WEEK_BEFORE,
    mondays,
    morning_of,
    zone_of,
)
from programmes.participation.letters.writing import subject
from programmes.participation.survey import Survey, local_days, survey
from programmes.tailoring.models import Programme, ProgrammeItem


@dataclass(frozen=True)
class Planned:
    """A mail to come: when, of which sort, its subject in the active language, and to how many at most."""

    at: datetime
    sort: Sort
    subject: str
    people: int


def year_of(programme: Programme, language: str) -> list[Planned]:
    """In the order of time, to be called with `language` active. What somebody has done already spares them mails."""
    people = recipients([programme.pk]).get(programme.pk, [])
    zone, whole = zone_of(programme.country), survey(programme, None)
    found = [
        *_reminders(whole, people),
        *_deadlines(programme, language, zone, people),
        *_digests(programme, whole, zone, people),
    ]
    return sorted(found, key=lambda mail: mail.at)


def _reminders(whole: Survey, people: list[Recipient]) -> Iterator[Planned]:
    count = _wanting(people, Sort.GATHERINGS)
    for _number, gathering in whole.gatherings.values():
        if gathering.starts_at is None or gathering.cancelled_at:
            continue
        for ahead in (WEEK_BEFORE, DAY_BEFORE):
            words = subject("gathering", gathering=told_of(gathering), tomorrow=ahead == DAY_BEFORE)
            day = local_days(gathering)[0] - timedelta(days=ahead)
            yield Planned(morning_of(day, ZoneInfo(gathering.timezone)), Sort.GATHERINGS, words, count)


def _deadlines(programme: Programme, language: str, zone: ZoneInfo, people: list[Recipient]) -> Iterator[Planned]:
    which = Q(phase=Phase.AFTER_WORK, required=True, due_on__isnull=False)
    lines = lines_by_key(programme, which, language)
    modules = {
        item.pk: item.programme_module.starts_on
        for item in ProgrammeItem.objects.filter(pk__in=list(lines)).select_related("programme_module")
    }
    days: dict[date, list[int]] = {}
    for line in lines.values():
        opens = line.opens_on or modules[line.key]
        if line.due_on:
            days.setdefault(max(line.due_on - timedelta(days=DEADLINE_BEFORE), opens or date.min), []).append(line.key)
    count = _wanting(people, Sort.DEADLINES)
    for day, keys in days.items():
        due = [told(lines[key]) for key in keys]
        yield Planned(morning_of(day, zone), Sort.DEADLINES, subject("deadline", due=due, first=due[0]), count)


def _digests(programme: Programme, whole: Survey, zone: ZoneInfo, people: list[Recipient]) -> Iterator[Planned]:
    starts = [module.place.starts_on for module in whole.modules if module.place.starts_on]
    ends = [module.place.ends_on for module in whole.modules if module.place.ends_on]
    count = _wanting(people, Sort.DIGEST)
    words = subject("digest", programme=programme)
    for monday in mondays(min(starts), max(ends)) if starts and ends else []:
        if not week_of(replace(whole, done=frozenset()), monday).empty:
            yield Planned(morning_of(monday, zone), Sort.DIGEST, words, count)


def _wanting(people: list[Recipient], sort: Sort) -> int:
    return sum(to.wants(sort) for to in people)
