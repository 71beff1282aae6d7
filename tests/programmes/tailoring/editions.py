"""Running programmes that hold on to an edition, for tests of updates."""

from __future__ import annotations

from collections.abc import Iterable

from cms.accounts.models import User
from programmes.library.models import Thing
from programmes.tailoring import services
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.updates.deciding import Target, target_of
from tests.programmes.tailoring.factories import STARTS_ON, make_programme, make_template


def running(number: int = 1, leader: User | None = None, template: Programme | None = None) -> list[Programme]:
    """Programmes of one template whose only module has opened, and holds on to edition 1 of everything."""
    template = template or make_template(items_per_module=1, modules=1)
    made = [make_programme(template, course_leader=leader) for _number in range(number)]
    Programme.objects.filter(pk__in=[row.pk for row in made]).update(status=Programme.Status.RUNNING)
    services.pin_opened_modules(STARTS_ON)
    return list(Programme.objects.filter(pk__in=[row.pk for row in made]))


def item_of(programme: Programme) -> ProgrammeItem:
    """The first item of a programme, read anew."""
    rows = ProgrammeItem.objects.select_related(
        "thing__current_edition", "pinned_edition", "programme_module__programme", "speaker_override"
    )
    return rows.filter(programme_module__programme=programme).earliest("pk")


def element_of(programme: Programme) -> Thing:
    return item_of(programme).thing


def targets(programmes: Iterable[Programme]) -> list[Target]:
    """The first item of each programme, with the edition that the library has now."""
    return [target_of(item_of(programme)) for programme in programmes]
