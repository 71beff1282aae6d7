"""What the pages about one's own data leave behind themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from cms.privacy.models import DataExport, ErasureRequest
from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, deleted, kept, nothing
from cms.privacy.terms import COPY_KEPT, PROOF_KEPT, PROOF_YEARS

OWN = {"kind": Kind.TECHNICAL, "whose": Whose.EVERYBODY, "basis": Basis.LEGAL, "owner": "user"}
nothing("cms.RetentionRun")


def copies_past_their_day(now: datetime) -> Rows:
    return DataExport.objects.filter(expires_at__lt=now)


def delete_copies(rows: Rows) -> None:
    """The rows with their files."""
    for row in rows:
        row.file.delete(save=False)
        DataExport.objects.filter(pk=row.pk).delete()


def old_requests(now: datetime) -> Rows:
    return ErasureRequest.objects.filter(done_at__lt=now - timedelta(days=365 * PROOF_YEARS))


about(
    "cms.DataExport",
    title=_("Copies of your data that you asked for"),
    purpose=_("To give you what is yours."),
    seen_by=_("You."),
    gives={"created_at": _("Asked for"), "expires_at": _("Deleted on")},
    retention=Retention(COPY_KEPT, due=copies_past_their_day, forget=delete_copies),
    erasure=deleted(carry_out=delete_copies),
    **OWN,
)
about(
    "cms.ErasureRequest",
    title=_("Your wish to be deleted"),
    purpose=_("To show that we did what you asked for."),
    seen_by=_("Administrators."),
    gives={"asked_at": _("Asked for"), "due_at": _("Deleted on")},
    retention=Retention(PROOF_KEPT, due=old_requests),
    erasure=kept(_("We must be able to show that you asked, and when it was done. Your name is not there.")),
    **OWN,
)
