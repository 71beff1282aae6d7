"""A list of library objects on its way in, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.lists.models import HandedIn
from programmes.library.vocabulary import ThingKind


class LibraryImport(HandedIn):
    """One list of one kind. `made`: {things: keys, rows: ids of drafts, drafts: [[row, revision, the one before]]}."""

    kind = models.CharField(_("kind"), max_length=10, choices=ThingKind.choices)
    # What is there already gets a draft with what the list says; otherwise it stays as it is.
    update_existing = models.BooleanField(default=False)

    class Meta(HandedIn.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["handed_in", "read", "confirmed"], content__isnull=False)
                | Q(state__in=["wrong", "done", "undoing", "undone"], content__isnull=True),
                name="library_list_kept_until_used",
            ),
        ]
