"""The week's mail: on Monday morning, what opens and what is due this week, gatherings ahead, and the next step.

Whoever has nothing of it this week gets no mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from cms.mail.services import Letter, known_keys, queue_all
from programmes.participation import progress
from programmes.participation.gatherings.calendar import site_address
from programmes.participation.gatherings.models import Attendance
from programmes.participation.letters import gatherings
from programmes.participation.letters.deadlines import Due, lines_by_key, told
from programmes.participation.letters.recipients import Recipient, Sort
from programmes.participation.letters.timing import digest_due
from programmes.participation.letters.writing import speaking, write
from programmes.participation.models import Completion
from programmes.participation.outline import Line
from programmes.participation.survey import Survey, local_days, survey
from programmes.participation.ways import OWN
from programmes.tailoring.models import Gathering, Programme

WEEK = timedelta(days=7)
# Gatherings are told of a week before their own reminders come.
GATHERINGS_AHEAD = timedelta(days=14)
# A module that begins opens many things at once; these are named, the rest is a number.
MOST_NAMED = 5
# Few statements at a time, so that a worker that dies has lost little.
AT_A_TIME = 100


@dataclass(frozen=True)
class Week:
    """What the week from `monday` holds for one person, by keys."""

    monday: date
    opens: tuple[int, ...]
    due: tuple[int, ...]
    next_step: int | None
    gatherings: tuple[Gathering, ...]

    @property
    def empty(self) -> bool:
        """Of a gathering this week they were told on the Monday before, and its own reminders tell of it as well."""
        return not (self.opens or self.due or any(self._is_news(gathering) for gathering in self.gatherings))

    def _is_news(self, gathering: Gathering) -> bool:
        return local_days(gathering)[0] >= self.monday + WEEK

    @property
    def keys(self) -> set[int]:
        return {*self.opens, *self.due, *([self.next_step] if self.next_step else [])}


def week_of(whole: Survey, monday: date) -> Week:
    """The week from `monday` as it lies before the survey's participant. No query."""
    opens: list[int] = []
    due: list[int] = []
    for number, step in whole.steps.values():
        if step.key in whole.done:
            continue
        begins = step.opens_on or whole.stretches[number].starts_on
        if begins and monday <= begins < monday + WEEK:
            opens.append(step.key)
        if step.due_on and monday <= step.due_on < monday + WEEK:
            due.append(step.key)
    chosen = progress.next_step(whole.stretches, whole.done, monday)
    key = None if chosen is None or isinstance(chosen, progress.Meeting) else chosen.key
    return Week(monday, tuple(opens), tuple(due), key, tuple(_held(whole, monday)))


def _held(whole: Survey, monday: date) -> Iterator[Gathering]:
    for _number, gathering in whole.gatherings.values():
        if gathering.starts_at and not gathering.cancelled_at:
            first = local_days(gathering)[0]
            if monday <= first < monday + GATHERINGS_AHEAD:
                yield gathering


def send_digests(programme: Programme, people: Iterable[Recipient], now: datetime) -> int:
    """Queue the week's mail to everybody who has something in it and has not got it; returns how many."""
    wanted = {
        f"digest-{programme.pk}-{monday:%Y%m%d}-{to.user.pk}": (to, monday)
        for to in people
        if to.wants(Sort.DIGEST) and (monday := digest_due(now, to.zone))
    }
    known = known_keys(wanted) if wanted else set()
    left = [(key, *pair) for key, pair in wanted.items() if key not in known]
    if not left:
        return 0
    writer = Writer(programme, [to for _key, to, _monday in left])
    count = 0
    for start in range(0, len(left), AT_A_TIME):
        written = ((key, writer.letter(to, monday)) for key, to, monday in left[start : start + AT_A_TIME])
        count += queue_all({key: letter for key, letter in written if letter})
    return count


class Writer:
    """Writes the week's mails of a programme: everything is read once, whatever the number of people."""

    def __init__(self, programme: Programme, people: Sequence[Recipient]) -> None:
        self.programme = programme
        self.survey = survey(programme, None)
        self.done: defaultdict[int, set[int]] = defaultdict(set)
        users = [to.user.pk for to in people]
        here = Completion.objects.filter(user__in=users, item__programme_module__programme=programme)
        for user, item in here.values_list("user_id", "item_id"):
            self.done[user].add(item)
        absent = Attendance.objects.filter(user__in=users, coming=False)
        self.absent = set(absent.values_list("user_id", "gathering_id"))
        self._lines: dict[tuple[str, frozenset[int]], dict[int, Line]] = {}

    def letter(self, to: Recipient, monday: date) -> Letter | None:
        """The mail to somebody; None when their week holds nothing."""
        week = week_of(replace(self.survey, done=frozenset(self.done[to.user.pk])), monday)
        held = tuple(each for each in week.gatherings if (to.user.pk, each.pk) not in self.absent)
        week = replace(week, gatherings=held)
        if week.empty:
            return None
        lines = self._lines_of(to.user.language, week)
        with speaking(to):
            return write(
                "digest", to, self.programme, Sort.DIGEST,
                url=site_address(OWN.programme(self.programme.slug)),
                gatherings=[gatherings.told(each) for each in week.gatherings],
                due=[self._told(lines[key], monday) for key in self._by_day(week.due)],
                opens=[self._told(lines[key], monday) for key in week.opens[:MOST_NAMED]],
                more=max(0, len(week.opens) - MOST_NAMED),
                next_step=told(lines[week.next_step]) if week.next_step else None,
            )  # fmt: skip

    def _told(self, line: Line, today: date) -> Due:
        number, step = self.survey.steps[line.key]
        return told(line, is_open=progress.is_open(step, self.survey.stretches[number], today))

    def _by_day(self, keys: Iterable[int]) -> list[int]:
        return sorted(keys, key=lambda key: self.survey.steps[key][1].due_on or date.max)

    def _lines_of(self, language: str, week: Week) -> dict[int, Line]:
        """Weeks are alike: each set of items is read once a language."""
        wanted = (language, frozenset(week.keys))
        if wanted not in self._lines:
            self._lines[wanted] = lines_by_key(self.programme, Q(pk__in=week.keys), language)
        return self._lines[wanted]
