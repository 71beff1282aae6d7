"""What happens to programmes: put in order, filled, and held to editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from localisation.slugs import slugify
from programmes.library.models import Edition, Thing
from programmes.library.vocabulary import Country
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.removing import AlreadyThere, put_back_module
from programmes.tailoring.schedule import Span, at
from programmes.tailoring.touching import touch

# Rows written by one statement; the same on every database, so that the number of queries is.
BATCH = 50
DAY = ("09:00", "15:00")
ZONES = {Country.NORWAY.value: "Europe/Oslo", Country.DENMARK.value: "Europe/Copenhagen"}


class ChangedMeanwhile(Exception):
    """Somebody else changed the module since this person opened it."""


def token_of(module: ProgrammeModule) -> str:
    """What a form of the module carries, to find out on saving whether somebody else was faster."""
    return module.updated_at.isoformat()


def lock(module_id: int, token: str) -> ProgrammeModule:
    """The module, held until the end of the transaction. Raises `ChangedMeanwhile` when `token` is an older one."""
    module = ProgrammeModule.objects.select_for_update().filter(pk=module_id).first()
    if module is None or token_of(module) != token:
        raise ChangedMeanwhile(str(module_id))
    return module


def free_slug(text: str) -> str:
    """A short name for the addresses of a programme, not taken by another one."""
    wanted = slugify(text)[:70] or "program"
    taken = set(Programme.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def zone_of(country: str) -> str:
    """The time zone of gatherings in a country."""
    return ZONES.get(country, ZONES["NO"])


def span_of(module: ProgrammeModule) -> Span | None:
    """The module's place in the calendar; None without a first day."""
    if module.starts_on is None:
        return None
    return Span(module.starts_on, module.weeks, module.pause_from, module.pause_to)


def set_item_dates(item: ProgrammeItem, span: Span | None) -> None:
    """Turn the item's weeks into dates; what has no week keeps the date it has, and the other one gives way to it."""
    if span and item.due_week:
        item.due_on = span.due_on(item.due_week)
        if not item.opens_week and item.opens_on:
            item.due_on = max(item.due_on, item.opens_on)
    if span and item.opens_week:
        item.opens_on = span.opens_on(item.opens_week)
        if item.due_on:
            item.opens_on = min(item.opens_on, item.due_on)


def set_gathering_time(gathering: Gathering, span: Span | None) -> None:
    """Turn the gathering's week into a day, and its agenda into hours; without a week it stays as it is."""
    if not (span and gathering.week):
        return
    hold_on(gathering, span.gathering_on(gathering.week, gathering.weekday))


def hold_on(gathering: Gathering, day: date, clock: tuple[str, str] | None = None) -> None:
    """Give the gathering a first day, with the hours of `clock` or its agenda, and as many days as it takes."""
    begins, ends = clock or _agenda_hours(gathering)
    gathering.starts_at = at(day, begins, gathering.timezone)
    gathering.ends_at = at(day + timedelta(days=gathering.days - 1), ends, gathering.timezone)


def _agenda_hours(gathering: Gathering) -> tuple[str, str]:
    if not gathering.agenda:
        return DAY
    return gathering.agenda[0].get("from", DAY[0]), gathering.agenda[-1].get("to", DAY[1])


@transaction.atomic
def reschedule(module: ProgrammeModule) -> None:
    """Save the module's time, and move its items and gatherings to the dates that their weeks then have.

    Gatherings get a higher sequence number when their time changes, so that calendars follow.
    """
    span = span_of(module)
    module.ends_on = span.ends_on if span else None
    module.save()
    items = list(module.items.all())
    for item in items:
        set_item_dates(item, span)
    ProgrammeItem.objects.bulk_update(items, ["opens_on", "due_on"], batch_size=BATCH)
    for gathering in module.gatherings.filter(cancelled_at=None):
        before = gathering.starts_at
        set_gathering_time(gathering, span)
        if gathering.starts_at != before:
            gathering.sequence += 1
            gathering.save()
    touch(module)


@transaction.atomic
def reorder(items: Sequence[ProgrammeItem]) -> None:
    """Give items of one module and phase the order in which they come."""
    for position, item in enumerate(items, start=1):
        item.position = position
    ProgrammeItem.objects.bulk_update(items, ["position"], batch_size=BATCH)
    if items:
        touch(items[0].programme_module)


@transaction.atomic
def move_item(item: ProgrammeItem, to_module: ProgrammeModule, phase: str) -> ProgrammeItem:
    """Put an item last in a phase of a module of the same programme; what participants did with it goes along.

    Raises `AlreadyThere` when the module has the learning element, and ValueError for another programme's module.
    """
    if to_module.programme_id != item.programme_module.programme_id:
        raise ValueError("an item stays in its programme")
    if to_module.items.filter(thing=item.thing_id).exclude(pk=item.pk).exists():
        raise AlreadyThere(item.thing.label)
    moved = item.programme_module_id != to_module.pk
    item.position = _next_position(to_module, phase)
    item.programme_module, item.phase = to_module, phase
    if moved:
        set_item_dates(item, span_of(to_module))
    item.save()
    touch(to_module)
    return item


