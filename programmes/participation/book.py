"""What new programmes get from this room: the organisations there are, and the leader groups they are made with."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.participation.lists.places import Places
from programmes.participation.models import Organisation
from programmes.tailoring.composing import clients
from programmes.tailoring.models import Programme


class OrganisationBook:
    def clients(self) -> list[clients.Client]:
        return [clients.Client(row.name, row.country, row.sector) for row in Organisation.objects.all()]

    def make(self, programme: Programme, groups: Sequence[clients.Group]) -> None:
        Places(programme, is_new=True).make(groups)


clients.register(OrganisationBook())
