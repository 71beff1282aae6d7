"""Cases the library has for a client: those of its sector, and those it asked for, each with a place in a programme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from programmes.library.models import LearningElement, Thing
from programmes.library.querysets import elements_with_case_from
from programmes.library.vocabulary import Phase, ThingKind
from programmes.tailoring.composing.answers import Wishes
from programmes.tailoring.copying import Copy
from programmes.tailoring.models import ProgrammeItem, ProgrammeModule

MOST = 6


@dataclass(frozen=True)
class Proposal:
    """An element that can be added to the gathering of a module. `wished`: the client asked for it."""

    thing: Thing
    module: ProgrammeModule
    wished: bool

    @property
    def key(self) -> str:
        return str(self.thing.pk)


def propose(sector: str, wishes: Wishes, copy: Copy) -> list[Proposal]:
    """The elements worth adding, those wished for first; none that is there already. Two queries at most."""
    wished = _wished(wishes)
    if not copy.modules or not (sector or wished):
        return []
    found = Thing.objects.on_offer(ThingKind.ELEMENT)
    found = found.filter(Q(pk__in=wished) | Q(pk__in=elements_with_case_from(sector)))
    there = {item.thing_id for item in copy.items}
    things = [thing for thing in found.select_related("current_edition") if thing.pk not in there]
    things.sort(key=lambda thing: thing.pk not in wished)
    return [Proposal(thing, _place(thing, copy.modules), thing.pk in wished) for thing in things[:MOST]]


def _wished(wishes: Wishes) -> set[UUID]:
    cases, speakers = wishes.get("cases", []), wishes.get("speakers", [])
    if not (cases or speakers):
        return set()
    rows = LearningElement.objects.filter(Q(case__in=cases) | Q(speaker__in=speakers))
    return set(rows.values_list("translation_key", flat=True))


def _place(thing: Thing, modules: Sequence[ProgrammeModule]) -> ProgrammeModule:
    """The module of the element's theme, otherwise the first."""
    theme = _theme(thing)
    return next((module for module in modules if theme and _theme(module.module) == theme), modules[0])


def _theme(thing: Thing) -> str:
    return str(thing.current_edition.facts.get("theme") or "") if thing.current_edition else ""


def chosen_at_first(proposals: Sequence[Proposal]) -> list[str]:
    """What is ticked until somebody says otherwise: what was wished for, or else one case of the sector."""
    wished = [proposal.key for proposal in proposals if proposal.wished]
    return wished or [proposal.key for proposal in proposals[:1]]


def items_for(copy: Copy, proposals: Iterable[Proposal], chosen: Iterable[str]) -> list[ProgrammeItem]:
    """The items of the chosen proposals, last in the gatherings of their modules. Not saved."""
    wanted, items = set(chosen), list(copy.items)
    for proposal in proposals:
        if proposal.key in wanted:
            items.append(
                ProgrammeItem(
                    programme_module=proposal.module, thing=proposal.thing, phase=Phase.GATHERING,
                    position=_last(items, proposal.module) + 1,
                )
            )  # fmt: skip
    return items[len(copy.items) :]


def _last(items: Iterable[ProgrammeItem], module: ProgrammeModule) -> int:
    """The position of the last item in the module's gathering."""
    there = (item for item in items if item.programme_module is module and item.phase == Phase.GATHERING)
    return max((item.position for item in there), default=0)
