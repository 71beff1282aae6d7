"""Mails about gatherings: a week before, a day before, and when one is moved or does not take place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from cms.mail.services import Letter, known_keys, queue_all
from localisation import languages, nordic
from localisation.marking import strange_language
from programmes.participation import words
from programmes.participation.gatherings.calendar import site_address
from programmes.participation.gatherings.models import Attendance
from programmes.participation.letters.models import Announced
from programmes.participation.letters.recipients import Recipient, Sort
from programmes.participation.letters.timing import WEEK_BEFORE, Reminder, awake, reminder_due
from programmes.participation.letters.writing import speaking, write
from programmes.participation.survey import hours, local_days
from programmes.participation.ways import OWN
from programmes.tailoring.models import Gathering, Programme

# Whoever moves a gathering may move it again in the same sitting: its participants are told when it has stayed so long.
SETTLED = timedelta(minutes=30)


@dataclass(frozen=True)
class When:
    """A gathering as a mail tells of it."""

    title: str
    day: str
    clock: str
    place: str
    video: str
    prepare: str
    # The language of what to prepare, and the words for it, where it is not the reader's.
    prepare_lang: str
    prepare_note: str
    url: str


def told(gathering: Gathering) -> When:
    """In the active language. Day and clock are '' for one without a date."""
    dated = gathering.starts_at is not None
    strange = strange_language(gathering.prepare, languages.current())
    return When(
        title=str(gathering.title),
        day=_days(gathering) if dated else "",
        clock=_clock(gathering) if dated else "",
        place=words.gathering_place(gathering),
        video=gathering.video_link,
        prepare=str(gathering.prepare),
        prepare_lang=strange,
        prepare_note=words.language_note(strange),
        url=site_address(OWN.gathering(gathering.uuid)),
    )


def _days(gathering: Gathering) -> str:
    first, last = local_days(gathering)
    return nordic.weekday(first) if first == last else nordic.period(first, last)


def _clock(gathering: Gathering) -> str:
    start, end = hours(gathering)
    return nordic.clock_span(start.time(), end.time()) if gathering.ends_at else nordic.clock(start.time())


def send_reminders(programme: Programme, people: Iterable[Recipient], now: datetime) -> int:
    """Queue the reminders of this moment that nobody has had; returns how many. Who isn't coming is left in peace."""
    count = 0
    for gathering in _ahead(programme, now):
        due = reminder_due(_first_day(gathering), now, ZoneInfo(gathering.timezone))
        if due:
            count += _remind(programme, gathering, due, people)
    return count


def _ahead(programme: Programme, now: datetime) -> list[Gathering]:
    latest = now + timedelta(days=WEEK_BEFORE + 1)
    rows = Gathering.objects.filter(
        programme_module__programme=programme, cancelled_at=None, starts_at__gt=now, starts_at__lt=latest
    )
    return list(rows.order_by("starts_at", "pk"))


def _first_day(gathering: Gathering) -> date:
    return local_days(gathering)[0]


def _remind(programme: Programme, gathering: Gathering, due: Reminder, people: Iterable[Recipient]) -> int:
    absent = Attendance.objects.filter(gathering=gathering, coming=False).values_list("user", flat=True)
    staying = set(absent)
    wanted = {
        f"gathering-{due.value}-{gathering.pk}-{to.user.pk}": to
        for to in people
        if to.wants(Sort.GATHERINGS) and to.user.pk not in staying
    }
    known = known_keys(wanted)
    new = {key: to for key, to in wanted.items() if key not in known}
    return queue_all({key: _reminder(to, programme, gathering, due) for key, to in new.items()})


def _reminder(to: Recipient, programme: Programme, gathering: Gathering, due: Reminder) -> Letter:
    with speaking(to):
        about = {"gathering": told(gathering), "tomorrow": due is Reminder.DAY}
        return write("gathering", to, programme, Sort.GATHERINGS, **about)


def send_changes(programme: Programme, people: Iterable[Recipient], now: datetime) -> int:
    """Tell of gatherings that were moved, dated or called off since their participants last knew; returns how many
    mails. What is met for the first time is only remembered."""
    rows = Gathering.with_removed.filter(_still_matters(now), programme_module__programme=programme)
    count = 0
    for gathering in rows.select_related("announced", "programme_module").order_by("starts_at", "pk"):
        known = getattr(gathering, "announced", None)
        if known is None:
            Announced.objects.bulk_create([_as_it_is(gathering)], ignore_conflicts=True)
        elif _differs(known, gathering) and _may_be_told(gathering, now):
            count += _tell(programme, gathering, known, people)
    return count


def _still_matters(now: datetime) -> Q:
    """Ahead, without a day, or ahead as far as participants know."""
    return Q(starts_at__gt=now) | Q(starts_at=None) | Q(announced__starts_at__gt=now)


def _is_off(gathering: Gathering) -> bool:
    return bool(gathering.cancelled_at or gathering.removed_at)


def _as_it_is(gathering: Gathering) -> Announced:
    return Announced(
        gathering=gathering, starts_at=gathering.starts_at, ends_at=gathering.ends_at, off=_is_off(gathering)
    )


def _differs(known: Announced, gathering: Gathering) -> bool:
    if _is_off(gathering) and (known.off or known.starts_at is None):
        return False  # nobody had a day in their calendar
    seen = (known.starts_at, known.ends_at, known.off)
    return seen != (gathering.starts_at, gathering.ends_at, _is_off(gathering))


def _may_be_told(gathering: Gathering, now: datetime) -> bool:
    return awake(now, ZoneInfo(gathering.timezone)) and gathering.programme_module.updated_at <= now - SETTLED


@transaction.atomic
def _tell(programme: Programme, gathering: Gathering, known: Announced, people: Iterable[Recipient]) -> int:
    state = "off" if _is_off(gathering) else "on"
    letters = {
        f"gathering-changed-{gathering.pk}-{gathering.sequence}-{state}-{to.user.pk}": _change(
            to, programme, gathering, known
        )
        for to in people
    }
    Announced.objects.filter(pk=known.pk).update(
        starts_at=gathering.starts_at, ends_at=gathering.ends_at, off=_is_off(gathering)
    )
    return queue_all(letters)


def _change(to: Recipient, programme: Programme, gathering: Gathering, known: Announced) -> Letter:
    before = Gathering(starts_at=known.starts_at, ends_at=known.ends_at, timezone=gathering.timezone)
    with speaking(to):
        return write(
            "gathering_changed", to, programme, None, gathering=told(gathering), before=told_time(before),
            off=_is_off(gathering), was_off=known.off,
        )  # fmt: skip


def told_time(gathering: Gathering) -> str:
    """torsdag 4. februar 2027, kl. 09.00–15.00: '' without a date."""
    return f"{_days(gathering)}, {_clock(gathering)}" if gathering.starts_at else ""