def _next_position(module: ProgrammeModule, phase: str) -> int:
    last = module.items.filter(phase=phase).order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def add_things(programme_module: ProgrammeModule, things: Iterable[Thing], phase: str) -> list[ProgrammeItem]:
    """Add learning elements last in a phase, in the order given; those the module has already are left out, and so is
    what is another programme's own.

    They get the weeks and dates of the item they come after, and in a module that has opened they are pinned at once.
    One that was taken out of the programme earlier comes back with what participants did with it.
    """
    there = set(programme_module.items.values_list("thing", flat=True))
    last = programme_module.items.filter(phase=phase).order_by("position").last()
    mine = (None, programme_module.programme_id)
    wanted = {thing.pk: thing for thing in things if thing.pk not in there and thing.own_to_id in mine}
    known = _taken_out(programme_module, wanted)
    pinned = has_opened(programme_module)
    items = []
    for position, thing in enumerate(wanted.values(), start=(last.position if last else 0) + 1):
        item = known.get(thing.pk) or ProgrammeItem(thing=thing)
        item.programme_module, item.phase, item.position, item.removed_at = programme_module, phase, position, None
        for name, value in _dates_of(last).items():
            setattr(item, name, value)
        if pinned and item.pinned_edition_id is None:
            item.pinned_edition_id = thing.current_edition_id
        items.append(item)
    ProgrammeItem.objects.bulk_create([item for item in items if item.pk is None], batch_size=BATCH)
    for item in known.values():
        item.save()
    touch(programme_module)
    return items


def _taken_out(module: ProgrammeModule, things: Iterable[UUID]) -> dict[UUID, ProgrammeItem]:
    """By thing: the item that was taken out of the programme last, first of all of this module."""
    rows = ProgrammeItem.with_removed.filter(
        thing__in=things, removed_at__isnull=False, programme_module__programme=module.programme_id,
        programme_module__removed_at=None,
    )  # fmt: skip
    in_order = sorted(rows.order_by("removed_at"), key=lambda row: row.programme_module_id == module.pk)
    return {row.thing_id: row for row in in_order}


def _dates_of(item: ProgrammeItem | None) -> dict[str, Any]:
    names = ("opens_week", "due_week", "opens_on", "due_on")
    return {name: getattr(item, name) for name in names} if item else {}


def has_opened(module: ProgrammeModule) -> bool:
    """Whether participants of a running programme have met the module."""
    programme = module.programme
    return programme.status == Programme.Status.RUNNING and not programme.is_template and module.has_opened()


@transaction.atomic
def pin_opened_modules(today: date) -> int:
    """Hold modules that participants have met to the editions they met; returns how many items were pinned.

    Two statements, whatever the number of programmes; a second run changes nothing.
    """
    running = Q(status=Programme.Status.RUNNING, opened=True) | Q(status=Programme.Status.COMPLETED)
    modules = (
        ProgrammeModule.objects.filter(programme__kind=Programme.Kind.DELIVERY)
        .annotate(status=F("programme__status"), opened=Q(starts_on__isnull=False, starts_on__lte=today))
        .filter(running)
    )
    newest = Thing.objects.filter(pk=OuterRef("thing")).values("current_edition")
    items = ProgrammeItem.objects.filter(
        programme_module__in=modules.values("pk"), pinned_edition=None, thing__current_edition__isnull=False
    ).update(pinned_edition=Subquery(newest))
    newest_module = Thing.objects.filter(pk=OuterRef("module")).values("current_edition")
    ProgrammeModule.objects.filter(
        pk__in=modules.values("pk"), pinned_edition=None, module__current_edition__isnull=False
    ).update(pinned_edition=Subquery(newest_module))
    return items


@transaction.atomic
def follow_correction(correction: Edition) -> int:
    """A correction reaches whoever holds on to the edition it corrects; returns how many. Two statements.

    Completed programmes stay as they were for ever.
    """
    held = {"pinned_edition__thing": correction.thing_id, "pinned_edition__number": correction.number}
    completed = Programme.objects.filter(status=Programme.Status.COMPLETED)
    # What was taken out comes back corrected.
    items = ProgrammeItem.with_removed.filter(**held).exclude(programme_module__programme__in=completed)
    modules = ProgrammeModule.with_removed.filter(**held).exclude(programme__in=completed)
    return items.update(pinned_edition=correction) + modules.update(pinned_edition=correction)


@transaction.atomic
def add_module(programme: Programme, thing: Thing) -> ProgrammeModule:
    """Add a module last, as long as the library says, starting when the one before it has ended.

    One that was taken out comes back as it was.
    """
    if known := ProgrammeModule.with_removed.filter(programme=programme, module=thing).order_by("-removed_at").first():
        put_back_module(known)
        return known
    last = programme.modules.order_by("position").last()
    facts = thing.current_edition.facts if thing.current_edition else {}
    module = ProgrammeModule(
        programme=programme, module=thing, position=(last.position if last else 0) + 1, weeks=facts.get("weeks") or 13
    )
    if last and last.ends_on:
        module.starts_on = last.ends_on + timedelta(days=1)
    if span := span_of(module):
        module.ends_on = span.ends_on
    module.save()
    touch(module)
    return module
