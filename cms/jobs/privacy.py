"""What rows of background work hold about people."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cms.jobs.models import Job
from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, anonymised
from cms.privacy.terms import TECHNICAL, TECHNICAL_MONTHS, months_before


def finished_long_ago(now: datetime) -> Rows:
    return Job.objects.filter(
        state__in=[Job.State.DONE, Job.State.FAILED], created_at__lt=months_before(now, TECHNICAL_MONTHS)
    )


about(
    "cms.Job",
    title=_("Work that the site did for you"),
    kind=Kind.TECHNICAL,
    whose=Whose.EVERYBODY,
    basis=Basis.INTEREST,
    owner="started_by",
    purpose=_("To show how far it has come, and to try again when it fails."),
    seen_by=_("You, and administrators."),
    gives={"kind": _("Kind"), "get_state_display": _("State"), "created_at": _("Made")},
    retention=Retention(TECHNICAL, due=finished_long_ago),
    erasure=anonymised(_("The work stays without your name."), started_by=None),
)
