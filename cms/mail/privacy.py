"""What the record of sent mail holds about people."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.mail.models import OutgoingMail
from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, deleted
from cms.privacy.terms import AFTER_RECEIPT, CONTACT_MONTHS, months_before


def old_mail(now: datetime) -> Rows:
    return OutgoingMail.objects.filter(created_at__lt=months_before(now, CONTACT_MONTHS))


about(
    "cms.OutgoingMail",
    title=_("Mail we sent you"),
    kind=Kind.CONTACT,
    whose=Whose.EVERYBODY,
    basis=Basis.CONTRACT,
    owner=lambda user: Q(to__iexact=user.email),
    purpose=_("So that no mail is sent twice, and we can answer when one is missing."),
    seen_by=_("Administrators."),
    gives={"subject": _("Subject"), "body": _("Text"), "sent_at": _("Sent")},
    retention=Retention(AFTER_RECEIPT, due=old_mail),
    erasure=deleted(),
)
