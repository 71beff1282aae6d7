"""The way into the leader group's space: from a participant's page, and from what the group talks about."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from programmes.participation import sections
from programmes.participation.groups.models import Decision
from programmes.participation.groups.space import is_discussion, running_module
from programmes.participation.models import Enrolment
from programmes.participation.sections import Section
from programmes.participation.workbook import chapters
from programmes.participation.workbook.chapters import Chapter, Part
from programmes.participation.writing.titles import Titles
from programmes.tailoring.models import ProgrammeItem


@sections.register
def together(enrolment: Enrolment, language: str) -> Section | None:
    """What the group agreed on last, and the ways on, to the space of the module that runs; one query."""
    programme = enrolment.leader_group.programme
    context = {
        "module": running_module(enrolment.leader_group, timezone.localdate()),
        "materials_url": reverse("my_materials", args=[programme.slug]),
        "journey_url": reverse("my_journey", args=[programme.slug]),
        "network_url": reverse("my_network", args=[programme.slug]),
        "letter_url": reverse("my_letter", args=[programme.slug]),
        "log_url": reverse("my_reflections"),
        "documents_url": reverse("my_documents", args=[programme.slug]),
    }
    return Section(_("Writing and deciding"), render_to_string("portal/groups/section.html", context))


@sections.register_for_elements
def discussion(user: User, item: ProgrammeItem) -> Section | None:
    """Where the group writes what it answers; no query."""
    if not is_discussion(item):
        return None
    context = {"url": reverse("my_group_space", args=[item.programme_module.uuid])}
    return Section(_("What your group answers"), render_to_string("portal/groups/discussion.html", context))


@chapters.register(30)
def chapter(enrolment: Enrolment, language: str) -> Chapter | None:
    """What the leader group decided, module by module, in the workbook."""
    rows = Decision.objects.filter(leader_group=enrolment.leader_group).select_related(
        "programme_module__module__current_edition", "programme_module__pinned_edition"
    )
    found = list(rows.order_by("programme_module__position", "created_at", "pk"))
    modules = {row.programme_module_id: row.programme_module for row in found}
    titles = Titles(modules.values(), language)
    parts = [
        Part(titles.of(module).text, lines=[row.text for row in found if row.programme_module_id == pk])
        for pk, module in modules.items()
    ]
    return Chapter(_("What my leader group agreed on"), parts)
