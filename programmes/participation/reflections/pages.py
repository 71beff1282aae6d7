"""One reflection as values ready for its template: what it asks, where one is, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from programmes.participation.models import Enrolment
from programmes.participation.reflections.models import Reflection
from programmes.participation.writing.forms import Asked
from programmes.participation.writing.titles import Questions, questions_of
from programmes.tailoring.models import ProgrammeItem


@dataclass(frozen=True)
class Readers:
    """Whom an entry may be shared with, by name. Without a group or a course leader there is nobody there."""

    group: str
    members: tuple[str, ...]
    leader: str


def readers_for(user: User, entry: Reflection) -> Readers:
    """The others of the writer's leader group in the entry's programme, and its course leader; two queries."""
    programme = entry.programme_module.programme_id
    mine = Enrolment.objects.filter(user=user, leader_group__programme=programme).order_by("pk")
    own = mine.select_related("leader_group__programme__course_leader").first()
    if own is None:
        return Readers("", (), "")
    others = own.leader_group.enrolments.exclude(user=user).select_related("user").order_by("user__first_name", "pk")
    leader = own.leader_group.programme.course_leader
    return Readers(str(own.leader_group.name), tuple(str(row.user) for row in others), str(leader) if leader else "")


def asked_by(item: ProgrammeItem | None, language: str) -> Questions:
    """What is asked: the element's questions, or one field for all; one query with an element."""
    return asked_among(questions_of([item], language) if item else {}, item)


def asked_among(found: Mapping[int, Questions], item: ProgrammeItem | None) -> Questions:
    """What is asked, when the questions of all elements have been read."""
    questions = found.get(item.pk) if item else None
    return questions if questions and questions.asked else Questions((_("Your reflection"),))


@sensitive_variables()
def fields(questions: Questions, texts: list[str]) -> list[Asked]:
    """A field a question, with what stands there. Answers to questions that an edition no longer asks stay too."""
    labels = [*questions.asked, *[_("An earlier question")] * (len(texts) - len(questions.asked))]
    padded = [*texts, *[""] * len(labels)]
    return [Asked(label, padded[place]) for place, label in enumerate(labels)]


def readers_in_words(entry: Reflection, readers: Readers) -> str:
    """Who can see an entry now."""
    seen = [readers.group] if entry.for_leader_group and readers.group else []
    seen += [readers.leader] if entry.for_course_leader and readers.leader else []
    if not seen:
        return _("Only you can see this.")
    return _("You share this with %(names)s.") % {"names": _(" and ").join(seen)}
