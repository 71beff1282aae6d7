"""A whole programme at one glance, for the board and the checks. A fixed number of queries, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from localisation.resolve import choose
from programmes.library.models import Edition, EditionText, IndustryCase, LibraryObject, Speaker, Thing
from programmes.library.services import contents
from programmes.library.vocabulary import ICONS, ElementKind
from programmes.tailoring.holding import Titled, Titles, give_editions
from programmes.tailoring.hours import Planned, planned_in
from programmes.tailoring.links import BoardLinks, Links
from programmes.tailoring.models import Gathering, KeptGuest, Programme, ProgrammeItem, ProgrammeModule


@dataclass(frozen=True)
class Guest:
    """A speaker or a case as an item uses it: what it is called, and until when it may be shown."""

    key: UUID
    name: str
    organisation: str
    consent_expires_on: date | None
    sector: str = ""
    archived: bool = False

    def consent_ends_before(self, day: date) -> bool:
        return self.consent_expires_on is not None and self.consent_expires_on < day


@dataclass(frozen=True)
class Guests:
    """The library's speakers and cases, and those of completed programmes as they were; None for who is hidden."""

    library: Mapping[UUID, Guest]
    kept: Mapping[tuple[int, UUID], Guest | None]

    def of(self, programme: int, key: UUID | None) -> Guest | None:
        if key is None:
            return None
        place = (programme, key)
        return self.kept[place] if place in self.kept else self.library.get(key)


class Shown(NamedTuple):
    """An item with its edition and the keys of its guests, found once: rows are asked much more slowly."""

    row: ProgrammeItem
    edition: Edition | None
    speaker: UUID | None
    case: UUID | None

    @classmethod
    def of(cls, row: ProgrammeItem) -> Shown:
        edition = row.edition
        return cls(row, edition, row.speaker_override_id or _named(edition, "speaker"), _named(edition, "case"))


@dataclass(frozen=True)
class PlannedItem:
    """An item with what is known of it. `language` is that of the title; `captioned`: it has captions of ours."""

    row: ProgrammeItem
    title: str
    language: str
    languages: frozenset[str]
    facts: Mapping[str, Any]
    speaker: Guest | None = None
    case: Guest | None = None
    captioned: bool = False

    @property
    def minutes(self) -> int:
        return self.row.minutes_override or self.facts.get("minutes") or 0

    @property
    def kind(self) -> str:
        return str(self.facts.get("kind", ""))

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "artikkel")

    @property
    def needs_captions(self) -> bool:
        spoken = self.kind in (ElementKind.VIDEO, ElementKind.PODCAST)
        return spoken and not self.captioned and not self.facts.get("captions")

    @property
    def guests(self) -> list[Guest]:
        return [guest for guest in (self.speaker, self.case) if guest]


@dataclass(frozen=True)
class PlannedModule:
    row: ProgrammeModule
    title: str
    theme: str
    gatherings: list[Gathering] = field(default_factory=list)
    items: list[PlannedItem] = field(default_factory=list)

    def phase(self, phase: str) -> list[PlannedItem]:
        return [item for item in self.items if item.row.phase == phase]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)

    @property
    def days(self) -> list[date]:
        """The days of the module's gatherings."""
        return [local_day(gathering) for gathering in self.gatherings if gathering.starts_at]

    def deadline(self, phase: str) -> date | None:
        """The last day on which something of a phase is due."""
        return max((item.row.due_on for item in self.phase(phase) if item.row.due_on), default=None)


@dataclass(frozen=True)
class Plan:
    """A programme with everything in it, saved or not. `counts`: what higher rooms count, by the name they gave it."""

    programme: Programme
    modules: list[PlannedModule]
    language: str
    today: date
    counts: Mapping[str, int] = field(default_factory=dict)
    links: Links = field(default_factory=BoardLinks)

    @cached_property
    def items(self) -> list[tuple[PlannedModule, PlannedItem]]:
        return [(module, item) for module in self.modules for item in module.items]

    @cached_property
    def planned(self) -> Planned:
        """The minutes of the template this was made from; one query the first time."""
        return planned_in(self.programme.template_id)

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    def guests(self) -> Iterator[tuple[PlannedModule, PlannedItem, Guest]]:
        """Every speaker and case with the item that uses it."""
        return ((module, item, guest) for module, item in self.items for guest in item.guests)


