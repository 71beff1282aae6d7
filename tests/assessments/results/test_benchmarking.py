"""Benchmarks across programmes: made of releases, version by version, and one more column for those who may compare."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.ballots.models import Frozen, Release, Round
from assessments.ballots.services import close_round
from assessments.instruments.models import InstrumentVersion
from assessments.results.benchmarking import line_for, refresh
from assessments.results.models import Benchmark
from cms.accounts.models import User
from programmes.library.vocabulary import Sector
from programmes.participation.models import Enrolment, Organisation
from programmes.tailoring.models import Programme
from tests.assessments import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> InstrumentVersion:
    return factories.version(items=3)


def finished(asked: InstrumentVersion, organisations: int, sector: str = Sector.MUNICIPALITY, size: int = 14) -> Round:
    """A closed round of so many organisations, one leader group in each."""
    round = factories.open_one({f"Kommune {number}": {"Ledelse": size} for number in range(organisations)}, of=asked)
    Programme.objects.filter(pk=round.programme_id).update(sector=sector)
    Organisation.objects.filter(leader_groups__programme=round.programme_id).update(sector=sector)
    factories.answer_all(round, seed=round.pk)
    close_round(round)
    return Round.objects.select_related("programme", "version").get(pk=round.pk)


def results(client: Client, round: Round) -> object:
    member: User = Enrolment.objects.filter(leader_group__programme=round.programme)[0].user
    client.force_login(member)
    return client.get(reverse("mapping_results", args=[round.pk]))


def test_a_version_needs_enough_programmes(asked: InstrumentVersion) -> None:
    finished(asked, 6)
    assert refresh() == 0
    assert not Benchmark.objects.exists()


def test_one_more_organisation_makes_no_version_and_five_do(asked: InstrumentVersion) -> None:
    """Whoever kept version 1 could otherwise subtract it and read the sixth organisation."""
    finished(asked, 5), finished(asked, 5)
    assert refresh() == 1
    first = Benchmark.objects.get()
    assert refresh() == 0
    finished(asked, 1)
    assert refresh() == 0
    finished(asked, 4), finished(asked, 4)
    assert refresh() == 1
    second = Benchmark.objects.get(number=2)
    for code, keys in first.holds.items():
        joined = [key for key in second.holds[code] if key not in keys]
        assert all(key in second.holds[code] for key in keys)
        assert not joined or len(joined) >= 5


def test_it_says_what_the_releases_display(asked: InstrumentVersion) -> None:
    rounds = [finished(asked, 5), finished(asked, 5)]
    refresh()
    made = Benchmark.objects.get()
    releases = {release.pk: release.data for release in Release.objects.filter(round__in=rounds)}
    assert made.items
    for code, item in made.items.items():
        used = {release for _organisation, release in made.holds[code]}
        units = [unit for pk in used for unit in releases[pk]["units"] if len(unit["path"]) == 1]
        shown = [
            unit["items"][code]["today"]
            for unit in units
            if {unit["items"][code][which]["display"] for which in ("today", "ambition")} == {"full"}
        ]
        total = sum(measure["n"] for measure in shown)
        assert len(shown) == len(made.holds[code])
        assert item["today"] == pytest.approx(sum(m["n"] * m["mean"] for m in shown) / total, abs=0.051)
        assert abs(item["n"] - total) <= 2
        assert item["n"] % 5 == 0


def test_sectors_and_scales_are_apart(asked: InstrumentVersion) -> None:
    finished(asked, 5), finished(asked, 5, Sector.HEALTH)
    finished(factories.version(items=3, steps=7), 5)
    assert refresh() == 0
    finished(asked, 5)
    assert refresh() == 1
    assert Benchmark.objects.get().sector == Sector.MUNICIPALITY


def test_thin_results_are_not_part_of_it(asked: InstrumentVersion) -> None:
    finished(asked, 5, size=7), finished(asked, 5, size=7)
    assert refresh() == 0


def test_readers_of_the_sector_see_one_more_column(client: Client, asked: InstrumentVersion) -> None:
    round, other = finished(asked, 5), finished(asked, 5)
    health = finished(asked, 5, Sector.HEALTH)
    assert line_for(round) is None
    refresh()
    for each in (round, other):
        figure = results(client, each).context["page"].figures[0]
        assert "På tvers av programmer: i dag" in [column["label"] for column in figure.columns]
        assert any("Versjon 1" in note for note in figure.notes)
    figure = results(client, health).context["page"].figures[0]
    assert not any("På tvers" in column["label"] for column in figure.columns)
    assert figure.notes == []


def test_a_version_is_never_changed_nor_numbered_twice(asked: InstrumentVersion) -> None:
    finished(asked, 5), finished(asked, 5)
    refresh()
    made = Benchmark.objects.get()
    with pytest.raises(Frozen):
        made.save()
    made.pk = None
    made._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
