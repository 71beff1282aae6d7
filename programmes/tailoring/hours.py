"""The time a programme takes, by module and phase, beside that of the template it was made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

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
    rows = ProgrammeItem.objects.filter(programme_module__programme=template, programme_module__removed_at=None)
    found: defaultdict[tuple[UUID, str], int] = defaultdict(int)
    # In no order: they are only added up.
    for module, phase, own, newest in rows.order_by().values_list(
        "programme_module__module", "phase", "minutes_override", "thing__current_edition__facts__minutes"
    ):
        found[module, phase] += own or newest or 0
    return Planned(dict(found))
