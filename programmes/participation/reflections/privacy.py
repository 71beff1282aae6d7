"""What the reflection log holds about people: their own words, sealed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Whose, about, deleted
from cms.privacy.terms import AFTER_PROGRAMME
from programmes.participation.privacy import over_for_long
from programmes.participation.reflections.models import Letter, Reflection

WRITTEN = {
    "kind": Kind.WRITTEN, "whose": Whose.PARTICIPANTS, "basis": Basis.CONTRACT, "owner": "author",
    "erasure": deleted(),
}  # fmt: skip
about(
    "programmes.Reflection",
    title=_("Your reflections"),
    purpose=_("So that you can think for yourself about what you learn, and find it again."),
    seen_by=_("You alone, until you share one with your leader group or the course leader."),
    gives={
        "programme_module.programme": _("Programme"), "programme_module": _("Module"), "item": _("Element"),
        "in_words": _("Text"), "for_leader_group": _("Shared with your leader group"),
        "for_course_leader": _("Shared with the course leader"), "updated_at": _("Changed"),
    },
    retention=Retention(
        AFTER_PROGRAMME,
        due=lambda now: Reflection.objects.filter(programme_module__programme__in=over_for_long(now)),
    ),
    **WRITTEN,
)  # fmt: skip
about(
    "programmes.Letter",
    title=_("Your letter to yourself"),
    purpose=_("So that you get it six months after the programme."),
    seen_by=_("You alone."),
    gives={"programme": _("Programme"), "in_words": _("Text"), "opens_on": _("Arrives")},
    retention=Retention(AFTER_PROGRAMME, due=lambda now: Letter.objects.filter(programme__in=over_for_long(now))),
    **WRITTEN,
)
