"""After-work: a text and files, by a person or by a leader group, and what the course leader says to it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.participation.models import LeaderGroup
from programmes.tailoring.models import ProgrammeItem


def private_storage() -> Storage:
    """Files that no address leads to."""
    return storages["private"]


def file_path(file: DeliveredFile, name: str) -> str:
    """Where a file lies: under names that nobody chose, so that nobody can choose a harmful one."""
    return f"deliveries/{file.delivery.uuid}/{file.uuid}"


class Delivery(models.Model):
    """Belongs to an author or to a leader group. Without `delivered_at` it is a draft that others don't see."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="deliveries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="deliveries")
    leader_group = models.ForeignKey(LeaderGroup, null=True, on_delete=models.CASCADE, related_name="deliveries")
    text = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = _("delivered after-work")
        verbose_name_plural = _("delivered after-work")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=True, leader_group__isnull=False)
                | Q(author__isnull=False, leader_group__isnull=True),
                name="delivery_by_person_or_group",
            ),
            models.UniqueConstraint(fields=["item", "author"], name="delivery_once_a_person"),
            models.UniqueConstraint(fields=["item", "leader_group"], name="delivery_once_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.author_id or self.leader_group_id}"

    @property
    def is_delivered(self) -> bool:
        return self.delivered_at is not None


class DeliveredFile(models.Model):
    """A file of a delivery. `kind` is what its content says it is."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.FileField(storage=private_storage, upload_to=file_path, max_length=200)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("delivered file")
        verbose_name_plural = _("delivered files")
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Feedback(models.Model):
    """What the course leader answers. From then on the delivery stays as it is."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="feedback")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("feedback"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("feedback on after-work")
        verbose_name_plural = _("feedback on after-work")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id}"
