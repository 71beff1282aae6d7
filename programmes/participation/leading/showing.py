"""What the course leader's pages say: numbers turned into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.mail.models import OutgoingMail
from localisation import nordic
from programmes.library.vocabulary import Phase
from programmes.participation.leading.details import ElementUse
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.leading.reading import ProgrammeStanding
from programmes.participation.leading.standing import GroupStanding, Meeting, Member, Module, Trouble
from programmes.participation.survey import local_days
from programmes.tailoring.models import Gathering, Programme, ProgrammeModule


def group_row(group: GroupStanding, meeting: Meeting | None) -> dict[str, Any]:
    return {
        "group": group,
        "troubles": [trouble_words(trouble, group, meeting) for trouble in group.troubles],
        "last_seen": nordic.short_day(group.last_seen) if group.last_seen else _("never"),
    }


def trouble_words(trouble: Trouble, group: GroupStanding, meeting: Meeting | None) -> str:
    """2 av 9 har gjort forarbeidet til samlingen 4. februar."""
    if trouble is Trouble.UNPREPARED and meeting:
        facts = {"done": group.prepared, "all": len(group.members), "day": nordic.short_day(meeting.on)}
        return _("%(done)d of %(all)d have done the preparation for the gathering on %(day)s.") % facts
    if group.last_seen:
        facts = {"day": nordic.short_day(group.last_seen)}
        return _("Nobody has opened anything since %(day)s.") % facts
    return _("Nobody has opened anything yet.")


def person_row(member: Member, modules: Iterable[Module]) -> dict[str, Any]:
    marks = [(module, member.in_module(module)) for module in modules]
    return {
        "member": member,
        "cells": [{"module": one, "opened": max(mark.opened, mark.done), "done": mark.done} for one, mark in marks],
        "last_seen": nordic.short_day(member.last_seen) if member.last_seen else _("never"),
        "edit_url": reverse("participants:edit", args=[member.enrolment]),
    }  # fmt: skip


def by_phase(uses: Iterable[ElementUse]) -> list[dict[str, Any]]:
    """The elements under the headings of their phases; phases without any are left out."""
    found: dict[str, list[ElementUse]] = {phase.value: [] for phase in Phase}
    for use in uses:
        found[use.phase].append(use)
    return [{"title": Phase(phase).label, "uses": rows} for phase, rows in found.items() if rows]


def gatherings_of(programme: Programme) -> list[dict[str, Any]]:
    """The programme's gatherings in the order of time, those without a day last."""
    rows = Gathering.objects.filter(programme_module__programme=programme, cancelled_at=None)
    in_order = sorted(rows, key=lambda row: (row.starts_at is None, row.starts_at, row.pk))
    return [
        {
            "row": row, "day": nordic.period(*local_days(row)) if row.starts_at else _("no date"),
            "url": reverse("programmes:gathering", args=[row.pk]),
        }
        for row in in_order
    ]  # fmt: skip


def named(modules: Iterable[ProgrammeModule], found: ProgrammeStanding) -> list[dict[str, Any]]:
    titles = {module.key: module for module in found.modules}
    return [{"row": row, "title": titles[row.pk].title, "lang": titles[row.pk].lang} for row in modules]


def refused(members: Iterable[Member]) -> list[Member]:
    """Those whose latest mail a mail server has refused; one query."""
    by_address = {member.email: member for member in members}
    rows = OutgoingMail.objects.filter(to__in=list(by_address)).order_by("created_at")
    latest = dict(rows.values_list("to", "refused_at"))
    return [member for address, member in by_address.items() if latest.get(address)]


def delivery(person: User, mail: OutgoingMail | None) -> dict[str, Any]:
    """How a mail to somebody stands."""
    if mail and mail.doubtful:
        why = _("Something broke while the mail server took it. It is not sent twice.")
        return {"person": person, "label": _("may have arrived"), "tone": "warning", "why": why}
    if mail is None or not (mail.sent_at or mail.refused_at):
        return {"person": person, "label": _("waits"), "tone": "info"}
    if mail.refused_at:
        return {"person": person, "label": _("came back"), "tone": "danger", "why": mail.refusal}
    return {"person": person, "label": _("sent"), "tone": "success"}


def with_numbers(rows: QuerySet[ProgrammeMessage]) -> list[ProgrammeMessage]:
    return list(rows.annotate(number=Count("recipients")))


def languages_read(people: Iterable[Member]) -> Mapping[str, None]:
    """The languages of those who get a message, each once."""
    users = User.objects.filter(pk__in=[member.user for member in people])
    return dict.fromkeys(users.order_by("language").values_list("language", flat=True))
