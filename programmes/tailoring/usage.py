"""Tells the library which programmes use its things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from programmes.library import usage
from programmes.library.models import LearningElement
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule


class Programmes:
    """A module is used where it stands, an element where it is an item, a speaker or case where such an element is."""

    def counts(self, keys: Iterable[UUID]) -> Mapping[UUID, int]:
        wanted = set(keys)
        return {key: len(programmes) for key, programmes in _programmes_by_key(wanted).items()}

    def used(self) -> list[QuerySet[Any]]:
        items = ProgrammeItem.objects.all()
        elements = LearningElement.objects.filter(translation_key__in=items.values("thing"))
        return [
            ProgrammeModule.objects.values("module"),
            items.values("thing"),
            items.exclude(speaker_override=None).values("speaker_override"),
            elements.exclude(speaker=None).values("speaker"),
            elements.exclude(case=None).values("case"),
        ]

    def places(self, key: UUID) -> list[usage.Place]:
        found = Programme.objects.filter(pk__in=_programmes_by_key({key}).get(key, set()))
        holding = _holding(key)
        return [_place(row, row.pk in holding) for row in found]


STAGES = {
    Programme.Status.DRAFT: usage.Stage.PLANNED,
    Programme.Status.OFFERED: usage.Stage.PLANNED,
    Programme.Status.RUNNING: usage.Stage.RUNNING,
    Programme.Status.COMPLETED: usage.Stage.COMPLETED,
}


def _place(programme: Programme, holds: bool) -> usage.Place:
    stage = usage.Stage.TEMPLATE if programme.is_template else STAGES[Programme.Status(programme.status)]
    return usage.Place(str(programme), reverse("programmes:board", args=[programme.pk]), stage, holds)


def _holding(key: UUID) -> set[int]:
    """The ids of the programmes that hold on to an edition of a thing. One query."""
    holds = Q(pinned_edition__thing=key)
    items = ProgrammeItem.objects.filter(holds).order_by().values("programme_module__programme")
    modules = ProgrammeModule.objects.filter(holds).order_by().values("programme")
    return set(Programme.objects.filter(Q(pk__in=items) | Q(pk__in=modules)).values_list("pk", flat=True))


def _programmes_by_key(keys: set[UUID]) -> dict[UUID, set[int]]:
    """The ids of the programmes that use each key. Three queries."""
    guests = _guests_by_element(keys)
    items = ProgrammeItem.objects.filter(Q(thing__in=keys | set(guests)) | Q(speaker_override__in=keys))
    found: dict[UUID, set[int]] = {}
    for thing, speaker, programme in items.values_list("thing", "speaker_override", "programme_module__programme"):
        for key in {thing, speaker, *guests.get(thing, ())} & keys:
            found.setdefault(key, set()).add(programme)
    for module, programme in ProgrammeModule.objects.filter(module__in=keys).values_list("module", "programme"):
        found.setdefault(module, set()).add(programme)
    return found


def _guests_by_element(keys: set[UUID]) -> dict[UUID, set[UUID]]:
    """The speakers and cases among the keys, by the elements that name them."""
    elements = LearningElement.objects.filter(Q(speaker__in=keys) | Q(case__in=keys))
    found: dict[UUID, set[UUID]] = {}
    for element, speaker, case in elements.values_list("translation_key", "speaker", "case"):
        found.setdefault(element, set()).update({speaker, case} & keys)
    return found


usage.register(Programmes())
