"""The leader group's panel: who one goes through the programme with."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme

# Monograms shown before the rest is a number.
SHOWN = 3


@dataclass(frozen=True)
class GroupPanel:
    name: str
    organisation: str
    others: list[str]

    @property
    def first(self) -> list[str]:
        return self.others[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.others) - len(self.first)


# What a person's name is made of.
NAMED_BY = ("first_name", "last_name", "email", "is_staff", "erased_at")


def group_panel(enrolment: Enrolment) -> GroupPanel:
    """The others of the group, by name; one query."""
    group = enrolment.leader_group
    others = group.enrolments.exclude(user=enrolment.user_id).order_by("user__first_name", "pk").select_related("user")
    others = others.only("leader_group", "user", *(f"user__{field}" for field in NAMED_BY))
    return GroupPanel(
        name=str(group.name),
        organisation=str(group.organisation.name),
        others=[str(other.user) for other in others],
    )


def course_leader(programme: Programme) -> dict[str, str] | None:
    """Whom participants ask: the course leader's name and address, or None. No query when they are loaded."""
    leader = programme.course_leader
    return {"name": str(leader), "email": leader.email} if leader else None
