"""Making and finding benchmarks (R15). What may be in a version is decided in `disclosure.benchmark`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.functional import cached_property

from assessments.ballots.models import Release, Round, RoundUnit
from assessments.ballots.units import organisation_source
from assessments.disclosure.benchmark import Contribution, Key, mean, next_set, respondents
from assessments.instruments.models import Instrument
from assessments.results.models import Benchmark
from programmes.library.vocabulary import Sector
from programmes.participation.models import Organisation

Found = dict[str, dict[Key, Contribution]]


class Kind(NamedTuple):
    """What can be compared: the same instrument, answered on a scale of as many steps, in one sector."""

    instrument: int
    steps: int
    sector: str


class Line(NamedTuple):
    """A benchmark as a reader sees it. `n`: at least about so many answered each item."""

    sector: str
    number: int
    made_on: date
    n: int
    items: Mapping[str, Mapping[str, float]]


def line_for(round: Round) -> Line | None:
    """The newest benchmark for the results of a round, the same for all its readers; at most one query."""
    if not round.programme.sector:
        return None
    steps = len(round.version.content.scale.steps)
    made = Benchmark.objects.filter(instrument=round.version.instrument_id, sector=round.programme.sector, steps=steps)
    newest = made.order_by("-number").first()
    if newest is None:
        return None
    least = min(item["n"] for item in newest.items.values())
    return Line(newest.get_sector_display(), newest.number, newest.made_on, least, newest.items)


def refresh() -> int:
    """Make a new version of every benchmark that may change; returns how many."""
    return sum(_refresh(instrument) for instrument in Instrument.objects.all())


@transaction.atomic
def _refresh(instrument: Instrument) -> int:
    # One worker at a time: two versions made of the same releases could be subtracted.
    Instrument.objects.select_for_update().get(pk=instrument.pk)
    made = 0
    for steps, gathered in _Gathered.by_scale(instrument).items():
        for sector in Sector.values:
            made += _next_version(Kind(instrument.pk, steps, sector), gathered)
    return made


class _Gathered:
    """What the releases of an instrument display of organisations, on one scale."""

    def __init__(self) -> None:
        self.found: Found = defaultdict(dict)

    @classmethod
    def by_scale(cls, instrument: Instrument) -> dict[int, _Gathered]:
        scales: dict[int, _Gathered] = defaultdict(cls)
        releases = Release.objects.filter(round__version__instrument=instrument).select_related("round__version")
        for release in releases.order_by("pk").iterator():
            steps = len(release.round.version.content.scale.steps)
            for code, each in _displayed(release):
                scales[steps].found[code][each.key] = each
        return scales

    @cached_property
    def sectors(self) -> dict[int, str]:
        return dict(Organisation.objects.values_list("pk", "sector"))

    def newest(self, code: str, sector: str) -> list[Contribution]:
        """One contribution of each organisation of the sector: that of its last release."""
        by_age = sorted(self.found[code].values(), key=lambda each: each.release)
        mine = (each for each in by_age if self.sectors.get(each.organisation) == sector)
        return list({each.organisation: each for each in mine}.values())


def _displayed(release: Release) -> Iterator[tuple[str, Contribution]]:
    """What is shown in full of each organisation, item by item."""
    sources = {tuple(unit.path): unit.source for unit in RoundUnit.objects.filter(round=release.round_id)}
    prefix = organisation_source(0)[:-1]
    for unit in release.data["units"]:
        source = sources.get(tuple(unit["path"]), "")
        if len(unit["path"]) == 1 and source.startswith(prefix):
            for code, item in unit.get("items", {}).items():
                measures = {which: item[which] for which in ("today", "ambition") if which in item}
                if all(measure["display"] == "full" for measure in measures.values()):
                    tenths = {which: _tenths(measure) for which, measure in measures.items()}
                    yield (
                        code,
                        Contribution(
                            organisation=int(source.removeprefix(prefix)),
                            release=release.pk,
                            programme=release.round.programme_id,
                            n=item["today"]["n"],
                            tenths=tenths,
                        ),
                    )


def _tenths(measure: Mapping[str, Any]) -> int:
    return round(10 * measure["mean"])


def _next_version(kind: Kind, gathered: _Gathered) -> bool:
    """Store the next version, if anything may be in it that isn't in the last."""
    versions = Benchmark.objects.filter(instrument=kind.instrument, sector=kind.sector, steps=kind.steps)
    history = [version.holds for version in versions.order_by("number")]
    sets = {}
    for code, found in gathered.found.items():
        before = [_held(holds[code], found) for holds in history if code in holds]
        if chosen := next_set(before, gathered.newest(code, kind.sector)):
            sets[code] = chosen
    holds = {code: [list(one.key) for one in each] for code, each in sets.items()}
    if not holds or (history and holds == history[-1]):
        return False
    Benchmark.objects.create(
        instrument_id=kind.instrument,
        sector=kind.sector,
        steps=kind.steps,
        number=len(history) + 1,
        items={code: _shown(each) for code, each in sets.items()},
        holds=holds,
    )
    return True


def _held(keys: Iterable[Sequence[int]], found: Mapping[Key, Contribution]) -> list[Contribution]:
    return [found[organisation, release] for organisation, release in keys]


def _shown(contributions: list[Contribution]) -> dict[str, float]:
    asked = [which for which in ("today", "ambition") if all(which in each.tenths for each in contributions)]
    return {**{which: mean(contributions, which) for which in asked}, "n": respondents(contributions)}
