"""What a client was offered, and what they said. Nothing here is ever changed; what happens later is a row of its own.

AgreementText          the terms, or the data-processing agreement, in one version
Offer                  a programme as it was when it was offered: version 1, 2, ...
  OfferDocument        the same as a PDF, one a language
  Acceptance           the client's yes: at most one
  Comment              the client's words
  Withdrawal           the institute takes it back: at most one
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from localisation.fields import LocalisedTextField
from programmes.library.models import Immutable
from programmes.tailoring.models import Programme

TOKEN_BYTES = 32


def new_token() -> str:
    """The secret part of an offer's address, which nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def private_storage() -> Storage:
    """Files that no address leads to."""
    return storages["private"]


class KeptQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise Immutable("what was offered and answered is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Immutable("what was offered and answered is never deleted")


class Kept(models.Model):
    """A row that is written once."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("what was offered and answered is never changed")
        super().save(*args, **kwargs)


class AgreementText(Kept):
    class Kind(models.TextChoices):
        TERMS = "terms", _("Terms")
        DATA_PROCESSING = "data_processing", _("Data processing agreement")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField(_("version"), editable=False)
    text = LocalisedTextField(_("text"), long=True)
    is_example = models.BooleanField(
        _("example text"), default=False, help_text=_("Offers say that the text is an example, not an agreement.")
    )
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("agreement text")
        verbose_name_plural = _("agreement texts")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="agreement_text_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=["terms", "data_processing"]), name="agreement_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class Offer(Kept):
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveIntegerField(_("version"))
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    # All that the offer says, in every language it is given in; see `freezing`.
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    valid_until = models.DateField(_("valid until"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["programme", "-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="offer_numbered_once")]

    def __str__(self) -> str:
        return f"{self.programme} ({self.number})"


class OfferDocument(Kept):
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="documents")
    language = models.CharField(max_length=10)
    file = models.FileField(storage=private_storage, upload_to="offers", max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "language"], name="offer_document_once_a_language")]

    def __str__(self) -> str:
        return str(self.file)


class Acceptance(Kept):
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="acceptance")
    name = models.CharField(_("name"), max_length=100)
    title = models.CharField(_("job title"), max_length=100)
    email = models.EmailField(_("e-mail"))
    # Of what they said yes to.
    digest = models.CharField(max_length=64)
    accepted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Comment(Kept):
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="comments")
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    text = models.TextField(_("comment"))
    # The same words from the same person are one comment.
    fingerprint = models.CharField(max_length=64)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["offer", "fingerprint"], name="offer_comment_once")]

    def __str__(self) -> str:
        return self.name


class Withdrawal(Kept):
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.offer)
