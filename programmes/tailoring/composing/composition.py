"""From answers to a programme: first rows that are only shown and checked, in the end the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from localisation.text import LocalisedText
from programmes.library.models import Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.composing import cases, clients
from programmes.tailoring.composing.answers import CLIENT, SUMMARY, Answers
from programmes.tailoring.copying import Copy, copy_of, origin_of
from programmes.tailoring.focus import services as focus
from programmes.tailoring.links import Links
from programmes.tailoring.models import Programme, ProgrammeModule, Sketch
from programmes.tailoring.plan import Plan, PlannedModule, planned_modules
from programmes.tailoring.services import free_slug, span_of

# Sent when a sketch became a draft, inside the same transaction: `sketch`, `programme`.
programme_made = Signal()


@dataclass(frozen=True)
class Composition:
    """A programme as the answers would make it, titles for a reader of `language`."""

    answers: Answers
    language: str

    @cached_property
    def copy(self) -> Copy:
        programme = self._programme()
        source = self.answers.source
        copy = copy_of(source, programme, self.answers.timing) if source else Copy(programme)
        _append(copy, self.answers.wishes.get("modules", []), self.answers)
        return copy

    def _programme(self) -> Programme:
        answers = self.answers
        return Programme(
            title=answers.title, client=answers.client, aim=LocalisedText(answers.of(CLIENT, "aim", {})),
            languages=answers.languages, country=answers.country, sector=answers.sector,
            course_leader_id=answers.of(CLIENT, "course_leader"),
            **(origin_of(answers.source) if answers.source else {}),
        )  # fmt: skip

    @cached_property
    def proposals(self) -> list[cases.Proposal]:
        return cases.propose(self.answers.sector, self.answers.wishes, self.copy)

    @property
    def chosen_cases(self) -> list[str]:
        """The keys of the cases to be added, until the summary says otherwise."""
        chosen = self.answers.given.get(SUMMARY, {}).get("cases")
        return cases.chosen_at_first(self.proposals) if chosen is None else list(chosen)

    def modules(self) -> list[PlannedModule]:
        """Without any case added."""
        return planned_modules(self.copy.modules, self.copy.items, self.copy.gatherings, self.language)

    def plan(self, links: Links) -> Plan:
        """With the chosen cases, for the checks."""
        counts = {"leader_groups": len(self.answers.groups)}
        items = [*self.copy.items, *cases.items_for(self.copy, self.proposals, self.chosen_cases)]
        planned = planned_modules(self.copy.modules, items, self.copy.gatherings, self.language)
        return Plan(self.copy.programme, planned, self.language, self.answers.today, counts, links)

    def save(self, chosen: Sequence[str]) -> Programme:
        """The draft, with the chosen cases, its leader groups and its focus areas."""
        copy = self.copy
        copy.items += cases.items_for(copy, self.proposals, chosen)
        copy.programme.slug = free_slug(str(copy.programme.title))
        programme = copy.save()
        if groups := self.answers.groups:
            clients.make(programme, groups)
        if areas := self.answers.areas:
            focus.choose(programme, areas)
        return programme


def _append(copy: Copy, wished: list[str], answers: Answers) -> None:
    """Modules that the client asked for and the starting point lacks, last."""
    there = {str(module.module_id) for module in copy.modules}
    lacking = [key for key in wished if key not in there]
    if not lacking:
        return
    things = Thing.objects.on_offer(ThingKind.MODULE).filter(pk__in=lacking)
    found = {str(thing.pk): thing for thing in things.select_related("current_edition")}
    for thing in (found[key] for key in lacking if key in found):
        last = copy.modules[-1] if copy.modules else None
        facts = thing.current_edition.facts if thing.current_edition else {}
        start = answers.timing.next_start(last.ends_on) if last and last.ends_on else answers.starts_on
        copy.modules.append(_module(copy.programme, thing, len(copy.modules) + 1, facts.get("weeks") or 13, start))


def _module(programme: Programme, thing: Thing, position: int, weeks: int, start: date) -> ProgrammeModule:
    module = ProgrammeModule(programme=programme, module=thing, position=position, weeks=weeks, starts_on=start)
    if span := span_of(module):
        module.ends_on = span.ends_on
    return module


class MadeAlready(Exception):
    """The sketch has become a draft meanwhile."""


@transaction.atomic
def make(sketch: Sketch, composition: Composition, chosen: Sequence[str]) -> Programme:
    """The draft of a sketch. Raises `MadeAlready`, and leaves nothing behind, for whoever asks twice."""
    programme = composition.save(chosen)
    mine = Sketch.objects.filter(pk=sketch.pk, programme=None)
    if not mine.update(programme=programme, updated_at=timezone.now()):
        raise MadeAlready(str(sketch))
    programme_made.send(Sketch, sketch=sketch, programme=programme)
    return programme