def local_day(gathering: Gathering) -> date:
    """The day a gathering starts, where it is held. It must have a start."""
    return in_place(gathering, gathering.starts_at).date()


def in_place(gathering: Gathering, moment: datetime | None) -> datetime:
    """A moment by the clock of the place where the gathering is held. ValueError without a moment."""
    if moment is None:
        raise ValueError("the gathering has no time")
    return moment.astimezone(ZoneInfo(gathering.timezone))


# Tells of many programmes at once how many there are of something, by primary key; those without are left out.
Counter = Callable[[Collection[int]], Mapping[int, int]]
_counters: dict[str, Counter] = {}


def counter(name: str) -> Callable[[Counter], Counter]:
    """Decorator: plans have this number in `counts` under `name`. One query for any number of programmes."""

    def add(count: Counter) -> Counter:
        _counters[name] = count
        return count

    return add


def plan_of(programme: Programme, language: str, today: date) -> Plan:
    """Everything about a programme, titles for a reader of `language`. Six queries, and one for each counter."""
    return plans_of([programme], language, today)[0]


def plans_of(programmes: Sequence[Programme], language: str, today: date) -> list[Plan]:
    """The plans of many programmes by as many queries as one takes."""
    modules = list(
        ProgrammeModule.objects.filter(programme__in=programmes).order_by("position", "pk").select_related("module")
    )
    by_id = {row.pk: row for row in modules}
    # Ordered inside each module by keys alone: the models' own order asks for the programme too.
    items = list(
        ProgrammeItem.objects.filter(programme_module__in=by_id)
        .order_by("position", "pk")
        .select_related("thing", "speaker_override")
    )
    gatherings = list(
        Gathering.objects.filter(programme_module__in=by_id, cancelled_at=None).order_by("starts_at", "pk")
    )
    by_programme = {programme.pk: programme for programme in programmes}
    for module in modules:
        module.programme = by_programme[module.programme_id]
    for row in (*items, *gatherings):
        row.programme_module = by_id[row.programme_module_id]
    planned = _planned(modules, items, gatherings, give_editions([*modules, *items]), language)
    counted = {name: count([programme.pk for programme in programmes]) for name, count in _counters.items()}
    return [
        Plan(
            programme,
            [module for module in planned if module.row.programme_id == programme.pk],
            language,
            today,
            {name: found.get(programme.pk, 0) for name, found in counted.items()},
        )
        for programme in programmes
    ]


def planned_modules(
    modules: Sequence[ProgrammeModule], items: Sequence[ProgrammeItem], gatherings: Iterable[Gathering], language: str
) -> list[PlannedModule]:
    """Rows, saved or not, with their titles, speakers and cases. Three queries when their editions are loaded."""
    titles = _titles([row.edition for row in (*modules, *items) if row.edition])
    return _planned(modules, items, gatherings, titles, language)


def _planned(
    modules: Sequence[ProgrammeModule],
    items: Sequence[ProgrammeItem],
    gatherings: Iterable[Gathering],
    titles: Titles,
    language: str,
) -> list[PlannedModule]:
    planned = {row.uuid: _module(row, titles, language) for row in modules}
    for gathering in gatherings:
        planned[gathering.programme_module.uuid].gatherings.append(gathering)
    shown = [Shown.of(row) for row in items]
    guests = _guests(shown, [row.programme for row in modules], language)
    for item in shown:
        module = item.row.programme_module
        planned[module.uuid].items.append(_item(item, module.programme_id, titles, guests, language))
    return list(planned.values())


def module_titles(modules: Iterable[ProgrammeModule], language: str) -> dict[int, str]:
    """The modules' titles for a reader of `language`, by primary key. One query when their editions are loaded."""
    rows = list(modules)
    titles = _titles([row.edition for row in rows if row.edition])
    return {row.pk: _title(row.module, row.edition, titles, language)[0] for row in rows}


def speaker_key(row: ProgrammeItem) -> UUID | None:
    """The speaker of an item: its own, otherwise the one its element has."""
    return row.speaker_override_id or _named(row.edition, "speaker")


