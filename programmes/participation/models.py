"""Who takes part, in which leader group, and what they have marked as done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from localisation.fields import LocalisedTextField
from programmes.library.vocabulary import Country, Sector
from programmes.tailoring.models import Programme, ProgrammeItem


class Organisation(models.Model):
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = LocalisedTextField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name)


class LeaderGroup(models.Model):
    """Six to twelve leaders of one organisation who go through a programme together."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="leader_groups"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="leader_groups"
    )
    slug = models.SlugField(max_length=80)
    name = LocalisedTextField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("leader group")
        verbose_name_plural = _("leader groups")
        ordering = ["programme", "organisation", "slug"]
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="leader_group_address_once")]

    def __str__(self) -> str:
        return str(self.name)


class Enrolment(models.Model):
    """A person's place in a leader group. Their language is their own, not the group's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("participant"), on_delete=models.CASCADE, related_name="enrolments"
    )
    leader_group = models.ForeignKey(
        LeaderGroup, verbose_name=_("leader group"), on_delete=models.CASCADE, related_name="enrolments"
    )
    role = LocalisedTextField(_("role"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["leader_group", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "leader_group"], name="enrolled_once_a_group")]

    def __str__(self) -> str:
        return str(self.user)


class Opening(models.Model):
    """When a participant last opened an item, so that they can go on where they left off."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="openings")
    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"


class Completion(models.Model):
    """A participant marked an item as done. Belongs to the person, so whoever is in two groups marks it once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions")
    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="completions")
    completed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="completed_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"
