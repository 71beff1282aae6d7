"""The way to the list for a participant who is also the organisation's coordinator."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from programmes.participation.coordinating.access import coordinations_of
from programmes.participation.models import Enrolment
from programmes.participation.sections import Section, register


@register
def coordinator(enrolment: Enrolment, language: str) -> Section | None:
    """One query."""
    programme = enrolment.leader_group.programme_id
    found = next((one for one in coordinations_of(enrolment.user) if one.programme.pk == programme), None)
    if found is None:
        return None
    return Section(_("You coordinate"), render_to_string("portal/coordinating/section.html", {"found": found}))
