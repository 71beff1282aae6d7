"""A module is opened by hand before its day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from programmes.library.vocabulary import Phase
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.schedule import Span
from programmes.tailoring.services import BATCH, pin_opened_modules, span_of
from programmes.tailoring.touching import touch


def can_open(module: ProgrammeModule, today: date) -> bool:
    """Whether the module is still to come, in a programme that runs."""
    running = module.programme.status == Programme.Status.RUNNING and not module.programme.is_template
    return running and module.starts_on is not None and module.starts_on > today


@transaction.atomic
def open_now(module: ProgrammeModule, today: date) -> bool:
    """Let the module begin today; False when it can't, which changes nothing.

    What was to open on the first day opens now. Deadlines, gatherings and the last day keep their dates: the weeks they
    are in are counted from the new first day.
    """
    module = ProgrammeModule.objects.select_for_update().select_related("programme").get(pk=module.pk)
    if not can_open(module, today):
        return False
    planned = span_of(module)
    earlier = _weeks_gained(planned, today) if planned else 0
    first_day = module.starts_on
    module.starts_on, module.weeks = today, module.weeks + earlier
    module.save(update_fields=["starts_on", "weeks"])
    _move_items(module, first_day, earlier)
    for gathering in module.gatherings.filter(week__isnull=False):
        gathering.week = (gathering.week or 0) + earlier
        gathering.save(update_fields=["week"])
    touch(module)
    pin_opened_modules(today)
    return True


def _weeks_gained(planned: Span, today: date) -> int:
    begun_today = Span(today, planned.weeks, planned.pause_from, planned.pause_to)
    return begun_today.week_of(planned.monday_of(1)) - 1


def _move_items(module: ProgrammeModule, first_day: date | None, earlier: int) -> None:
    items = list(module.items.all())
    for item in items:
        opens_first = item.opens_on is None or (first_day is not None and item.opens_on <= first_day)
        if item.phase == Phase.PREPARATION and opens_first:
            item.opens_on, item.opens_week = module.starts_on, 1 if item.opens_week else None
        elif item.opens_week:
            item.opens_week += earlier
        if item.due_week:
            item.due_week += earlier
    ProgrammeItem.objects.bulk_update(items, ["opens_on", "opens_week", "due_week"], batch_size=BATCH)
