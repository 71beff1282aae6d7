"""Tables of answers that staff hand in: sealed until the worker has made ballots of them, and gone after a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from assessments.ballots.models import Round
from assessments.instruments.models import InstrumentVersion
from cms.jobs.models import Job
from programmes.tailoring.models import Programme


class ImportKey(models.Model):
    """The public half of a key for which the web process seals what is handed in. The other half is the worker's."""

    public = models.BinaryField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class AnswerImport(models.Model):
    """One table on its way to becoming a round. Nothing readable here is an answer.

    `preview`: {rows, units: [{path, new}]} once it was read; `problems`: [{row, column, message}], the first of
    `problem_count`.
    """

    class State(models.TextChoices):
        HANDED_IN = "handed_in"
        READ = "read"
        WRONG = "wrong"
        CONFIRMED = "confirmed"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="+")
    k = models.PositiveSmallIntegerField()
    detail_from = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    create_units = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HANDED_IN)
    key = models.ForeignKey(ImportKey, null=True, on_delete=models.PROTECT, related_name="imports")
    sealed = models.BinaryField(null=True, editable=False)
    preview = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    round = models.OneToOneField(Round, null=True, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["handed_in", "read", "confirmed"], sealed__isnull=False, key__isnull=False)
                | Q(state__in=["wrong", "done"], sealed__isnull=True, key__isnull=True),
                name="answer_import_sealed_until_used",
            ),
            models.CheckConstraint(
                condition=Q(state="done", round__isnull=False) | (~Q(state="done") & Q(round__isnull=True)),
                name="answer_import_done_has_round",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
