"""What a coordinator sees: dates, how many are enrolled and have begun, and the list. Never who did what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from localisation import nordic
from programmes.participation import words
from programmes.participation.coordinating.access import Coordination
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Opening
from programmes.participation.outline import edition_keys, said, title_of
from programmes.participation.progress import Stretch, module_state
from programmes.participation.survey import local_days, read_places
from programmes.participation.texts import words_of
from programmes.tailoring.models import Gathering, Programme

# With fewer people a number tells who it is.
FEWEST = 4


@dataclass(frozen=True)
class CoordinationPage:
    found: Coordination
    enrolled: int
    # How many have begun, or None where the number would tell who.
    begun: int | None
    modules: list[dict[str, Any]]
    gatherings: list[dict[str, str]]
    groups: list[dict[str, Any]]

    @property
    def leader_name(self) -> str:
        leader = self.found.programme.course_leader
        return str(leader) if leader else ""


def coordination_page(found: Coordination, language: str, today: date) -> CoordinationPage:
    """Everything on the page; nine queries at most, whatever the number of participants."""
    places = list(found.places)
    users = {place.user_id for place in places}
    begun = _begun(found.programme, users)
    return CoordinationPage(
        found=found, enrolled=len(users), begun=begun if len(users) >= FEWEST else None,
        modules=_modules(found.programme, language, today), gatherings=_gatherings(found.programme),
        groups=[_group(group, places, found) for group in found.groups],
    )  # fmt: skip


def _begun(programme: Programme, users: Iterable[int]) -> int:
    """How many have opened something; one query."""
    of_programme = {"item__programme_module__programme": programme, "user__in": list(users)}
    opened = Opening.objects.filter(**of_programme).order_by().values("user")
    done = Completion.objects.filter(**of_programme).order_by().values("user")
    people = Enrolment.objects.filter(leader_group__programme=programme)
    return people.filter(Q(user__in=opened) | Q(user__in=done)).aggregate(n=Count("user", distinct=True))["n"]


def _modules(programme: Programme, language: str, today: date) -> list[dict[str, Any]]:
    places = read_places(programme.modules.order_by("position", "pk"))
    texts = words_of(edition_keys(places), language)
    return [
        {
            "title": title_of(place, texts), "lang": said(texts, place).lang,
            "time": nordic.period(place.starts_on, place.ends_on) if place.starts_on and place.ends_on else "",
            "state": module_state(Stretch(place.starts_on, place.ends_on), today),
        }
        for place in places
    ]  # fmt: skip


def _gatherings(programme: Programme) -> list[dict[str, str]]:
    rows = Gathering.objects.filter(programme_module__programme=programme, starts_at__isnull=False, cancelled_at=None)
    return [
        {
            "title": str(row.title), "day": nordic.period(*local_days(row)), "when": words.gathering_when(row),
            "place": words.gathering_place(row),
        }
        for row in rows.order_by("starts_at", "pk")
    ]  # fmt: skip


def _group(group: LeaderGroup, places: Iterable[Enrolment], found: Coordination) -> dict[str, Any]:
    slug, may_change = found.programme.slug, found.may_change
    rows = [
        {
            "name": str(place.user), "email": place.user.email, "role": str(place.role),
            "url": reverse("replace_participant", args=[slug, place.pk]) if may_change else "",
        }
        for place in places
        if place.leader_group_id == group.pk
    ]  # fmt: skip
    return {"name": str(group), "organisation": str(group.organisation), "people": rows}
