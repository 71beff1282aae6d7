"""Mail that is to be sent: stored with what caused it, sent by the worker, kept as a record of what was sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """`key` says what the mail is about; a second mail with the same key is never made, and none is sent twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(_("text"))
    html = models.TextField(blank=True)
    reply_to = models.EmailField(blank=True)
    # Where one click ends mails of this sort; '' for those that can't be declined.
    unsubscribe = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Noted before the mail server gets it. Where nothing follows, the worker or the connection died in between.
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When a mail server said that it will never arrive, and in which words.
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")

    def __str__(self) -> str:
        return self.subject

    @property
    def doubtful(self) -> bool:
        """Whether nobody knows if it arrived."""
        return bool(self.handed_at and not self.sent_at and not self.refused_at)
