"""The time a programme takes, by module and phase, beside that of the template it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from programmes.tailoring.models import ProgrammeItem


@dataclass(frozen=True)
class Planned:
    """Minutes by library module and phase; nothing where there is no template."""

    minutes: Mapping[tuple[UUID, str], int] = field(default_factory=dict)

    def of(self, module: UUID, phase: str) -> int:
        return self.minutes.get((module, phase), 0)

    def of_module(self, module: UUID) -> int:
        return sum(minutes for (key, _phase), minutes in self.minutes.items() if key == module)

    @property
    def total(self) -> int:
        return sum(self.minutes.values())


def planned_in(template: int | None) -> Planned:
    """The minutes of a template's items as the library has them now, or as it says otherwise. One query, or none."""
    if template is None:
        return Planned()
    newest = Cast(KeyTextTransform("minutes", "thing__current_edition__facts"), IntegerField())
    rows = (
        ProgrammeItem.objects.filter(programme_module__programme=template, programme_module__removed_at=None)
        .order_by()
        .values("programme_module__module", "phase")
        .annotate(minutes=Sum(Coalesce(NullIf("minutes_override", 0), newest, 0)))
    )
    found = rows.values_list("programme_module__module", "phase", "minutes")
    return Planned({(module, phase): minutes for module, phase, minutes in found})
