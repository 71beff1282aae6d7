"""A programme from another one: from a template, from an earlier programme, or the other way round.

A copy is rows that are not saved yet, so a plan can be shown and checked before anything is made. What belongs to the
earlier client stays behind: people, dates, places, progress, editions held on to, and words that name them.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.library.models import Thing
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.plan import in_place, local_day
from programmes.tailoring.schedule import Span, after_summer, summer_pause
from programmes.tailoring.services import BATCH, hold_on, set_item_dates, span_of, zone_of

Pause = tuple[date, date]
COPIED = ("thing_id", "thing", "phase", "position", "required", "delivered_by", "minutes_override", "speaker_override")


@dataclass(frozen=True)
class Timing:
    """When the modules of a copy run. Without `starts_on` and `module_starts` they have weeks and no dates.

    By module code: `module_starts`, `weeks` and `pauses`. By the uuid of the source's gathering: `days`.
    `summer`: whether a module that runs into July pauses there, and one that would begin then begins in August.
    """

    starts_on: date | None = None
    module_starts: Mapping[str, date] = field(default_factory=dict)
    weeks: Mapping[str, int] = field(default_factory=dict)
    pauses: Mapping[str, Pause] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    summer: bool = False

    def next_start(self, ends_on: date) -> date:
        """When the module begins that follows one that ends on a day."""
        day = ends_on + timedelta(days=1)
        return after_summer(day) if self.summer else day

    def pause_of(self, code: str, start: date | None, weeks: int) -> tuple[date | None, date | None]:
        proposed = summer_pause(start, weeks) if self.summer and start else None
        return self.pauses.get(code) or proposed or (None, None)


@dataclass
class Copy:
    """The rows of a new programme, not saved. `left_out`: how many texts were not copied since they name the client."""

    programme: Programme
    modules: list[ProgrammeModule] = field(default_factory=list)
    items: list[ProgrammeItem] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    left_out: int = 0
    # What the source alone has: it can't be in two programmes, so it stays behind.
    own: list[Thing] = field(default_factory=list)
    # The new gatherings by the uuid of the source's.
    gathering_of: dict[str, Gathering] = field(default_factory=dict)

    @transaction.atomic(savepoint=False)
    def save(self) -> Programme:
        """Write everything; only the statements that write many rows are repeated."""
        self.programme.save()
        ProgrammeModule.objects.bulk_create(self.modules, batch_size=BATCH)
        ProgrammeItem.objects.bulk_create(self.items, batch_size=BATCH)
        Gathering.objects.bulk_create(self.gatherings, batch_size=BATCH)
        return self.programme


class Discretion:
    """Keeps words about one client from another."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = [name.casefold() for name in names if name.strip()]
        self.left_out = 0

    def text(self, text: LocalisedText) -> LocalisedText:
        """The text, or nothing when it names the client in any language."""
        if self.names and any(name in words.casefold() for words in text.values() for name in self.names):
            self.left_out += 1
            return LocalisedText()
        return text


def copy_of(source: Programme, programme: Programme, timing: Timing) -> Copy:
    """The rows `programme` (not saved) gets from `source`. Three queries."""
    copy = Copy(programme)
    old = list(source.modules.select_related("module__current_edition", "pinned_edition"))
    discretion = Discretion(_names_to_hide(source, programme))
    modules = _modules(copy, old, timing)
    names = _items(copy, old, modules, discretion)
    _gatherings(copy, old, modules, names, discretion, timing)
    copy.left_out = discretion.left_out
    return copy


def _names_to_hide(source: Programme, programme: Programme) -> set[str]:
    """What the source's client is called, unless the new programme is for them as well."""
    names = {name.casefold() for name in source.client.values() if name}
    same = names & {name.casefold() for name in programme.client.values()}
    return set() if same else names


def _modules(copy: Copy, old: Sequence[ProgrammeModule], timing: Timing) -> dict[int, ProgrammeModule]:
    """The new modules by the primary key of the old ones; one follows the other unless `timing` says otherwise."""
    modules, start = {}, timing.starts_on
    for row in old:
        code = row.module.code
        start = timing.module_starts.get(code, start)
        weeks = timing.weeks.get(code, row.weeks)
        pause_from, pause_to = timing.pause_of(code, start, weeks)
        new = ProgrammeModule(
            programme=copy.programme, module=row.module, position=row.position, weeks=weeks, starts_on=start,
            pause_from=pause_from, pause_to=pause_to,
        )  # fmt: skip
        if span := span_of(new):
            new.ends_on = span.ends_on
            start = timing.next_start(span.ends_on)
        modules[row.pk] = new
    copy.modules = list(modules.values())
    return modules


def _items(
    copy: Copy, old: Sequence[ProgrammeModule], modules: Mapping[int, ProgrammeModule], discretion: Discretion
) -> dict[str, str]:
    """Adds the items; returns the new uuids by the old ones."""
    names, spans = {}, {row.pk: span_of(row) for row in old}
    rows = ProgrammeItem.objects.filter(programme_module__in=old)
    for row in rows.select_related("thing__current_edition", "speaker_override"):
        if row.thing.own_to_id:
            copy.own.append(row.thing)
            continue
        module, span = modules[row.programme_module_id], spans[row.programme_module_id]
        new = ProgrammeItem(
            programme_module=module,
            opens_week=_week(row.opens_week, row.opens_on, span),
            due_week=_week(row.due_week, row.due_on, span),
            title_override=discretion.text(row.title_override),
            introduction_override=discretion.text(row.introduction_override),
            **{name: getattr(row, name) for name in COPIED},
        )
        if row.speaker_override and row.speaker_override.own_to_id:
            copy.own.append(row.speaker_override)
            new.speaker_override = None
        set_item_dates(new, span_of(module))
        copy.items.append(new)
        names[str(row.uuid)] = str(new.uuid)
    return names


