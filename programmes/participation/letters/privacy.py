"""What the mails hold about people: which they want, and which deadlines they were told of."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Kind, Retention, Rows, about, deleted, nothing
from cms.privacy.terms import AFTER_PROGRAMME, WITH_ACCOUNT
from programmes.participation.letters.models import ToldDeadline
from programmes.participation.privacy import PARTICIPANTS, over_for_long

nothing("programmes.Announced")


def old_reminders(now: datetime) -> Rows:
    return ToldDeadline.objects.filter(item__programme_module__programme__in=over_for_long(now))


about(
    "programmes.MailChoice",
    title=_("Which mails you get"),
    kind=Kind.CONTACT,
    purpose=_("To write to you only about what you want."),
    seen_by=_("You alone."),
    gives={
        "gatherings": _("Reminders of gatherings"), "deadlines": _("Reminders of deadlines"),
        "digest": _("The week ahead"),
    },
    retention=Retention(WITH_ACCOUNT),
    erasure=deleted(),
    **PARTICIPANTS,
)  # fmt: skip
about(
    "programmes.ToldDeadline",
    title=_("Deadlines we reminded you of"),
    kind=Kind.TECHNICAL,
    purpose=_("So that no mail is sent twice, and we can answer when one is missing."),
    seen_by=_("Nobody; the site alone uses it."),
    gives={"item": _("Element"), "told_at": _("Sent")},
    retention=Retention(AFTER_PROGRAMME, due=old_reminders),
    erasure=deleted(),
    **PARTICIPANTS,
)
