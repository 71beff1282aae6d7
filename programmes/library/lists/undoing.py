"""Taking back what an import made, as far as nobody has gone on with it since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from programmes.library import usage
from programmes.library.lists.models import LibraryImport
from programmes.library.models import LibraryObject, Thing
from programmes.library.services import MODELS

USED = "used"


def untouched(row: LibraryImport) -> tuple[list[int], list[int]]:
    """The rows that go and the drafts' rows that get back what they had: those that nobody has saved, published or
    used since. A fixed number of queries."""
    model = MODELS[row.kind]
    rows = model._default_manager.filter(pk__in=row.made.get("rows", []), live=False, latest_revision=None)
    keys = dict(rows.values_list("pk", "translation_key"))
    used = usage.counts(set(keys.values()))
    going = [pk for pk, key in keys.items() if not used[key]]
    return going, _still(model, row.made.get("drafts", []))


def objects_untouched(row: LibraryImport) -> int:
    """How many things that is; one with two languages has two rows."""
    rows, drafts = untouched(row)
    going = MODELS[row.kind]._default_manager.filter(pk__in=[*rows, *drafts])
    return going.values("translation_key").distinct().order_by().count()


def _still(model: type[LibraryObject], drafts: list[list[int]]) -> list[int]:
    wanted = {pk: revision for pk, revision, _before in drafts}
    now = model._default_manager.filter(pk__in=wanted).values_list("pk", "latest_revision", "live_revision")
    return [pk for pk, latest, live in now if latest == wanted[pk] != live]


def step(pk: UUID) -> int | None:
    """Take everything back that can be, at once: it is few statements."""
    with transaction.atomic():
        locked = LibraryImport._default_manager.select_for_update(of=("self",))
        row = locked.filter(pk=pk, state=LibraryImport.State.UNDOING).first()
        if row is None:
            return None
        rows, drafts = untouched(row)
        model = MODELS[row.kind]
        model._default_manager.filter(pk__in=rows).delete()
        things = _empty(model, row.made.get("things", []))
        Thing.objects.filter(pk__in=things).delete()
        _put_back(model, row.made.get("drafts", []), set(drafts))
        row.taken_back = {"rows": len(rows), "things": len(things), "drafts": len(drafts)}
        kept = len(row.made.get("things", [])) - len(things) + len(row.made.get("drafts", [])) - len(drafts)
        row.kept, row.made, row.state = ({USED: kept} if kept else {}), {}, LibraryImport.State.UNDONE
        row.save(update_fields=["taken_back", "kept", "made", "state"])
    return None


def _empty(model: type[LibraryObject], keys: list[str]) -> list[UUID]:
    """Those things that have no row any more, and were never published."""
    left = model._default_manager.filter(translation_key__in=keys).values("translation_key")
    return list(Thing.objects.filter(~Q(pk__in=left), pk__in=keys, current_edition=None).values_list("pk", flat=True))


def _put_back(model: type[LibraryObject], drafts: list[list[Any]], going: set[int]) -> None:
    before = {pk: earlier for pk, _revision, earlier in drafts if pk in going}
    rows = list(model._default_manager.filter(pk__in=before))
    for row in rows:
        row.latest_revision_id = before[row.pk]
        row.has_unpublished_changes = before[row.pk] is not None and before[row.pk] != row.live_revision_id
    model._default_manager.bulk_update(rows, ["latest_revision", "has_unpublished_changes"])
