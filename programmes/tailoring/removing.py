"""Taking modules and items out of a programme, and putting them back with what participants did with them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.touching import touch


class AlreadyThere(ValueError):
    """The module has this learning element already, or the programme this module."""


@transaction.atomic
def remove(item: ProgrammeItem) -> None:
    """Take an item out of its programme. What participants did with it is kept with it."""
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    touch(item.programme_module)


@transaction.atomic
def put_back(item: ProgrammeItem) -> None:
    """Put an item back where it was. Raises `AlreadyThere` when its module got the learning element again."""
    if item.programme_module.items.filter(thing=item.thing_id).exclude(pk=item.pk).exists():
        raise AlreadyThere(item.thing.label)
    item.removed_at = None
    item.save(update_fields=["removed_at"])
    touch(item.programme_module)


@transaction.atomic
def remove_module(module: ProgrammeModule) -> None:
    """Take a module out of its programme, with its items and gatherings. All of it is kept."""
    now = timezone.now()
    module.items.update(removed_at=now)
    module.gatherings.update(removed_at=now, sequence=F("sequence") + 1)
    module.removed_at = now
    module.save(update_fields=["removed_at"])
    touch(module)


@transaction.atomic
def put_back_module(module: ProgrammeModule) -> None:
    """Put a module back where it was, with what was taken out together with it.

    Raises `AlreadyThere` when the programme got the module again. One that stands there stays as it is.
    """
    if module.removed_at is None:
        return
    others = ProgrammeModule.objects.filter(programme=module.programme_id, module=module.module_id)
    if others.exists():
        raise AlreadyThere(module.module.label)
    together = {"programme_module": module, "removed_at": module.removed_at}
    ProgrammeItem.with_removed.filter(**together).update(removed_at=None)
    Gathering.with_removed.filter(**together).update(removed_at=None, sequence=F("sequence") + 1)
    module.removed_at = None
    module.save(update_fields=["removed_at"])
    touch(module)


def has_removed_modules(programme: Programme) -> bool:
    """Whether anything was ever taken out of the programme: asked much faster than what can be put back."""
    return ProgrammeModule.with_removed.filter(programme=programme, removed_at__isnull=False).exists()


def removed_modules(programme: Programme) -> QuerySet[ProgrammeModule]:
    """What can be put back into a programme, the latest first; nothing that stands in it again."""
    standing = ProgrammeModule.objects.filter(programme=programme).values("module")
    rows = ProgrammeModule.with_removed.filter(programme=programme, removed_at__isnull=False)
    return rows.exclude(module__in=standing).order_by("-removed_at")


def removed_items(module: ProgrammeModule) -> QuerySet[ProgrammeItem]:
    """What can be put back into a module, the latest first; nothing that stands in it again."""
    standing = ProgrammeItem.objects.filter(programme_module=module).values("thing")
    rows = ProgrammeItem.with_removed.filter(programme_module=module, removed_at__isnull=False)
    return rows.exclude(thing__in=standing).order_by("-removed_at")
