"""The way to workbook and certificate from *My programme*."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.participation.models import Enrolment
from programmes.participation.sections import Section, register


@register
def take_along(enrolment: Enrolment, language: str) -> Section | None:
    """No query."""
    url = reverse("my_documents", args=[enrolment.leader_group.programme.slug])
    return Section(_("Take along"), render_to_string("portal/documents_section.html", {"url": url}))