def case_key(row: ProgrammeItem) -> UUID | None:
    return _named(row.edition, "case")


def _named(edition: Edition | None, fact: str) -> UUID | None:
    named = edition.facts.get(fact) if edition else None
    return UUID(named) if named else None


def _titles(editions: Iterable[Edition]) -> Titles:
    found: dict[int, dict[str, Titled]] = {}
    wanted = {edition.pk for edition in editions}
    for edition, language, title, captioned in EditionText.objects.filter(edition__in=wanted).values_list(
        "edition", "language", "title", "captioned"
    ):
        found.setdefault(edition, {})[language] = Titled(title, captioned)
    return found


def _guests(items: Sequence[Shown], programmes: Iterable[Programme], language: str) -> Guests:
    """Speakers and cases from the library's rows, since consent is what it is today and not at publication.

    A completed programme shows them as it did then, as long as they may be shown: two queries more.
    """
    library = {
        **_library_rows(Speaker, {item.speaker for item in items if item.speaker}, language),
        **_library_rows(IndustryCase, {item.case for item in items if item.case}, language, "sector"),
    }
    completed = {one.pk for one in programmes if one.status == Programme.Status.COMPLETED}
    return Guests(library, _kept_guests(completed, library, language) if completed else {})


def _kept_guests(
    programmes: Collection[int], library: Mapping[UUID, Guest], language: str
) -> dict[tuple[int, UUID], Guest | None]:
    kept = list(KeptGuest.objects.filter(programme__in=programmes).select_related("edition__thing"))
    said = contents([row.edition for row in kept], language, whole=True)
    found: dict[tuple[int, UUID], Guest | None] = {}
    today = timezone.localdate()
    for row in kept:
        now, words = library.get(row.thing_id), said.get(row.edition_id)
        allowed = now and words and not now.consent_ends_before(today)
        found[row.programme_id, row.thing_id] = (
            replace(now, name=words.title, organisation=words.content.get("organisation", ""))
            if allowed and now and words
            else None
        )
    return found


def _library_rows(model: type[LibraryObject], keys: set[UUID], language: str, *more: str) -> dict[UUID, Guest]:
    """What the library says today, in the language nearest to the reader's; `more` are further fields of a guest."""
    archived = Exists(Thing.objects.filter(pk=OuterRef("translation_key"), archived_at__isnull=False))
    versions: dict[UUID, dict[str, Guest]] = {}
    for code, key, title, organisation, expires, gone, *rest in (
        model._default_manager.filter(translation_key__in=keys)
        .annotate(gone=archived)
        .values_list(
            "locale__language_code", "translation_key", "title", "organisation", "consent_expires_on", "gone", *more
        )
    ):
        guest = Guest(key, title, organisation, expires, archived=gone, **dict(zip(more, rest, strict=True)))
        versions.setdefault(key, {})[code] = guest
    return {key: known[choose(known, language) or ""] for key, known in versions.items()}


def _title(thing: Thing, edition: Edition | None, titles: Titles, language: str) -> tuple[str, str]:
    """The title for a reader, and its language; the label of a thing that was never published."""
    known = titles.get(edition.pk, {}) if edition else {}
    code = choose(known, language)
    return (known[code].title, code) if code else (thing.label, language)


def _module(row: ProgrammeModule, titles: Titles, language: str) -> PlannedModule:
    edition = row.edition
    title, _language = _title(row.module, edition, titles, language)
    return PlannedModule(row, title, str(edition.facts.get("theme", "")) if edition else "")


def _item(item: Shown, programme: int, titles: Titles, guests: Guests, language: str) -> PlannedItem:
    row, edition = item.row, item.edition
    title, shown = _title(row.thing, edition, titles, language)
    texts = titles.get(edition.pk, {}) if edition else {}
    if row.title_override:
        title, shown = row.title_override.in_(language), row.title_override.language_for(language)
    return PlannedItem(
        row=row, title=title, language=shown, languages=frozenset(texts), facts=edition.facts if edition else {},
        speaker=guests.of(programme, item.speaker), case=guests.of(programme, item.case),
        captioned=any(text.captioned for text in texts.values()),
    )  # fmt: skip
