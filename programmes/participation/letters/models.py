"""Which mails a participant wants, and what participants have been told already."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.tailoring.models import Gathering, ProgrammeItem


class MailChoice(models.Model):
    """A person's three switches. Whoever has no row has all of them on."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice")
    gatherings = models.BooleanField(_("Reminders of gatherings"), default=True)
    deadlines = models.BooleanField(_("Reminders of deadlines"), default=True)
    digest = models.BooleanField(_("The week ahead"), default=True)

    def __str__(self) -> str:
        return str(self.user_id)


class ToldDeadline(models.Model):
    """A participant was reminded of an item's deadline. It happens once, also when the deadline is moved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_deadlines")
    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="told")
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="deadline_told_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"


class Announced(models.Model):
    """A gathering's time as its participants know it. Where the gathering says something else, they are told."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="announced")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    off = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.gathering_id)
