"""Taking a newer edition or staying with the older one, for one place in a programme or for hundreds.

Every place is decided about as it was seen: if there is a still newer edition by now, or somebody else has decided, it
is left alone. So two people who decide at once don't undo one another, and a job may run twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.library.comparison import compare, versions
from programmes.library.models import Edition
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.updates import history, waiting
from programmes.tailoring.updates.waiting import Row

BATCH = history.BATCH

# The field of an element's edition that each of an item's own words stands in for.
OWN = {
    "title": "title_override",
    "lead": "introduction_override",
    "minutes": "minutes_override",
    "speaker": "speaker_override_id",
}


class Choice(models.TextChoices):
    TAKE = "take", _("Use the update")
    TAKE_KEEPING = "take_keeping", _("Use the update, keep our own words")
    KEEP = "keep", _("Keep this edition")


@dataclass(frozen=True)
class Target:
    """A place in a programme with the newest edition that somebody saw there: "item-12-3", "module-4-2"."""

    kind: str
    pk: int
    seen: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.pk}-{self.seen}"

    @classmethod
    def read(cls, text: str) -> Target:
        """ValueError for what is no target."""
        kind, pk, seen = text.split("-")
        if kind not in ("item", "module"):
            raise ValueError(text)
        return cls(kind, int(pk), int(seen))


def target_of(row: Row) -> Target:
    """The place of a row with the edition that the library has now."""
    newest = row.held.current_edition
    return Target("item" if isinstance(row, ProgrammeItem) else "module", row.pk, newest.number if newest else 0)


def programme_of(row: Row) -> Programme:
    return row.programme_module.programme if isinstance(row, ProgrammeItem) else row.programme


def own_fields(row: Row) -> frozenset[str]:
    """The fields of the element that a programme says in its own words."""
    if not isinstance(row, ProgrammeItem):
        return frozenset()
    return frozenset(field for field, override in OWN.items() if getattr(row, override))


@dataclass(frozen=True)
class Outcome:
    """The ids of the programmes in which something was decided, and how many places were left alone."""

    programmes: frozenset[int]
    late: int


def decide(
    choice: str,
    targets: Sequence[Target],
    by: User,
    batch: UUID,
    progress: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Decide about places in running programmes that `by` decides about; `batch` marks them in the history.

    A constant number of queries for `BATCH` places. `progress` is told how many places are done.
    """
    decided: list[Row] = []
    for start in range(0, len(targets), BATCH):
        decided += _decide(Choice(choice), targets[start : start + BATCH], by, batch)
        progress(min(start + BATCH, len(targets)))
    return Outcome(frozenset(programme_of(row).pk for row in decided), len(targets) - len(decided))


@transaction.atomic
def _decide(choice: Choice, targets: Sequence[Target], by: User, batch: UUID) -> list[Row]:
    rows = _lock(choice, targets, by)
    events = [_event(row) for row in rows]
    if choice is Choice.KEEP:
        _decline(rows)
    else:
        _take(rows, keep_words=choice is Choice.TAKE_KEEPING)
    _touch(rows)
    history.remember(history.action_of(choice), events, by, batch)
    waiting.forget_counts()
    return rows


def _lock(choice: Choice, targets: Sequence[Target], by: User) -> list[Row]:
    """The rows as they were seen, held until the end. Taking is possible too after somebody kept the older edition."""
    seen = {(target.kind, target.pk): target.seen for target in targets}
    wanted = {kind: [pk for name, pk in seen if name == kind] for kind in ("item", "module")}
    items, modules = waiting.rows_of(waiting.decided_by(by), undecided=choice is Choice.KEEP)
    rows: list[Row] = [
        *items.filter(pk__in=wanted["item"]).select_for_update(of=("self",)),
        *modules.filter(pk__in=wanted["module"]).select_for_update(of=("self",)),
    ]
    return [row for row in rows if target_of(row).seen == seen[target_of(row).kind, row.pk]]


