"""The network list of a programme: those who asked to stand there, with what they chose to show."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.participation.groups.models import NetworkEntry
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme


@dataclass(frozen=True)
class NetworkPerson:
    name: str
    role: str
    organisation: str
    email: str
    phone: str


def people(programme: Programme) -> list[NetworkPerson]:
    """By name. Only those who still take part; two queries."""
    rows = NetworkEntry.objects.filter(programme=programme).select_related("user")
    places: dict[int, Enrolment] = {}
    taking_part = Enrolment.objects.filter(leader_group__programme=programme).order_by("pk")
    for place in taking_part.select_related("leader_group__organisation"):
        places.setdefault(place.user_id, place)
    found = [_person(row, places[row.user_id]) for row in rows if row.user_id in places]
    return sorted(found, key=lambda person: person.name)


def _person(row: NetworkEntry, place: Enrolment) -> NetworkPerson:
    return NetworkPerson(
        name=str(row.user) if row.user.get_full_name() else "–",
        role=str(place.role) if row.shows_role else "",
        organisation=str(place.leader_group.organisation.name) if row.shows_organisation else "",
        email=row.email,
        phone=row.phone,
    )
