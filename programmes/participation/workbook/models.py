"""Documents that participants ask for, and a programme's rule for who has completed it."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.jobs.models import Job
from programmes.tailoring.models import Programme


def private_storage() -> Storage:
    """Files that no address leads to."""
    return storages["private"]


class CompletionRule(models.Model):
    """Who gets a certificate of completion. A programme without a row has the usual rule."""

    class Rule(models.TextChoices):
        ELEMENTS = "elements", _("Whoever has marked every required element as done")
        MOST = "most", _("Whoever has marked at least 80 per cent of the required elements as done")
        ATTENDED = "attended", _("Whoever was at every gathering, or at all but one")
        ENDED = "ended", _("Every participant, once the programme is completed")

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="completion_rule")
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices, default=Rule.MOST)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rule__in=["elements", "most", "attended", "ended"]), name="completion_rule_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_rule_display()


class ParticipantDocument(models.Model):
    """The newest workbook or certificate that somebody asked for; the worker fills in the file.

    The file is sealed, since the workbook holds reflections: `key` names the key, and is empty until it is made.
    """

    class Kind(models.TextChoices):
        WORKBOOK = "workbook", _("Workbook")
        CERTIFICATE = "certificate", _("Certificate")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="documents")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = models.CharField(max_length=10)
    file = models.FileField(storage=private_storage, upload_to="participants", max_length=200, blank=True)
    key = models.CharField(max_length=40, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "programme", "kind"], name="document_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=["workbook", "certificate"]), name="document_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.programme_id}"
