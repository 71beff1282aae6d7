"""The mail about a deadline: three days before after-work is due, once, to those who haven't marked it as done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cms.mail.services import Letter, queue_all
from localisation import nordic
from programmes.library.vocabulary import Phase
from programmes.participation import words
from programmes.participation.gatherings.calendar import site_address
from programmes.participation.letters.models import ToldDeadline
from programmes.participation.letters.recipients import Recipient, Sort
from programmes.participation.letters.timing import DEADLINE_BEFORE, deadline_due
from programmes.participation.letters.writing import speaking, write
from programmes.participation.models import Completion
from programmes.participation.outline import Line, edition_keys, lines_of, read_items
from programmes.participation.progress import has_opened
from programmes.participation.texts import words_of
from programmes.participation.ways import OWN
from programmes.tailoring.models import Programme, ProgrammeItem


@dataclass(frozen=True)
class Due:
    """Something that is due, as a mail tells of it."""

    title: str
    day: str
    note: str
    # '' for what has no page yet.
    url: str


def told(line: Line, *, is_open: bool = True) -> Due:
    """In the active language."""
    day = nordic.weekday(line.due_on) if line.due_on else ""
    url = site_address(OWN.element(line.uuid)) if is_open else ""
    return Due(words.to_do(line), day, words.row_meta(line._replace(due_on=None)), url)


def send_deadlines(programme: Programme, people: Iterable[Recipient], now: datetime) -> int:
    """Queue a mail to everybody with something due that they were not told of; returns how many."""
    items = _near(programme, now)
    if not items:
        return 0
    told_of = _pairs(ToldDeadline.objects.filter(item__in=items))
    done = _pairs(Completion.objects.filter(item__in=items))
    wanted: dict[int, tuple[Recipient, list[int]]] = {}
    for to in people:
        keys = [item.pk for item in items if item.due_on and deadline_due(item.due_on, now, to.zone)]
        new = [key for key in keys if (to.user.pk, key) not in told_of and (to.user.pk, key) not in done]
        if new and to.wants(Sort.DEADLINES):
            wanted[to.user.pk] = (to, new)
    return _tell(programme, list(wanted.values()))


def _near(programme: Programme, now: datetime) -> list[ProgrammeItem]:
    """Required after-work that is open and due in these days, whatever the reader's time zone; one query."""
    # A day more at each end: it is another date in some places.
    first, last = (now + timedelta(days=-1)).date(), (now + timedelta(days=DEADLINE_BEFORE + 1)).date()
    rows = ProgrammeItem.objects.filter(
        programme_module__programme=programme, phase=Phase.AFTER_WORK, required=True, due_on__range=(first, last)
    ).select_related("programme_module")
    return [row for row in rows if has_opened(row.opens_on, row.programme_module.starts_on, now.date())]


def _pairs(rows: Any) -> set[tuple[int, int]]:
    return set(rows.values_list("user_id", "item_id"))


@transaction.atomic
def _tell(programme: Programme, wanted: Sequence[tuple[Recipient, list[int]]]) -> int:
    """One mail a person, whatever the number of things due. The first of them names the mail."""
    lines = _lines(programme, wanted)
    letters = {
        f"deadline-{min(keys)}-{to.user.pk}": _letter(to, programme, [lines[to.user.language][key] for key in keys])
        for to, keys in wanted
    }
    ToldDeadline.objects.bulk_create(
        [ToldDeadline(user=to.user, item_id=key) for to, keys in wanted for key in keys], ignore_conflicts=True
    )
    return queue_all(letters)


def _lines(programme: Programme, wanted: Sequence[tuple[Recipient, list[int]]]) -> dict[str, dict[int, Line]]:
    """The items by language and key; two queries a language."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for to, items in wanted:
        keys[to.user.language].update(items)
    return {language: lines_by_key(programme, Q(pk__in=items), language) for language, items in keys.items()}


def lines_by_key(programme: Programme, which: Q, language: str) -> dict[int, Line]:
    """Items of a programme as readers of `language` see them in lists; two queries, and two for words not yet known."""
    rows = read_items(ProgrammeItem.objects.filter(which, programme_module__programme=programme))
    lines = lines_of(rows, words_of(edition_keys(rows), language), language, programme)
    return {line.key: line for line in lines}


def _letter(to: Recipient, programme: Programme, lines: Sequence[Line]) -> Letter:
    with speaking(to):
        due = [told(line) for line in lines]
        return write("deadline", to, programme, Sort.DEADLINES, due=due, first=due[0])
