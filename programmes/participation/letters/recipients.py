"""Who gets mail of a programme: its participants, and what they have chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q

from cms.accounts.models import User
from programmes.participation.letters.models import MailChoice
from programmes.participation.letters.timing import zone_of
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme


class Sort(StrEnum):
    """The sorts of mail a participant can do without; the names are those of the switches."""

    GATHERINGS = "gatherings"
    DEADLINES = "deadlines"
    DIGEST = "digest"


@dataclass(frozen=True)
class Recipient:
    user: User
    zone: ZoneInfo
    declined: frozenset[str]

    def wants(self, sort: Sort) -> bool:
        return sort not in self.declined


def running() -> list[Programme]:
    """The programmes whose participants get mail; one query."""
    rows = Programme.objects.filter(kind=Programme.Kind.DELIVERY, status=Programme.Status.RUNNING)
    return list(rows.select_related("course_leader").order_by("pk"))


def recipients(programmes: Collection[int]) -> dict[int, list[Recipient]]:
    """The people of each programme by its key, each once a programme; two queries."""
    rows = Enrolment.objects.filter(leader_group__programme__in=programmes, user__is_active=True).select_related(
        "user", "leader_group__organisation"
    )
    declined = {choice.user_id: _declined(choice) for choice in MailChoice.objects.filter(_any_off())}
    found: defaultdict[int, dict[int, Recipient]] = defaultdict(dict)
    for row in rows.order_by("pk"):
        zone = zone_of(row.leader_group.organisation.country)
        person = Recipient(row.user, zone, declined.get(row.user_id, frozenset()))
        found[row.leader_group.programme_id].setdefault(row.user_id, person)
    return {programme: list(people.values()) for programme, people in found.items()}


def _any_off() -> Q:
    return Q(gatherings=False) | Q(deadlines=False) | Q(digest=False)


def _declined(choice: MailChoice) -> frozenset[str]:
    return frozenset(sort.value for sort in Sort if not getattr(choice, sort.value))
