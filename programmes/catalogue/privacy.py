"""What the catalogue holds about people: those who ask us something."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, deleted, nothing
from cms.privacy.terms import AFTER_RECEIPT, CONTACT_MONTHS, months_before
from programmes.catalogue.models import Enquiry

nothing("programmes.OverviewPage", "programmes.OfferingPage", "programmes.LibraryIndexPage")


def led_to_nothing(now: datetime) -> Rows:
    """The enquiries whose time is over and that led to no agreement, as the form promises."""
    return Enquiry.objects.filter(created_at__lt=months_before(now, CONTACT_MONTHS)).exclude(state=Enquiry.State.WON)


about(
    "programmes.Enquiry",
    title=_("Enquiries you sent us"),
    kind=Kind.CONTACT,
    whose=Whose.CLIENTS,
    basis=Basis.INTEREST,
    owner=lambda user: Q(email__iexact=user.email),
    purpose=_("To answer you."),
    seen_by=_("Staff who answer enquiries."),
    gives={
        "name": _("Name"), "email": _("E-mail"), "organisation": _("Organisation"), "phone": _("Telephone"),
        "message": _("Message"), "created_at": _("Received"),
    },
    retention=Retention(AFTER_RECEIPT, due=led_to_nothing),
    erasure=deleted(),
)  # fmt: skip
