"""*Our journey*: then, wanted, decided and now, for the reader's own leader group and from releases alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.ballots.models import Release, Round
from assessments.ballots.services import close_round, open_round, plan_round
from assessments.results.charts.reading import find_unit, told
from assessments.results.words import chart_words
from cms.accounts.models import User
from programmes.participation.groups.models import Decision
from programmes.participation.journey.pages import Journey
from programmes.participation.models import Enrolment, LeaderGroup
from programmes.tailoring.models import Programme, ProgrammeModule
from tests.assessments import factories
from tests.programmes.library.factories import make_module

pytestmark = pytest.mark.django_db
SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 6}, "Vik kommune": {"Oppvekst": 11, "Kultur": 3}}


@pytest.fixture
def programme() -> Programme:
    return factories.programme(SHAPE)


def answered(programme: Programme, version: object, seed: int, *, without: str = "") -> Round:
    round = plan_round(programme, version)
    open_round(round)
    factories.answer_all(
        round, seed=seed, of=[ticket for ticket in factories.tickets(round) if ticket.unit.path[-1:] != [without]]
    )
    close_round(round)
    return round


def group_of(programme: Programme, name: str) -> LeaderGroup:
    return LeaderGroup.objects.get(programme=programme, name__nb=name)


def member(programme: Programme, name: str) -> User:
    return Enrolment.objects.filter(leader_group=group_of(programme, name))[0].user


def module_of(programme: Programme) -> ProgrammeModule:
    thing = make_module({"nb": "Ledelse"})["nb"].thing
    return ProgrammeModule.objects.create(programme=programme, module=thing, position=1)


def page(client: Client, programme: Programme, name: str, language: str = "nb") -> tuple[Journey, str]:
    client.force_login(member(programme, name))
    with translation.override(language):
        answer = client.get(reverse("my_journey", args=[programme.slug]))
    assert answer.status_code == 200
    return answer.context["journey"], answer.content.decode()


def shown_of(round: Round, *path: str) -> dict[str, dict[str, str]]:
    """Item -> measure, as the release shows it."""
    with translation.override("nb"):
        words = chart_words()
        items = find_unit(Release.objects.get(round=round).data, list(path))["items"]
        return {code: {which: told(item[which], words) for which in ("today", "ambition")}
                for code, item in items.items()}  # fmt: skip


def test_at_the_beginning_it_says_what_will_come(client: Client, programme: Programme) -> None:
    found, text = page(client, programme, "Helse", "da")
    assert (found.legs, found.stops) == ([], [])
    assert "Når den første kortlægning er afsluttet" in text
    assert "kommer her med dato" in text


def test_after_one_round_there_is_then_and_what_was_wanted(client: Client, programme: Programme) -> None:
    round = answered(programme, factories.version(items=5), 1)
    found, text = page(client, programme, "Helse")
    [leg] = found.legs
    assert [column["label"] for column in leg.columns] == ["Spørsmål", "Da", "Ambisjon da"]
    said = shown_of(round, "Fjord kommune", "Helse")
    assert {row[0]: row[1:] for row in leg.rows} == {
        f"Evne {code[1:]}": [item["today"], item["ambition"]] for code, item in said.items()
    }
    assert leg.picture.count('class="then"') >= 2
    assert "Når kartleggingen blir besvart en gang til" in text
    assert reverse("mapping_results", args=[round.pk]) in text


def test_a_second_round_stands_beside_the_first(client: Client, programme: Programme) -> None:
    version = factories.version(items=5)
    first, second = answered(programme, version, 1), answered(programme, version, 2)
    [leg] = page(client, programme, "Helse")[0].legs
    assert [column["label"] for column in leg.columns] == ["Spørsmål", "Da", "Ambisjon da", "Nå", "Endring"]
    before, after = (shown_of(round, "Fjord kommune", "Helse") for round in (first, second))
    for row in leg.rows:
        code = f"q{row[0][-1]}"
        assert row[1:4] == [before[code]["today"], before[code]["ambition"], after[code]["today"]]
    assert any("mot runde 1" in sentence for sentence in leg.say)
    assert [mark.title for mark in leg.marks] == ["Instrument abilities", "Instrument abilities, runde 2"]


def test_a_round_that_may_not_be_compared_shows_no_later_number(client: Client, programme: Programme) -> None:
    answered(programme, factories.version(items=5, steps=5), 1)
    later = factories.definition(items=5, steps=4)
    second = answered(programme, factories.import_definition({**later, "version": 2}), 2)
    found, text = page(client, programme, "Helse")
    [leg] = found.legs
    assert "Nå" not in [column["label"] for column in leg.columns]
    assert second.number == 2
    assert "De to rundene er besvart på ulike skalaer" in text


def test_a_group_that_is_not_shown_in_both_is_told_of_the_next_unit_that_is(
    client: Client, programme: Programme
) -> None:
    version = factories.version(items=5)
    answered(programme, version, 1)
    second = answered(programme, version, 2, without="Stab")
    units = {tuple(unit["path"]): unit["status"] for unit in Release.objects.get(round=second).data["units"]}
    assert units["Fjord kommune", "Stab"] != "published"
    [leg] = page(client, programme, "Stab")[0].legs
    assert leg.whose != "Stab"
    assert any("vises ikke alene" in note for note in leg.notes)


def test_decisions_of_the_own_group_stand_on_the_way(client: Client, programme: Programme) -> None:
    module = module_of(programme)
    for name, text in (("Helse", "Vi møtes hver mandag"), ("Stab", "Vi tier om dette")):
        Decision.objects.create(leader_group=group_of(programme, name), programme_module=module, text=text)
    round = answered(programme, factories.version(items=5), 1)
    found, text = page(client, programme, "Helse")
    assert [stop.text for stop in found.stops if stop.text] == ["Vi møtes hver mandag"]
    assert "Vi tier om dette" not in text
    assert "Stab" not in text
    assert "Vik kommune" not in text
    results = client.get(reverse("mapping_results", args=[round.pk])).content.decode()
    assert reverse("my_journey", args=[programme.slug]) in results


def test_its_queries_do_not_grow_with_rounds_and_decisions(client: Client, programme: Programme) -> None:
    module = module_of(programme)
    version, group = factories.version(items=5), group_of(programme, "Helse")
    counts = []
    for seed in (1, 2):
        answered(programme, version, seed)
        Decision.objects.create(leader_group=group, programme_module=module, text=f"Vi bestemmer {seed}")
        page(client, programme, "Helse")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("my_journey", args=[programme.slug]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 8