def _event(row: Row) -> history.Event:
    return history.Event(programme_of(row), row.held.label, str(row.pinned_edition), str(row.held.current_edition))


def _decline(rows: Sequence[Row]) -> None:
    for places, newest in _places(rows):
        places.update(declined=newest("number"))


def _take(rows: Sequence[Row], keep_words: bool) -> None:
    if not keep_words:
        _drop_words(rows)
    for places, newest in _places(rows):
        places.update(pinned_edition=newest("pk"), declined=None)


def _places(rows: Sequence[Row]) -> Iterator[tuple[QuerySet[Any], Callable[[str], Case]]]:
    """The items among the rows, then the modules: a queryset, and what their newest editions have in a field."""
    for model, thing in ((ProgrammeItem, "thing"), (ProgrammeModule, "module")):
        some = [row for row in rows if isinstance(row, model)]
        if some:
            newest = {row.held.pk: row.held.current_edition for row in some}
            yield model._default_manager.filter(pk__in=[row.pk for row in some]), partial(_newest, thing, newest)


def _newest(thing: str, editions: Mapping[UUID, Edition | None], field: str) -> Case:
    return Case(*(When(**{thing: key}, then=Value(getattr(edition, field))) for key, edition in editions.items()))


def _drop_words(rows: Sequence[Row]) -> None:
    """Take away a programme's own words where the library says something new."""
    changed, without = changed_fields(rows), []
    for row in rows:
        met = own_fields(row) & changed.get(row.pinned_edition_id or 0, frozenset())
        for field in met:
            setattr(row, OWN[field], LocalisedText() if field in ("title", "lead") else None)
        if met and isinstance(row, ProgrammeItem):
            without.append(row)
    names = [name.removesuffix("_id") for name in OWN.values()]
    ProgrammeItem.objects.bulk_update(without, names, batch_size=BATCH)


def changed_fields(rows: Iterable[Row]) -> Mapping[int, frozenset[str]]:
    """By the id of the edition that is held: the fields in which the newest one differs. Only for rows with own words.

    At most two queries for each library object.
    """
    with_words = [row for row in rows if own_fields(row)]
    pairs = {(row.pinned_edition, row.held.current_edition) for row in with_words}
    known = versions([edition for pair in pairs for edition in pair if edition]) if pairs else {}
    kinds = {row.pinned_edition_id: row.held.kind for row in with_words}
    return {
        before.pk: compare(kinds[before.pk], known[before.pk], known[after.pk]).fields
        for before, after in pairs
        if before and after
    }


def _touch(rows: Iterable[Row]) -> None:
    """Whoever edits one of these modules now is told that it changed."""
    now = timezone.now()
    rows = list(rows)
    modules = {row.programme_module_id if isinstance(row, ProgrammeItem) else row.pk for row in rows}
    ProgrammeModule.objects.filter(pk__in=modules).update(updated_at=now)
    Programme.objects.filter(pk__in={programme_of(row).pk for row in rows}).update(updated_at=now)


def corrected(edition: Edition, batch: UUID, progress: Callable[[int, int], None]) -> int:
    """Write into the history of every programme that shows a correction that it was corrected; once, if run twice.

    Returns how many programmes. `progress` is told how many of them are done.
    """
    holding = models.Q(modules__pinned_edition=edition) | models.Q(modules__items__pinned_edition=edition)
    shown = Programme.objects.filter(holding).distinct().order_by("pk").exclude(pk__in=history.remembered(batch))
    programmes = list(shown.only("pk", "title"))
    thing = edition.thing
    for start in range(0, len(programmes), BATCH):
        some = programmes[start : start + BATCH]
        events = [history.Event(programme, thing.label, str(edition.number), str(edition)) for programme in some]
        history.remember(history.CORRECTED, events, edition.published_by, batch)
        progress(start + len(some), len(programmes))
    return len(programmes)
