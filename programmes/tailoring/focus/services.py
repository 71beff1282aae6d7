"""What happens to focus areas: chosen, suggested, declined; and adding what is proposed for them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cms.accounts.models import User
from programmes.library import taxonomy
from programmes.library.models import Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring import services
from programmes.tailoring.focus.models import DeclinedFocus, FocusArea
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule


@transaction.atomic
def choose(programme: Programme, codes: Iterable[str]) -> None:
    """Make these the programme's focus areas, in this order. What nothing has as its code is left out."""
    targets = taxonomy.targets(codes)
    FocusArea.objects.filter(programme=programme).delete()
    FocusArea.objects.bulk_create(
        FocusArea(programme=programme, position=place, **target) for place, target in enumerate(targets, start=1)
    )


@transaction.atomic
def accept(programme: Programme, code: str) -> bool:
    """Add one focus area last; False for a code that nothing has. Doing it twice is doing it once."""
    targets = taxonomy.targets([code])
    rows = FocusArea.objects.filter(programme=programme)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    for target in targets:
        FocusArea.objects.get_or_create(programme=programme, **target, defaults={"position": last + 1})
    return bool(targets)


def decline(programme: Programme, code: str) -> bool:
    """Remember that a suggestion is not followed; False for a code that nothing has."""
    targets = taxonomy.targets([code])
    for target in targets:
        DeclinedFocus.objects.get_or_create(programme=programme, **target)
    return bool(targets)


@transaction.atomic
def add_element(programme: Programme, key: UUID, module: int, phase: str, by: User) -> ProgrammeItem | None:
    """Add an element last in a phase of one of the programme's modules; None when it is there or not on offer.

    Raises ProgrammeModule.DoesNotExist when the module is not (or no longer) one of the programme's.
    """
    place = ProgrammeModule.objects.select_for_update(of=("self",)).get(pk=module, programme=programme)
    there = ProgrammeItem.objects.filter(
        programme_module__programme=programme, programme_module__removed_at=None, thing=key
    )
    thing = Thing.objects.on_offer(ThingKind.ELEMENT, programme.pk).filter(pk=key).first()
    if thing is None or there.exists():
        return None
    added = services.add_things(place, [thing], phase)
    ProgrammeModule.objects.filter(pk=place.pk).update(changed_by=by)
    return added[0] if added else None
