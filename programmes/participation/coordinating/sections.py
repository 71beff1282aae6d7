"""The way to the list for a participant who is also the organisation's coordinator."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.participation.models import Enrolment, Organisation
from programmes.participation.sections import Section, register


@register
def coordinator(enrolment: Enrolment, language: str) -> Section | None:
    """One query."""
    programme = enrolment.leader_group.programme
    organisations = list(
        Organisation.objects.filter(coordinators__user=enrolment.user_id, coordinators__programme=programme)
    )
    if not organisations:
        return None
    context = {"organisations": organisations, "url": reverse("my_coordination_of", args=[programme.slug])}
    return Section(_("You coordinate"), render_to_string("portal/coordinating/section.html", context))
