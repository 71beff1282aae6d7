"""A list of participants on its way in, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.lists.models import HandedIn
from programmes.tailoring.models import Programme


class ParticipantImport(HandedIn):
    """One list. `preview`: see `lists.preview`; `made`: of `organisations, groups, accounts, enrolments`."""

    programme = models.ForeignKey(Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="+")
    create_groups = models.BooleanField(_("make organisations and leader groups that are missing"), default=False)
    send_invitation = models.BooleanField(_("invite by mail"), default=True)

    class Meta(HandedIn.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["handed_in", "read", "confirmed"], content__isnull=False)
                | Q(state__in=["wrong", "done", "undoing", "undone"], content__isnull=True),
                name="participant_list_kept_until_used",
            ),
        ]
