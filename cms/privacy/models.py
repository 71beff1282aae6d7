"""What people asked us to do with their data, and what was removed because its time was over."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q

from cms.jobs.models import Job


def private_storage() -> Storage:
    """Files that no address leads to."""
    return storages["private"]


class DataExport(models.Model):
    """A copy of all that is stored about somebody, made by the worker; nobody else may fetch it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=10)
    file = models.FileField(storage=private_storage, upload_to="exports", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)


class ErasureRequest(models.Model):
    """Somebody wants to be erased. Until `due_at` they may take it back; afterwards the row tells that it was done.

    `removed`: how many rows of each table, by the model's label.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    removed = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(done_at__isnull=True), name="one_erasure_waits")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RetentionRun(models.Model):
    """What one night's round removed. `removed`: how many rows of each table, by the model's label."""

    ran_at = models.DateTimeField(auto_now_add=True)
    removed = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        ordering = ["-ran_at", "-pk"]

    def __str__(self) -> str:
        return str(self.ran_at)
