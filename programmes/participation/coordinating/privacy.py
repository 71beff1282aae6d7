"""What is held about a client's coordinators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.accounts.erasing import needs_accounts
from cms.privacy.registry import Basis, Kind, Retention, Whose, about, deleted
from cms.privacy.terms import AFTER_PROGRAMME
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.privacy import over_for_long

needs_accounts(lambda: Coordinator.objects.values("user"))

about(
    "programmes.Coordinator",
    title=_("The organisations you coordinate"),
    kind=Kind.CONTACT,
    whose=Whose.CLIENTS,
    basis=Basis.CONTRACT,
    owner="user",
    purpose=_("So that you can supply your organisation's participants."),
    seen_by=_("The course leader, and editors."),
    gives={"programme": _("Programme"), "organisation": _("Organisation"), "created_at": _("Since")},
    retention=Retention(AFTER_PROGRAMME, due=lambda now: Coordinator.objects.filter(programme__in=over_for_long(now))),
    erasure=deleted(),
)
