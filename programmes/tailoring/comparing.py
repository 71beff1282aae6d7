"""A programme beside its template, item by item: what was added, removed, moved or changed. Pure functions on plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.library.vocabulary import Phase
from programmes.tailoring.board import hours_and_minutes
from programmes.tailoring.plan import Plan, PlannedItem, PlannedModule
from programmes.tailoring.updates.lines import own_words


class Change(Enum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class ItemChange:
    """What happened to one element; `notes` say it in words: "from Leadership, preparation", "20 min, not 15 min"."""

    change: Change
    title: str
    language: str
    phase: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleComparison:
    """A module in both, or in one of them (`change`); minutes are None where it is missing."""

    title: str
    theme: str
    change: Change | None
    minutes_before: int | None
    minutes_now: int | None
    notes: tuple[str, ...] = ()
    items: list[ItemChange] = field(default_factory=list)

    @property
    def is_the_same(self) -> bool:
        return self.change is None and not self.items and not self.notes


# An element at a place: its module, and the item there.
Placed = tuple[PlannedModule, PlannedItem]


def compare(template: Plan, programme: Plan) -> list[ModuleComparison]:
    """The modules of the programme in their order, then those it no longer has."""
    before = {module.row.module_id: module for module in template.modules}
    now = {module.row.module_id: module for module in programme.modules}
    moves = _moves(before, now)
    found = [_module(before.get(key), module, moves) for key, module in now.items()]
    return found + [_module(module, None, moves) for key, module in before.items() if key not in now]


def totals(modules: Iterable[ModuleComparison]) -> Counter[Change]:
    """How many elements were added, removed, moved and changed."""
    return Counter(item.change for module in modules for item in module.items)


def _moves(before: dict[UUID, PlannedModule], now: dict[UUID, PlannedModule]) -> dict[tuple[UUID, UUID], Placed]:
    """Where elements came from that are in another module now: by their module and their own key."""
    left = {
        item.row.thing_id: (module, item)
        for key, module in before.items()
        for item in module.items
        if item.row.thing_id not in _things(now.get(key))
    }
    return {
        (key, item.row.thing_id): left.pop(item.row.thing_id)
        for key, module in now.items()
        for item in module.items
        if item.row.thing_id in left and item.row.thing_id not in _things(before.get(key))
    }


def _things(module: PlannedModule | None) -> set[UUID]:
    return {item.row.thing_id for item in module.items} if module else set()


def _module(
    before: PlannedModule | None, now: PlannedModule | None, moves: dict[tuple[UUID, UUID], Placed]
) -> ModuleComparison:
    shown = now or before
    if shown is None:
        raise ValueError("a module is in one of the two")
    change = None if before and now else (Change.ADDED if now else Change.REMOVED)
    return ModuleComparison(
        title=shown.title,
        theme=shown.theme,
        change=change,
        minutes_before=before.minutes if before else None,
        minutes_now=now.minutes if now else None,
        notes=tuple(_module_notes(before, now)),
        items=[*_there(before, now, moves), *_gone(before, now, moves)],
    )


def _module_notes(before: PlannedModule | None, now: PlannedModule | None) -> Iterator[str]:
    if before is None or now is None:
        return
    if before.row.weeks != now.row.weeks:
        yield _("%(now)s, not %(before)s") % {"now": _weeks(now.row.weeks), "before": _weeks(before.row.weeks)}
    if len(before.gatherings) != len(now.gatherings):
        words = ngettext("%(count)d gathering", "%(count)d gatherings", len(now.gatherings))
        yield _("%(now)s, not %(before)d") % {
            "now": words % {"count": len(now.gatherings)}, "before": len(before.gatherings),
        }  # fmt: skip


def _weeks(number: int) -> str:
    return ngettext("%(count)d week", "%(count)d weeks", number) % {"count": number}


def _there(
    before: PlannedModule | None, now: PlannedModule | None, moves: dict[tuple[UUID, UUID], Placed]
) -> Iterator[ItemChange]:
    """What is in the programme's module and differs from the template's."""
    earlier = {item.row.thing_id: item for item in before.items} if before else {}
    reordered = _reordered(before, now) if before and now else set()
    for item in now.items if now else ():
        key = item.row.thing_id
        came = moves.get((now.row.module_id, key)) if now else None
        if came:
            module, old = came
            place = _("from %(module)s, %(phase)s") % {"module": module.title, "phase": _phase(old)}
            yield _item(Change.MOVED, item, [place, *_notes(old, item)])
        elif key not in earlier:
            yield _item(Change.ADDED, item, [hours_and_minutes(item.minutes)] if item.minutes else [])
        elif earlier[key].row.phase != item.row.phase:
            place = _("from %(phase)s") % {"phase": _phase(earlier[key])}
            yield _item(Change.MOVED, item, [place, *_notes(earlier[key], item)])
        elif key in reordered:
            yield _item(Change.MOVED, item, [_("in another order"), *_notes(earlier[key], item)])
        elif notes := list(_notes(earlier[key], item)):
            yield _item(Change.CHANGED, item, notes)


def _gone(
    before: PlannedModule | None, now: PlannedModule | None, moves: dict[tuple[UUID, UUID], Placed]
) -> Iterator[ItemChange]:
    """What the template's module has and the programme has nowhere."""
    moved = {item.row.pk for _module, item in moves.values()}
    for item in before.items if before else ():
        if item.row.thing_id not in _things(now) and item.row.pk not in moved:
            yield _item(Change.REMOVED, item, [hours_and_minutes(item.minutes)] if item.minutes else [])


def _item(change: Change, item: PlannedItem, notes: Iterable[str]) -> ItemChange:
    return ItemChange(change, item.title, item.language, str(Phase(item.row.phase).label), tuple(notes))


def _phase(item: PlannedItem) -> str:
    return str(Phase(item.row.phase).label).lower()


def _reordered(before: PlannedModule, now: PlannedModule) -> set[UUID]:
    """Elements of the same phase in both whose place among the others there changed: as few as explain the order."""
    found: set[UUID] = set()
    for phase in Phase:
        there = {item.row.thing_id for item in now.phase(phase)}
        old = [item.row.thing_id for item in before.phase(phase) if item.row.thing_id in there]
        new = [item.row.thing_id for item in now.phase(phase) if item.row.thing_id in set(old)]
        blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
        kept = {key for block in blocks for key in new[block.b : block.b + block.size]}
        found |= set(new) - kept
    return found


def _notes(before: PlannedItem, now: PlannedItem) -> Iterator[str]:
    """What is different about an element itself."""
    if before.minutes != now.minutes:
        yield _("%(now)s, not %(before)s") % {
            "now": hours_and_minutes(now.minutes), "before": hours_and_minutes(before.minutes),
        }  # fmt: skip
    if before.row.required != now.row.required:
        yield _("required") if now.row.required else _("optional")
    if _own(before) != _own(now) and (words := own_words(now.row)):
        yield words
    elif _own(before) != _own(now):
        yield _("without own words")


def _own(item: PlannedItem) -> tuple[object, ...]:
    row = item.row
    return (dict(row.title_override), dict(row.introduction_override), row.speaker_override_id)
