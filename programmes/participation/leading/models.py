"""What the course leader wrote to participants: a record of each message, and who got it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from localisation.fields import LocalisedTextField
from programmes.participation.models import LeaderGroup
from programmes.tailoring.models import Programme


class ProgrammeMessage(models.Model):
    """A message that was sent. The key comes from the form, so that pressing twice sends once."""

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody in the programme")
        GROUP = "group", _("One leader group")
        UNOPENED = "unopened", _("Those who have opened nothing of the module going on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="messages")
    audience = models.CharField(_("to"), max_length=10, choices=Audience.choices)
    leader_group = models.ForeignKey(LeaderGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    subject = LocalisedTextField(_("subject"), max_length=200)
    text = LocalisedTextField(_("text"), long=True)
    recipients = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="programme_messages")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("message to participants")
        verbose_name_plural = _("messages to participants")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=["everybody", "group", "unopened"]), name="message_audience_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)
