"""A leader group's space in a module as values ready for its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from localisation import nordic
from programmes.library.vocabulary import ElementKind
from programmes.participation.groups.models import Contribution, Decision
from programmes.participation.groups.services import changed_since
from programmes.participation.models import LeaderGroup
from programmes.participation.reflections.sharing import Shared, shared_with_group
from programmes.participation.writing.forms import Asked, WritingForm
from programmes.participation.writing.titles import Questions, Title, Titles, questions_of
from programmes.tailoring.models import ProgrammeItem, ProgrammeModule


@dataclass(frozen=True)
class Said:
    """An answer or a comment. `url` is where its author changes it."""

    name: str
    by_leader: bool
    when: str
    text: str
    url: str


@dataclass(frozen=True)
class Agreed:
    """A decision, who wrote it down, and who changed it last."""

    text: str
    who: str
    url: str


@dataclass(frozen=True)
class Topic:
    """An element that the group talks about, with its questions; or the module as a whole, without any."""

    title: Title
    questions: Questions
    said: Sequence[Said]
    about: str
    url: str
    form: WritingForm | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Space:
    group: str
    members: Sequence[str]
    module: Title
    decisions: Sequence[Agreed]
    topics: Sequence[Topic]
    shared: Sequence[Shared]


def space(group: LeaderGroup, module: ProgrammeModule, language: str, reader: User) -> Space:
    """All that a group wrote in a module, for one of its members or the course leader; a fixed number of queries."""
    items = discussions(module)
    titles = Titles([module, *items], language)
    asked = questions_of(items, language)
    said = _said(group, module, reader)
    rows: list[ProgrammeItem | None] = [*items, None]
    return Space(
        group=str(group.name),
        members=[str(row.user) for row in group.enrolments.select_related("user").order_by("user__first_name", "pk")],
        module=titles.of(module),
        decisions=[_agreed(row, reader) for row in decisions_of(group, module)],
        topics=[_topic(row, titles, asked, said) for row in rows],
        shared=shared_with_group(group, module, language),
    )


def discussions(module: ProgrammeModule) -> list[ProgrammeItem]:
    """The elements of a module that a group talks about, in their order; one query."""
    rows = ProgrammeItem.objects.filter(programme_module=module).order_by("position", "pk")
    rows = rows.select_related("thing__current_edition", "pinned_edition", "programme_module")
    return [row for row in rows if is_discussion(row)]


def is_discussion(item: ProgrammeItem) -> bool:
    return bool(item.edition and item.edition.facts.get("kind") == ElementKind.DISCUSSION)


def decisions_of(group: LeaderGroup, module: ProgrammeModule) -> QuerySet[Decision]:
    """What a group decided in a module, in the order it was written down."""
    rows = Decision.objects.filter(leader_group=group, programme_module=module)
    return rows.select_related("decided_by", "changed_by")


def _said(group: LeaderGroup, module: ProgrammeModule, reader: User) -> dict[int | None, list[Said]]:
    """What was said, by the key of the element; one query."""
    rows = Contribution.objects.filter(leader_group=group, programme_module=module).select_related("author")
    found: defaultdict[int | None, list[Said]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(_one(row, group, reader))
    return found


def _one(row: Contribution, group: LeaderGroup, reader: User) -> Said:
    own = row.author_id == reader.pk and not reader.is_institute_staff
    return Said(
        name=str(row.author) if row.author else _("Somebody who is no longer here"),
        by_leader=row.author_id is not None and row.author_id == group.programme.course_leader_id,
        when=nordic.day(timezone.localtime(row.created_at).date()),
        text=row.text,
        url=reverse("change_group_answer", args=[row.uuid]) if own else "",
    )


def _agreed(row: Decision, reader: User) -> Agreed:
    day, by = nordic.day(timezone.localtime(row.created_at).date()), row.decided_by or _("somebody")
    who = _("%(name)s, %(day)s") % {"name": by, "day": day}
    if changed_since(row):
        last = nordic.day(timezone.localtime(row.updated_at).date())
        who = _("%(who)s. Changed by %(name)s, %(day)s") % {
            "who": who, "name": row.changed_by or _("somebody"), "day": last,
        }  # fmt: skip
    url = "" if reader.is_institute_staff else reverse("change_group_decision", args=[row.uuid])
    return Agreed(row.text, who, url)


def _topic(
    item: ProgrammeItem | None, titles: Titles, asked: dict[int, Questions], said: dict[int | None, list[Said]]
) -> Topic:
    key = f"answer-{item.pk}-" if item else "answer-"
    return Topic(
        title=titles.of(item) if item else Title(_("The module as a whole")),
        questions=asked.get(item.pk, Questions(())) if item else Questions(()),
        said=said.get(item.pk if item else None, []),
        about=str(item.uuid) if item else "",
        url=reverse("my_element", args=[item.uuid]) if item else "",
        form=WritingForm([Asked(_("Your answer or comment"), "")], key=key),
    )


def running_module(group: LeaderGroup, today: date) -> ProgrammeModule | None:
    """The module that began last, with what the group agreed on last in any of them as `latest`; one query."""
    latest = Decision.objects.filter(leader_group=group).order_by("-pk").values("text")[:1]
    begun = ProgrammeModule.objects.filter(programme=group.programme_id, starts_on__lte=today)
    return begun.annotate(latest=Subquery(latest)).only("uuid").order_by("-starts_on", "pk").first()
