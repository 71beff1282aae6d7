"""What the leader group's space and the network list hold about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Whose, about, anonymised, deleted
from cms.privacy.terms import AFTER_PROGRAMME
from programmes.participation.groups.models import Contribution, Decision, NetworkEntry
from programmes.participation.privacy import over_for_long

TOGETHER = {
    "kind": Kind.WRITTEN, "whose": Whose.PARTICIPANTS, "basis": Basis.CONTRACT,
    "purpose": _("So that a leader group can work together and come back to what it agreed on."),
    "seen_by": _("Your leader group and the course leader."),
}  # fmt: skip
PLACE = {"programme_module": _("Module"), "text": _("Text"), "created_at": _("Written")}
about(
    "programmes.Contribution",
    title=_("What you wrote to your leader group"),
    owner="author",
    gives=PLACE,
    retention=Retention(
        AFTER_PROGRAMME,
        due=lambda now: Contribution.objects.filter(leader_group__programme__in=over_for_long(now)),
    ),
    erasure=deleted(),
    **TOGETHER,
)
about(
    "programmes.Decision",
    title=_("Decisions you wrote down for your leader group"),
    owner="decided_by",
    gives=PLACE,
    retention=Retention(
        AFTER_PROGRAMME, due=lambda now: Decision.objects.filter(leader_group__programme__in=over_for_long(now))
    ),
    erasure=anonymised(_("The decision is the group's and stays; your name disappears."), decided_by=None),
    **TOGETHER,
)
about(
    "programmes.NetworkEntry",
    title=_("Your place on the network list"),
    kind=Kind.CONTACT,
    whose=Whose.PARTICIPANTS,
    basis=Basis.CONSENT,
    owner="user",
    purpose=_("So that participants who want to can find one another."),
    seen_by=_("The participants of the programme."),
    gives={"programme": _("Programme"), "email": _("E-mail"), "phone": _("Phone"), "created_at": _("Since")},
    retention=Retention(AFTER_PROGRAMME, due=lambda now: NetworkEntry.objects.filter(programme__in=over_for_long(now))),
    erasure=deleted(),
)
