"""What lives in one programme: begun there, and moved to the library when others are to find it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.accounts.models import User
from programmes.library.models import LearningElement, LibraryObject, Thing
from programmes.library.services import MODELS, free_code

# Written to Wagtail's log, on every language of what was moved.
MOVED = "programmes.to_library"


@transaction.atomic
def start(kind: str, title: str, written_in: str, owner: int, by: User, /, **facts: Any) -> LibraryObject:
    """A draft in one language that only the programme `owner` (a primary key) has; what it lacks is written later.

    Raises Locale.DoesNotExist for a language that the site does not have.
    """
    row = MODELS[kind](
        translation_key=uuid.uuid4(), locale=Locale.objects.get(language_code=written_in), title=title, live=False,
        has_unpublished_changes=True, **facts,
    )  # fmt: skip
    # Before its row: no moment in which everybody could find it.
    Thing.objects.create(pk=row.translation_key, kind=kind, label=title, code=free_code(row), own_to_id=owner)
    row.save()
    # Not checked: a draft may lack what it needs to be published.
    row.save_revision(user=by, clean=False)
    return row


def guests_of(thing: Thing) -> list[Thing]:
    """The speakers and cases that an element names and that are its programme's own too. Two queries."""
    rows = LearningElement.objects.filter(translation_key=thing.pk).values_list("speaker", "case")
    named = {key for pair in rows for key in pair if key}
    return list(Thing.objects.filter(pk__in=named, own_to=thing.own_to_id)) if thing.own_to_id else []


@transaction.atomic
def move_to_library(thing: Thing, by: User) -> list[Thing]:
    """Let everybody find what was one programme's own, and whomever it names; returns all that was moved, it first.

    Nothing else changes: items, editions and progress point at the thing as before. Moving twice is moving once.
    """
    moved = [each for each in (thing, *guests_of(thing)) if _move(each)]
    for each in moved:
        for row in MODELS[each.kind]._default_manager.filter(translation_key=each.pk):
            log(instance=row, action=MOVED, user=by)
            # As any change of a row, so that whoever remembers what the public sees forgets it.
            row.save(update_fields=["updated_at"])
    return moved


def _move(thing: Thing) -> bool:
    return bool(Thing.objects.filter(pk=thing.pk, own_to__isnull=False).update(own_to=None))
