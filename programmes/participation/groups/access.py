"""The doors to a leader group's space: its members, and the course leader of its programme. Everybody else gets 404."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import Http404

from cms.accounts.models import User
from programmes.participation import access
from programmes.participation.groups.models import Contribution, Decision
from programmes.participation.models import Enrolment, LeaderGroup
from programmes.tailoring import access as staff
from programmes.tailoring.models import ProgrammeModule

Row = TypeVar("Row")


def space_for(user: User, module: UUID) -> tuple[Enrolment, ProgrammeModule]:
    """The user's place in the group whose space it is, and the module; two queries. Raises Http404."""
    row = access.module_for(user, module)
    return access.enrolment_of(user, row.programme.slug), row


def decision_for(user: User, uuid: UUID) -> Decision:
    """A decision of one of the user's leader groups. Raises Http404."""
    rows = Decision.objects.filter(access.member_of("leader_group__", user), uuid=uuid)
    return _found(rows.select_related("programme_module").first())


def contribution_of(user: User, uuid: UUID) -> Contribution:
    """What the user said themselves, in a group they belong to. Raises Http404."""
    rows = Contribution.objects.filter(access.member_of("leader_group__", user), uuid=uuid, author=user)
    return _found(rows.select_related("programme_module", "item").first())


def led_by(user: User, group: LeaderGroup) -> bool:
    """Whether staff may read and comment on what a group wrote: those who run its programme. No query beside rights."""
    return staff.runs(user, group.programme)


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
