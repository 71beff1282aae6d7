"""Writing, sharing and taking back. Whoever calls came through `access`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from programmes.participation.reflections.models import Letter, Reflection
from programmes.participation.sealing.boxes import Unreadable
from programmes.participation.writing.forms import Saved, Written, bring_together
from programmes.tailoring.models import ProgrammeItem, ProgrammeModule


def with_exercise(user: User, item: ProgrammeItem) -> Reflection:
    """The user's reflection with an element, or an empty one that is not saved. One query."""
    found = Reflection.objects.filter(author=user, item=item).first() or Reflection(author=user)
    found.item, found.programme_module = item, item.programme_module
    return found


@sensitive_variables()
@transaction.atomic
def write_with(user: User, item: ProgrammeItem, written: Sequence[Written]) -> Saved:
    """Save what the user wrote with an element. Raises MissingKey, and Unreadable when what is stored can't be read."""
    Reflection.objects.bulk_create(
        [Reflection(author=user, item=item, programme_module=item.programme_module)], ignore_conflicts=True
    )
    return write_in(Reflection.objects.select_for_update().get(author=user, item=item), written)


@sensitive_variables()
@transaction.atomic
def write(entry: Reflection, written: Sequence[Written]) -> Saved:
    """Save what the writer wrote in an entry of theirs, with all that was stored meanwhile."""
    return write_in(Reflection.objects.select_for_update().get(pk=entry.pk), written)


@sensitive_variables()
def write_in(entry: Reflection | Letter, written: Sequence[Written]) -> Saved:
    """Save in a row that is locked, with what stands there. Raises MissingKey and Unreadable."""
    stored = entry.unseal()
    saved = bring_together(written, stored)
    if saved.texts != stored:
        entry.seal(saved.texts)
        entry.save(update_fields=["key", "box", "updated_at"])
    return saved


def begin(user: User, module: ProgrammeModule) -> Reflection:
    """A free entry in a module: the empty one there is, otherwise a new one."""
    empty = Reflection.objects.filter(author=user, programme_module=module, item=None, box=b"").first()
    return empty or Reflection.objects.create(author=user, programme_module=module)


def share(entry: Reflection, *, for_leader_group: bool, for_course_leader: bool) -> None:
    """Let others read the entry, or no longer. It counts from this moment, and moves the entry nowhere."""
    Reflection.objects.filter(pk=entry.pk).update(
        for_leader_group=for_leader_group, for_course_leader=for_course_leader
    )


def delete(entry: Reflection) -> None:
    """Gone for good: there is no copy of it."""
    entry.delete()


@sensitive_variables()
def texts_of(entry: Reflection | Letter) -> list[str] | None:
    """What stands in an entry; None when it can't be read."""
    try:
        return entry.unseal()
    except Unreadable:
        return None
