"""Who supplies a client's participants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.participation.models import Organisation
from programmes.tailoring.models import Programme


class Coordinator(models.Model):
    """A person of a client's who keeps the list of its participants in one programme. Logs in by code, as they do."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("coordinator"), on_delete=models.CASCADE, related_name="coordinates"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="coordinators")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="coordinators"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ["programme", "organisation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme", "organisation"], name="coordinates_an_organisation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"
