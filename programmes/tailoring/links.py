"""Where in the admin something of a plan is mended. The board is the usual place; the wizard has pages of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.urls import reverse

if TYPE_CHECKING:
    from programmes.tailoring.models import Gathering, Programme
    from programmes.tailoring.plan import PlannedItem, PlannedModule


class Links(Protocol):
    """Addresses of the pages that mend things; '' where there is none yet."""

    def module(self, module: PlannedModule) -> str: ...

    def gathering(self, module: PlannedModule, gathering: Gathering | None) -> str:
        """The page of a gathering, or the one on which it is made when there is none."""

    def item(self, item: PlannedItem) -> str: ...

    def booking(self, module: PlannedModule, item: PlannedItem) -> str:
        """Where a speaker who is taken that day is exchanged, or the day is."""

    def cases(self, module: PlannedModule, sector: str) -> str:
        """Where a case from a sector is added to the module's gathering."""

    def leader_groups(self, programme: Programme) -> str:
        """Where a leader group is added; '' for the page that leader groups have anyway."""


class BoardLinks:
    """The pages behind the board."""

    def module(self, module: PlannedModule) -> str:
        return reverse("programmes:module", args=[module.row.pk])

    def gathering(self, module: PlannedModule, gathering: Gathering | None) -> str:
        if gathering is None:
            return reverse("programmes:gathering_add", args=[module.row.pk])
        return reverse("programmes:gathering", args=[gathering.pk])

    def item(self, item: PlannedItem) -> str:
        return reverse("programmes:item", args=[item.row.pk])

    def booking(self, module: PlannedModule, item: PlannedItem) -> str:
        return self.item(item)

    def cases(self, module: PlannedModule, sector: str) -> str:
        return f"{reverse('programmes:items_add', args=[module.row.pk, 'gathering'])}?sector={sector}"

    def leader_groups(self, programme: Programme) -> str:
        return ""
