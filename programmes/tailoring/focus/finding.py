"""What the library has that could fit: a bounded number of candidates by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from localisation.resolve import choose
from programmes.library.abilities import Development
from programmes.library.models import EditionText, IndustryCase, LearningElement, Speaker, Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.focus.models import FocusArea
from programmes.tailoring.focus.ranking import Aim, Candidate, Consent, Wishes
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule

KINDS = (ThingKind.ELEMENT, ThingKind.CASE, ThingKind.MODULE)
MOST = 60  # candidates that are weighed, those with most focus areas first
Titles = dict[int, dict[str, str]]


def areas_of(programme: Programme) -> list[FocusArea]:
    """What the programme puts first. One query."""
    return list(FocusArea.objects.filter(programme=programme).order_by("position", "pk").select_related("ability"))


def aim_of(row: Any) -> Aim:
    """The aim of a focus area or of what a thing develops."""
    return Aim(row.code, row.ability.theme if row.ability else row.theme)


def wishes_of(programme: Programme, areas: Iterable[FocusArea]) -> Wishes:
    aims = [aim_of(area) for area in areas]
    return Wishes(aims, timezone.localdate(), programme.sector, tuple(programme.languages))


def candidates(programme: Programme, wishes: Wishes, language: str) -> list[Candidate]:
    """What could be proposed, titles for a reader of `language`. Five queries; none without a wish."""
    if not wishes.aims:
        return []
    things = list(_fitting(programme, wishes).select_related("current_edition")[:MOST])
    cases = {thing.pk: _named(thing, "case") for thing in things}
    developed = _developed([*cases, *(key for key in cases.values() if key)])
    titles = _titles(things)
    sectors, consents = _guests(things, cases)
    found = []
    for thing in things:
        edition, case = thing.current_edition, cases[thing.pk]
        if edition is None:
            continue
        named = titles.get(edition.pk, {})
        code = choose(named, language)
        facts = edition.facts
        found.append(
            Candidate(
                key=thing.pk, kind=thing.kind, title=named[code] if code else thing.label,
                develops=frozenset(developed.get(thing.pk, set()) | (developed.get(case, set()) if case else set())),
                theme=str(facts.get("theme") or ""), sector=sectors.get(case or thing.pk, ""),
                languages=frozenset(named), number=edition.number,
                published_on=timezone.localdate(edition.published_at),
                consents=tuple(consents.get(key, Consent(None)) for key in _shown(thing, case)),
                phase=str(facts.get("phase") or ""), minutes=int(facts.get("minutes") or 0), case=case,
                shown_in=code or "",
            )
        )  # fmt: skip
    return found


def _fitting(programme: Programme, wishes: Wishes) -> QuerySet[Thing]:
    """Things that meet a wish and that the programme does not have, those with most wishes first."""
    towards = Development.objects.towards(aim.code for aim in wishes.aims)
    around = Development.objects.filter(theme__in={aim.theme for aim in wishes.aims})
    themes = [aim.code for aim in wishes.aims if aim.is_theme]
    rows = LearningElement.objects.filter(live=True)
    telling = rows.filter(case__in=towards.values("thing")).values("translation_key")
    fits = Q(pk__in=towards.values("thing")) | Q(pk__in=around.values("thing")) | Q(pk__in=telling)
    if themes:
        fits |= Q(current_edition__facts__theme__in=themes)
    of_sector = IndustryCase.objects.filter(sector=programme.sector).values("translation_key")
    number = towards.filter(thing=OuterRef("pk")).order_by().values("thing").annotate(number=Count("pk"))
    items = ProgrammeItem.objects.filter(programme_module__programme=programme, programme_module__removed_at=None)
    return (
        Thing.objects.open_to(programme.pk)
        .published()
        .filter(fits, kind__in=KINDS)
        .exclude(pk__in=items.values("thing"))
        .exclude(pk__in=ProgrammeModule.objects.filter(programme=programme).values("module"))
        # A case is met through an element that tells of it; alone it only stands for one that could be written.
        .exclude(Q(kind=ThingKind.CASE) & Q(pk__in=rows.filter(case__isnull=False).values("case")))
        .annotate(
            hits=Coalesce(Subquery(number.values("number"), output_field=IntegerField()), 0),
            of_sector=Exists(rows.filter(translation_key=OuterRef("pk"), case__in=of_sector)),
        )
        .order_by("-hits", "-of_sector", "-current_edition__published_at", "pk")
    )


def _named(thing: Thing, fact: str) -> UUID | None:
    """The speaker or case that an edition names."""
    named = thing.current_edition.facts.get(fact) if thing.current_edition else None
    return UUID(named) if named else None


def _shown(thing: Thing, case: UUID | None) -> list[UUID]:
    """Whose consent it takes to show this: the case's, its own or the one it tells of, and the speaker's."""
    own = thing.pk if thing.kind == ThingKind.CASE else None
    return [key for key in (own, case, _named(thing, "speaker")) if key]


def _developed(things: Sequence[UUID]) -> dict[UUID, set[Aim]]:
    found: dict[UUID, set[Aim]] = {}
    for row in Development.objects.filter(thing__in=things).select_related("ability"):
        found.setdefault(row.thing_id, set()).add(aim_of(row))
    return found


def _titles(things: Iterable[Thing]) -> Titles:
    found: Titles = {}
    editions = [thing.current_edition_id for thing in things]
    rows = EditionText.objects.filter(edition__in=editions).values_list("edition", "language", "title")
    for edition, language, title in rows:
        found.setdefault(edition, {})[language] = title
    return found


def _guests(things: Sequence[Thing], cases: Mapping[UUID, UUID | None]) -> tuple[dict[UUID, str], dict[UUID, Consent]]:
    """The sectors of cases, and what consent there is, as it is today and not as it was at publication."""
    told = {case or key for key, case in cases.items()}
    speakers = {key for thing in things if (key := _named(thing, "speaker"))}
    fields = ("translation_key", "consent_given_on", "consent_expires_on")
    sectors: dict[UUID, str] = {}
    consents: dict[UUID, Consent] = {}
    rows = IndustryCase.objects.filter(translation_key__in=told, live=True)
    for key, given, expires, sector in rows.values_list(*fields, "sector"):
        sectors[key], consents[key] = sector, Consent(given, expires)
    for key, given, expires in Speaker.objects.filter(translation_key__in=speakers, live=True).values_list(*fields):
        consents[key] = Consent(given, expires)
    return sectors, consents
