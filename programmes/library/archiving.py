"""Taking library objects out of use without losing them.

What is archived is offered no more, in choosers or to visitors. Programmes that have it keep it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.pages import changes
from programmes.library.models import LibraryObject, Thing

ARCHIVED, BACK = "programmes.library.archived", "programmes.library.brought_back"
BATCH = 50


def archived(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those rows of a library model that are archived."""
    return rows.filter(_is_archived())


def in_use(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that are not."""
    return rows.filter(~_is_archived())


def _is_archived() -> Exists:
    return Exists(Thing.objects.filter(pk=OuterRef("translation_key"), archived_at__isnull=False))


@transaction.atomic
def archive(model: type[LibraryObject], keys: Collection[UUID], by: User) -> int:
    """Archive the things with these keys; returns how many were not archived already. Few statements for any number."""
    things = Thing.objects.filter(pk__in=keys, archived_at=None)
    return _change(model, things, ARCHIVED, by, archived_at=timezone.now())


@transaction.atomic
def bring_back(model: type[LibraryObject], keys: Collection[UUID], by: User) -> int:
    """The opposite of `archive`; returns how many were archived."""
    things = Thing.objects.filter(pk__in=keys, archived_at__isnull=False)
    return _change(model, things, BACK, by, archived_at=None)


def _change(model: type[LibraryObject], things: QuerySet[Thing], action: str, by: User, **values: Any) -> int:
    keys = list(things.values_list("pk", flat=True))
    Thing.objects.filter(pk__in=keys).update(**values)
    remember(model, keys, action, by)
    # `update` sends no signal, and the public site remembers what it shows.
    changes.changed()
    return len(keys)


def remember(model: type[LibraryObject], keys: Collection[UUID], action: str, by: User, **data: Any) -> None:
    """Write into the history of every language of these things what somebody did. Two statements for `BATCH` rows."""
    content_type, now = ContentType.objects.get_for_model(model), timezone.now()
    rows = model._default_manager.filter(translation_key__in=keys)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=content_type, object_id=str(row.pk), label=str(row), action=action, data=data,
                timestamp=now, user=by, content_changed=False,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )  # fmt: skip


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log what these entries are called."""
    actions.register_action(ARCHIVED, _("Archive"), _("Archived"))
    actions.register_action(BACK, _("Bring back"), _("Brought back from the archive"))
