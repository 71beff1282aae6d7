"""What mappings hold about people: who is invited, while a round is open. Answers lead to nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Whose, about, anonymised, nothing, sealed

nothing("assessments.Round", "assessments.RoundUnit", "assessments.Release", "assessments.Turnout")
nothing("assessments.ImportKey", "assessments.TextReview")
about(
    "assessments.Ticket",
    title=_("Mappings you are invited to"),
    kind=Kind.PARTICIPATION,
    whose=Whose.PARTICIPANTS,
    basis=Basis.CONTRACT,
    owner="participant",
    purpose=_("So that everybody who is invited can answer once."),
    seen_by=_("Nobody; the site alone uses it."),
    gives={"round.programme": _("Programme"), "round.version.instrument": _("Mapping"), "delivered": _("Handed in")},
    retention=Retention(_("Until the mapping closes; then all are deleted at once.")),
    erasure=anonymised(
        _("Nobody is taken out of a mapping that is open: that could tell what they answered. The name disappears."),
        participant=None,
    ),
)
UNTRACEABLE = _("What you answered was sealed without your name. Nobody can find it, so nobody can delete it for you.")
sealed(
    "assessments.Ballot",
    title=_("Answers in mappings"),
    purpose=_("To show what the whole group thinks, and never what one person answered."),
    rule=_("Until the mapping closes."),
    words=UNTRACEABLE,
)
sealed(
    "assessments.FreeText",
    title=_("What was written in mappings in one's own words"),
    purpose=_("To show the whole programme what was written, without names."),
    rule=_("As long as the programme; what nobody reviewed is deleted."),
    words=UNTRACEABLE,
)
sealed(
    "assessments.AnswerImport",
    title=_("Answers collected elsewhere"),
    purpose=_("To count answers that were given on paper or in another tool."),
    rule=_("A day, sealed."),
    words=UNTRACEABLE,
)