def _week(week: int | None, day: date | None, span: Span | None) -> int | None:
    """The week of something, also when it got a day of its own."""
    return span.week_of(day) if week is None and day and span else week


def _gatherings(
    copy: Copy, old: Sequence[ProgrammeModule], modules: Mapping[int, ProgrammeModule], names: Mapping[str, str],
    discretion: Discretion, timing: Timing,
) -> None:  # fmt: skip
    spans = {row.pk: span_of(row) for row in old}
    for row in Gathering.objects.filter(programme_module__in=old, cancelled_at=None):
        module = modules[row.programme_module_id]
        new = Gathering(
            programme_module=module, title=discretion.text(row.title), timezone=zone_of(copy.programme.country),
            prepare=discretion.text(row.prepare), agenda=_agenda(row.agenda, names, discretion),
            **_offset(row, spans[row.programme_module_id]),
        )  # fmt: skip
        _set_day(new, _clock(row), span_of(module), timing.days.get(str(row.uuid)))
        copy.gatherings.append(new)
        copy.gathering_of[str(row.uuid)] = new


def _agenda(agenda: Iterable[dict[str, Any]], names: Mapping[str, str], discretion: Discretion) -> list[dict[str, Any]]:
    """The hours of all rows; one whose item stays behind has no words, so that somebody fills it."""
    return [_agenda_row(entry, names, discretion) for entry in agenda]


def _agenda_row(entry: dict[str, Any], names: Mapping[str, str], discretion: Discretion) -> dict[str, Any]:
    if "item" in entry:
        kept: dict[str, Any] = {"item": names[entry["item"]]} if entry["item"] in names else {"text": {}}
        return {**{name: value for name, value in entry.items() if name != "item"}, **kept}
    if "text" in entry:
        return {**entry, "text": dict(discretion.text(LocalisedText(entry["text"])))}
    return dict(entry)


def _offset(gathering: Gathering, span: Span | None) -> dict[str, Any]:
    """Week, weekday and length: of the day it has, otherwise as the template says."""
    if gathering.starts_at is None or span is None:
        return {"week": gathering.week, "weekday": gathering.weekday, "days": gathering.days}
    first = local_day(gathering)
    last = in_place(gathering, gathering.ends_at).date() if gathering.ends_at else first
    return {"week": span.week_of(first), "weekday": first.weekday(), "days": (last - first).days + 1}


def _clock(gathering: Gathering) -> tuple[str, str] | None:
    """From when to when, by the clock of the place; None when the agenda says it."""
    if gathering.agenda or not (gathering.starts_at and gathering.ends_at):
        return None
    start, end = in_place(gathering, gathering.starts_at), in_place(gathering, gathering.ends_at)
    return f"{start:%H:%M}", f"{end:%H:%M}"


def _set_day(gathering: Gathering, clock: tuple[str, str] | None, span: Span | None, day: date | None) -> None:
    if day:
        # A day that was agreed on no longer moves with the module.
        gathering.week = None
    elif span and gathering.week:
        day = span.gathering_on(gathering.week, gathering.weekday)
    if day:
        hold_on(gathering, day, clock)


def own_of(copy: Copy) -> list[str]:
    """The names of what stays behind since its programme alone has it, each once."""
    return list(dict.fromkeys(thing.label for thing in copy.own))


def create_from_template(
    template: Programme,
    *,
    slug: str,
    title: Mapping[str, str],
    client: Mapping[str, str],
    languages: Sequence[str],
    starts_on: date | None = None,
    module_starts: Mapping[str, date] | None = None,
    pauses: Mapping[str, Pause] | None = None,
    country: str = "",
    sector: str = "",
    course_leader: User | None = None,
    aim: Mapping[str, str] | None = None,
) -> Programme:
    """A draft programme with the modules, gatherings and items of `template` (any programme will do).

    `title`, `client` and `aim` are texts by language. Modules follow one another from `starts_on`; `module_starts`
    (dates by module code) says otherwise, and so do `pauses` (first and last day by module code). Without dates the
    programme keeps the template's weeks. The number of queries grows only with the statements that write many rows.
    """
    programme = Programme(
        slug=slug, title=LocalisedText(title), client=LocalisedText(client), aim=LocalisedText(aim or {}),
        languages=list(languages), country=country, sector=sector, course_leader=course_leader, **origin_of(template),
    )  # fmt: skip
    return copy_of(template, programme, Timing(starts_on, module_starts or {}, {}, pauses or {})).save()


def origin_of(source: Programme) -> dict[str, Any]:
    """Which template a programme made from `source` comes from, and in which version."""
    if source.is_template:
        return {"template": source, "template_version": source.version}
    return {"template_id": source.template_id, "template_version": source.template_version}


def template_of(source: Programme) -> Copy:
    """A template with what `source` has: dates become weeks, and what is the client's stays behind. Not saved."""
    template = Programme(
        kind=Programme.Kind.TEMPLATE, uuid=uuid.uuid4(), title=source.title, languages=list(source.languages)
    )
    return copy_of(source, template, Timing())
