"""What a leader group writes together in a module, and who stands on a programme's network list."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.participation.models import LeaderGroup
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule

PHONE = RegexValidator(r"^\+?[0-9 ()-]{5,30}$", _("Write a phone number, for example +47 900 00 000."))


class Together(models.Model):
    """Something in the space of a leader group: a module's, or an element's of it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    leader_group = models.ForeignKey(LeaderGroup, on_delete=models.CASCADE, related_name="+")
    programme_module = models.ForeignKey(ProgrammeModule, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["created_at", "pk"]


class Contribution(Together):
    """What a member, or the course leader, says to a question. Without an element it is about the module as a whole."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="group_contributions"
    )
    item = models.ForeignKey(ProgrammeItem, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(Together.Meta):
        verbose_name = _("answer in a leader group")
        verbose_name_plural = _("answers in leader groups")

    def __str__(self) -> str:
        return f"{self.leader_group_id} {self.programme_module_id}"


class Decision(Together):
    """What the group agreed on. Any member may write on; who did last, and when, is said."""

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="group_decisions"
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Together.Meta):
        verbose_name = _("decision of a leader group")
        verbose_name_plural = _("decisions of leader groups")

    def __str__(self) -> str:
        return f"{self.leader_group_id} {self.programme_module_id}"


class NetworkEntry(models.Model):
    """A participant on the network list of a programme. Nobody stands there who did not ask to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="network_entries")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="network_entries")
    shows_role = models.BooleanField(_("My role"), default=True)
    shows_organisation = models.BooleanField(_("My organisation"), default=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True, validators=[PHONE])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("place on the network list")
        verbose_name_plural = _("places on the network list")
        constraints = [models.UniqueConstraint(fields=["user", "programme"], name="on_the_network_list_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.programme_id}"
