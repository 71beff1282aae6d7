"""What the record of messages holds about people: who got which."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, anonymised
from cms.privacy.terms import AFTER_PROGRAMME
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.privacy import over_for_long


def take_recipients_out(rows: Rows) -> None:
    """The message stays with whoever wrote it; who got it is forgotten."""
    ProgrammeMessage.recipients.through.objects.filter(programmemessage__in=rows.values("pk")).delete()


about(
    "programmes.ProgrammeMessage",
    title=_("Messages from your course leader"),
    kind=Kind.PARTICIPATION,
    whose=Whose.PARTICIPANTS,
    basis=Basis.CONTRACT,
    owner="recipients",
    purpose=_("So that the course leader sees what was written to whom, and whose mail came back."),
    seen_by=_("The course leader, and editors."),
    gives={"programme": _("Programme"), "subject": _("Subject"), "text": _("Text"), "sent_at": _("Sent")},
    retention=Retention(
        AFTER_PROGRAMME, due=lambda now: ProgrammeMessage.objects.filter(programme__in=over_for_long(now))
    ),
    erasure=anonymised(_("The message stays, with those who took part beside you."), carry_out=take_recipients_out),
)
