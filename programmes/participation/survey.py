"""A programme without words: its modules and items in time, its gatherings, and one participant's marks.

All that `progress` needs to say where somebody is, read with five queries whatever the programme's size. Rows are plain
values, not model instances: a year has some hundred and sixty items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cms.accounts.models import User
from programmes.library.vocabulary import Phase
from programmes.participation import progress
from programmes.participation.models import Completion, Opening
from programmes.participation.ways import OWN, Ways
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule

# What was marked as done, and what was opened but is not done, the latest first.
Marks = tuple[frozenset[int], tuple[int, ...]]
NO_MARKS: Marks = (frozenset(), ())
PHASE_ORDER = {phase.value: number for number, phase in enumerate(Phase)}


class Place(NamedTuple):
    """A module of a programme. `edition` is what participants see: the pinned one, else the library's newest."""

    pk: int
    uuid: UUID
    starts_on: date | None
    ends_on: date | None
    pause_from: date | None
    pause_to: date | None
    label: str
    thing: UUID
    edition: int | None


class Step(NamedTuple):
    """An item of a programme, as progress sees it."""

    key: int
    phase: str
    opens_on: date | None
    due_on: date | None
    required: bool


@dataclass(frozen=True)
class SurveyedModule:
    place: Place
    stretch: progress.Stretch
    gatherings: tuple[Gathering, ...]


@dataclass(frozen=True)
class Survey:
    """Modules in their order. Marks are keys of items, and may be of the person's other programmes too."""

    programme: Programme
    modules: tuple[SurveyedModule, ...]
    done: frozenset[int]
    # Opened but not done, the latest first.
    opened: tuple[int, ...]
    ways: Ways = OWN

    @cached_property
    def stretches(self) -> list[progress.Stretch]:
        return [module.stretch for module in self.modules]

    @cached_property
    def steps(self) -> dict[int, tuple[int, progress.Step]]:
        """By key: the number of its module, and the step."""
        return {step.key: (number, step) for number, stretch in enumerate(self.stretches) for step in stretch.steps}

    @cached_property
    def gatherings(self) -> dict[int, tuple[int, Gathering]]:
        """By key: the number of its module, and the gathering."""
        return {
            gathering.pk: (number, gathering)
            for number, module in enumerate(self.modules)
            for gathering in module.gatherings
        }


def survey(programme: Programme, user: User | None, ways: Ways = OWN) -> Survey:
    """The programme as it lies before the user, five queries; or before somebody new to it (None), three."""
    places = read_places(programme.modules.order_by("position", "pk"))
    steps = _steps(programme)
    gatherings: defaultdict[int, list[Gathering]] = defaultdict(list)
    for gathering in Gathering.objects.filter(programme_module__programme=programme).order_by("starts_at", "pk"):
        gatherings[gathering.programme_module_id].append(gathering)
    modules = tuple(_surveyed(place, steps[place.pk], gatherings[place.pk]) for place in places)
    return Survey(programme, modules, *(_marks(user) if user else NO_MARKS), ways)


def read_places(rows: QuerySet[ProgrammeModule]) -> list[Place]:
    """The modules; one query."""
    fields = ("pk", "uuid", "starts_on", "ends_on", "pause_from", "pause_to", "module__label", "module_id")
    edition = Coalesce("pinned_edition_id", "module__current_edition_id")
    return [Place(*row) for row in rows.values_list(*fields, edition)]


def place_of(module: ProgrammeModule) -> Place:
    """A module that is loaded already, with its library object."""
    return Place(
        module.pk, module.uuid, module.starts_on, module.ends_on, module.pause_from, module.pause_to,
        module.module.label, module.module_id, module.pinned_edition_id or module.module.current_edition_id,
    )  # fmt: skip


def _steps(programme: Programme) -> defaultdict[int, list[Step]]:
    """The items of each module in the order of the crossing; one query."""
    rows = ProgrammeItem.objects.filter(programme_module__programme=programme).order_by("position", "pk")
    found: defaultdict[int, list[Step]] = defaultdict(list)
    fields = ("programme_module_id", "pk", "phase", "opens_on", "due_on", "required")
    for module, key, phase, opens_on, due_on, required in rows.values_list(*fields):
        found[module].append(Step(key, phase, opens_on, due_on, required))
    for steps in found.values():
        steps.sort(key=lambda step: PHASE_ORDER[step.phase])
    return found


def _surveyed(place: Place, steps: Iterable[Step], gatherings: Iterable[Gathering]) -> SurveyedModule:
    held = tuple(gatherings)
    meetings = tuple(meeting for gathering in held if (meeting := meeting_of(gathering)))
    return SurveyedModule(place, progress.Stretch(place.starts_on, place.ends_on, tuple(steps), meetings), held)


def meeting_of(gathering: Gathering) -> progress.Meeting | None:
    """The gathering as progress sees it; None when it has no date or does not take place."""
    if gathering.starts_at is None or gathering.cancelled_at:
        return None
    return progress.Meeting(gathering.pk, local_days(gathering)[1])


def local_days(gathering: Gathering) -> tuple[date, date]:
    """First and last day of a gathering with a date, in its own time zone."""
    start, end = hours(gathering)
    return start.date(), end.date()


def hours(gathering: Gathering) -> tuple[datetime, datetime]:
    """When a gathering begins and ends, in its own time zone. Raises ValueError for one without a date."""
    if gathering.starts_at is None:
        raise ValueError(f"gathering {gathering.uuid} has no date")
    zone = ZoneInfo(gathering.timezone)
    return gathering.starts_at.astimezone(zone), (gathering.ends_at or gathering.starts_at).astimezone(zone)


def _marks(user: User) -> Marks:
    """What the user has marked as done, and what they have opened but not done, the latest first; two queries."""
    done = frozenset(Completion.objects.filter(user=user).values_list("item_id", flat=True))
    opened = Opening.objects.filter(user=user).order_by("-opened_at").values_list("item_id", flat=True)
    return done, tuple(item for item in opened if item not in done)
