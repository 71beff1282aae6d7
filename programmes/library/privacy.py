"""What the library holds about people: speakers and those who are quoted, and who changed what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, kept, nothing, work
from cms.privacy.terms import AFTER_RECEIPT, CONTACT_MONTHS, months_before
from programmes.library.lists.models import LibraryImport

BY_CONSENT = Retention(_("As long as the consent lasts; afterwards no page shows it, and staff are told to delete it."))
SPEAKER = {"kind": Kind.CONTACT, "whose": Whose.CLIENTS, "basis": Basis.CONSENT, "seen_by": _("Everybody.")}

nothing("programmes.Thing", "programmes.EditionText", "programmes.Ability", "programmes.Development")
work("programmes.Edition", "published_by")
work("programmes.Module", "locked_by")
work("programmes.LearningElement", "locked_by")
about(
    "programmes.Speaker",
    title=_("Speakers"),
    purpose=_("To present who speaks, with their consent."),
    gives={"title": _("Name")},
    owner="locked_by",
    retention=BY_CONSENT,
    erasure=kept(_("Speakers have no account here; staff delete them in the library.")),
    **SPEAKER,
)
about(
    "programmes.IndustryCase",
    title=_("People quoted in cases"),
    purpose=_("To tell what an organisation did, with the consent of whoever is quoted."),
    gives={"title": _("Name")},
    owner="locked_by",
    retention=BY_CONSENT,
    erasure=kept(_("Those who are quoted have no account here; staff delete them in the library.")),
    **SPEAKER,
)


def old_lists(now: datetime) -> Rows:
    return LibraryImport.objects.filter(created_at__lt=months_before(now, CONTACT_MONTHS))


about(
    "programmes.LibraryImport",
    title=_("Lists of library objects"),
    kind=Kind.WORK,
    whose=Whose.CLIENTS,
    basis=Basis.INTEREST,
    purpose=_("To bring speakers, cases and modules into the library, and to take that back."),
    seen_by=_("Editors."),
    gives={},
    retention=Retention(AFTER_RECEIPT, due=old_lists),
    erasure=kept(_("Names no participants; the list is deleted after its time.")),
)
