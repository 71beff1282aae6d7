"""*Our journey* as values ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.participation.groups.models import Decision
from programmes.participation.journey.legs import Leg, legs_of
from programmes.participation.models import Enrolment
from programmes.participation.writing.titles import Title, Titles


@dataclass(frozen=True)
class Stop:
    """A day on the way: a decision with its text, or a mapping that closed, without one."""

    on: date
    title: Title
    text: str
    url: str


@dataclass(frozen=True)
class Journey:
    legs: Sequence[Leg]
    stops: Sequence[Stop]
    decided: int


def journey(enrolment: Enrolment, language: str) -> Journey:
    """The way of the participant's leader group so far; a fixed number of queries."""
    legs = legs_of(enrolment, language)
    decisions = _decisions(enrolment, language)
    mapped = [
        Stop(mark.on, Title(_("Mapping: %(title)s") % {"title": mark.title}), "", mark.url)
        for leg in legs
        for mark in leg.marks
    ]
    stops = sorted([*mapped, *decisions], key=lambda stop: stop.on)
    return Journey(legs, stops, len(decisions))


def _decisions(enrolment: Enrolment, language: str) -> list[Stop]:
    """What the group decided, in the order it was written down; three queries at most."""
    rows = Decision.objects.filter(leader_group=enrolment.leader_group).select_related(
        "programme_module__module__current_edition", "programme_module__pinned_edition"
    )
    found = list(rows.order_by("created_at", "pk"))
    titles = Titles([row.programme_module for row in found], language)
    return [
        Stop(
            timezone.localtime(row.created_at).date(), titles.of(row.programme_module), row.text,
            reverse("my_group_space", args=[row.programme_module.uuid]),
        )
        for row in found
    ]  # fmt: skip
