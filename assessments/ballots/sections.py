"""Mapping on a participant's own page, with the elements that ask for it, and in their menu."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.ballots.access import rounds_for, shown_to_participants
from assessments.ballots.models import Round, Ticket
from assessments.ballots.pages import row_of
from cms.accounts.models import User
from cms.pages import portal
from programmes.participation.models import Enrolment
from programmes.participation.sections import Section, register, register_for_elements
from programmes.tailoring.models import ProgrammeItem

portal.register(gettext_lazy("Mapping"), "mapping_rounds", 60)


@register
def rounds(enrolment: Enrolment, language: str) -> Section | None:
    """The rounds of the programme, newest first; one query."""
    ticket = Ticket.objects.filter(round=OuterRef("pk"), participant=enrolment.user_id).values("delivered")[:1]
    found = Round.objects.filter(shown_to_participants(), programme=enrolment.leader_group.programme_id)
    found = (
        found.annotate(delivered=Subquery(ticket)).select_related("version__instrument").defer("version__definition")
    )
    return _section(found)


@register_for_elements
def asked_for(user: User, item: ProgrammeItem) -> Section | None:
    """The rounds of the instruments that an element asks for, newest first; one query, none for other elements."""
    codes = item.edition.facts.get("instruments") if item.edition else None
    if not codes:
        return None
    found = rounds_for(user).filter(shown_to_participants(), version__instrument__code__in=codes)
    return _section(found.filter(programme=item.programme_module.programme_id).defer("version__definition"))


def _section(found: QuerySet[Round]) -> Section | None:
    rows = [row_of(round) for round in found]
    if not rows:
        return None
    return Section(_("Mapping"), render_to_string("portal/mapping/section.html", {"rows": rows}))
