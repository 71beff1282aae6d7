"""What the course leader sees of a programme: numbers of what was opened and done, never anything that was written.

Twelve queries at most, whatever the number of groups, participants and elements.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Model, Q
from django.utils import timezone

from programmes.library.vocabulary import Phase
from programmes.participation import progress
from programmes.participation.leading import standing
from programmes.participation.leading.standing import GroupStanding, Marks, Meeting, Member, Module
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Opening
from programmes.participation.outline import edition_keys, said, title_of
from programmes.participation.survey import Survey, SurveyedModule, local_days, survey
from programmes.participation.texts import words_of
from programmes.tailoring.models import Programme

ByModule = dict[int, dict[int, Marks]]


@dataclass(frozen=True)
class ProgrammeStanding:
    modules: tuple[Module, ...]
    groups: tuple[GroupStanding, ...]
    meeting: Meeting | None

    @property
    def members(self) -> list[Member]:
        """Everybody once, also who is in two groups."""
        return list({member.user: member for group in self.groups for member in group.members}.values())

    @property
    def current(self) -> Module | None:
        """The module going on, or the one that was last."""
        here = [module for module in self.modules if module.state is progress.ModuleState.HERE]
        begun = [module for module in self.modules if module.state is not progress.ModuleState.COMING]
        return next(iter(here or begun[-1:]), None)


def standing_of(programme: Programme, language: str, today: date) -> ProgrammeStanding:
    """How every leader group of the programme stands on `today`, with titles for a reader of `language`."""
    found = survey(programme, None)
    modules = _modules(found, language, today)
    meeting = _meeting(found, today)
    members = _members(programme, today)
    runs = programme.status == Programme.Status.RUNNING
    groups = []
    for group in LeaderGroup.objects.filter(programme=programme).select_related("organisation"):
        people = tuple(members[group.pk])
        module = next((module for module in modules if meeting and module.key == meeting.module), None)
        groups.append(
            GroupStanding(
                key=group.pk,
                name=str(group),
                organisation=str(group.organisation),
                members=people,
                cells=tuple(standing.cell(module, people) for module in modules),
                troubles=standing.troubles(modules, people, meeting, today) if runs else (),
                prepared=standing.prepared(module, people) if module else 0,
            )
        )
    return ProgrammeStanding(modules, tuple(groups), meeting)


def _modules(found: Survey, language: str, today: date) -> tuple[Module, ...]:
    texts = words_of(edition_keys([module.place for module in found.modules]), language)
    return tuple(
        _module(module, title_of(module.place, texts), said(texts, module.place).lang, today)
        for module in found.modules
    )


def _module(module: SurveyedModule, title: str, lang: str, today: date) -> Module:
    stretch = module.stretch
    required = [step for step in stretch.steps if step.required and progress.is_open(step, stretch, today)]
    return Module(
        key=module.place.pk, title=title, lang=lang, state=progress.module_state(stretch, today),
        total=len(stretch.steps), required=len(required),
        preparation=sum(step.phase == Phase.PREPARATION for step in required),
    )  # fmt: skip


def _meeting(found: Survey, today: date) -> Meeting | None:
    ahead = progress.next_meeting(found.stretches, today)
    if ahead is None:
        return None
    number, gathering = found.gatherings[ahead.key]
    return Meeting(found.modules[number].place.pk, str(gathering.title), local_days(gathering)[0])


def _members(programme: Programme, today: date) -> dict[int, list[Member]]:
    """By leader group; three queries."""
    marks, seen = _marks(programme, today)
    rows = Enrolment.objects.filter(leader_group__programme=programme).select_related("user")
    found: defaultdict[int, list[Member]] = defaultdict(list)
    for row in rows.order_by("user__first_name", "pk"):
        moment = seen.get(row.user_id)
        found[row.leader_group_id].append(
            Member(
                user=row.user_id,
                enrolment=row.pk,
                name=str(row.user),
                email=row.user.email,
                role=str(row.role),
                marks=marks.get(row.user_id, {}),
                last_seen=timezone.localdate(moment) if moment else None,
            )
        )
    return found


def _marks(programme: Programme, today: date) -> tuple[ByModule, dict[int, datetime]]:
    """By user and module what was opened and done, and by user when last; two queries."""
    opened, found, seen = Count("pk"), defaultdict[int, dict[int, Marks]](dict), dict[int, datetime]()
    for user, module, number, last in _rows(Opening, programme, opened, Max("opened_at")):
        found[user][module] = Marks(opened=number)
        seen[user] = max(last, seen.get(user, last))
    open_now = Q(item__opens_on=None) | Q(item__opens_on__lte=today)
    required = Count("pk", filter=Q(open_now, item__required=True))
    prepared = Count("pk", filter=Q(open_now, item__required=True, item__phase=Phase.PREPARATION))
    rows = _rows(Completion, programme, Count("pk"), Max("completed_at"), required, prepared)
    for user, module, done, last, required_done, preparation_done in rows:
        before = found[user].get(module, Marks())
        found[user][module] = Marks(before.opened, done, required_done, preparation_done)
        seen[user] = max(last, seen.get(user, last))
    return found, seen


def _rows(model: type[Model], programme: Programme, *counts: Any) -> Any:
    standing_items = {"item__removed_at": None, "item__programme_module__removed_at": None}
    rows = model._default_manager.filter(item__programme_module__programme=programme, **standing_items)
    numbered = {f"count_{number}": count for number, count in enumerate(counts)}
    return rows.order_by().values_list("user", "item__programme_module").annotate(**numbered)
