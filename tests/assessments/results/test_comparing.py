"""A later round beside an earlier one: released numbers alone, for those who may see both."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.ballots.models import Release, Round, RoundUnit
from assessments.ballots.services import close_round, open_round, plan_round
from assessments.disclosure.comparison import Change
from assessments.results.comparing import in_words
from cms.accounts.models import User
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme
from tests.assessments import factories

pytestmark = pytest.mark.django_db

SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 6}, "Vik kommune": {"Oppvekst": 11, "Kultur": 3}}
NUMBER = re.compile(r"\d+(?:[,½]\d*)?|½")


@pytest.fixture
def programme() -> Programme:
    return factories.programme(SHAPE)


@pytest.fixture
def rounds(programme: Programme) -> tuple[Round, Round]:
    """Two closed rounds of one programme."""
    asked = factories.version(items=5)
    return answered(programme, asked, seed=1), answered(programme, asked, seed=2)


def answered(programme: Programme, asked: object, seed: int) -> Round:
    round = plan_round(programme, asked)
    open_round(round)
    factories.answer_all(round, seed=seed)
    close_round(round)
    return round


def leader(programme: Programme) -> User:
    found = factories.person()
    Programme.objects.filter(pk=programme.pk).update(course_leader=found)
    return found


def compared(client: Client, rounds: tuple[Round, Round], *path: str) -> object:
    unit = RoundUnit.objects.get(round=rounds[1], path=list(path))
    return client.get(reverse("mapping_compare", args=[rounds[1].pk, unit.pk, rounds[0].pk]))


def test_the_later_round_leads_to_the_comparison(client: Client, programme: Programme, rounds: object) -> None:
    client.force_login(leader(programme))
    first, second = rounds
    unit = RoundUnit.objects.get(round=second, path=[])
    link = reverse("mapping_compare", args=[second.pk, unit.pk, first.pk])
    later = client.get(reverse("mapping_results", args=[second.pk])).content.decode()
    assert link in later
    assert "Sammenlign med runde 1" in later
    assert "Sammenlign" not in client.get(reverse("mapping_results", args=[first.pk])).content.decode()


@pytest.mark.parametrize("path", [(), ("Fjord kommune",), ("Fjord kommune", "Helse"), ("Fjord kommune", "Stab")])
def test_every_number_is_a_displayed_one_or_the_difference_of_two(
    client: Client, programme: Programme, rounds: object, path: tuple[str, ...]
) -> None:
    client.force_login(leader(programme))
    tables = compared(client, rounds, *path).context["compared"].tables
    assert [table.caption for table in tables] == ["I dag", "Ambisjon"]
    shown = []
    for round in rounds:
        units = Release.objects.get(round=round).data["units"]
        shown.append(next(unit for unit in units if unit["path"] == list(path))["items"])
    for which, table in zip(("today", "ambition"), tables, strict=True):
        for code, row in zip(shown[1], table.rows, strict=True):
            both = [items[code][which] for items in shown]
            told = [as_number(each) for each in NUMBER.findall(row[3])]
            if all(measure["display"] in ("full", "thin") for measure in both):
                assert told in ([], [abs(round_to_tenths(both[1]["mean"] - both[0]["mean"]))])
            else:
                assert told == []


def round_to_tenths(number: float) -> float:
    return round(10 * number) / 10


def as_number(text: str) -> float:
    return float(text.replace("½", ",5").replace(",", ".") if text != "½" else "0.5")


def test_each_theme_has_a_sentence_whose_counts_add_up(client: Client, programme: Programme, rounds: object) -> None:
    client.force_login(leader(programme))
    said = compared(client, rounds).context["compared"].said
    assert len(said) == 2
    for sentence, items in zip(said, (4, 1), strict=True):
        changes = sentence.partition("runde 1")[2]
        assert 0 < sum(map(int, re.findall(r"\d+", changes))) <= items


def test_a_group_that_is_not_shown_in_both_is_not_compared(client: Client, programme: Programme) -> None:
    asked = factories.version(items=5)
    first = answered(programme, asked, seed=1)
    second = plan_round(programme, asked)
    open_round(second)
    factories.answer_all(second, seed=2, of=[t for t in factories.tickets(second) if t.unit.path[-1:] != ["Helse"]])
    close_round(second)
    client.force_login(leader(programme))
    answer = compared(client, (first, second), "Fjord kommune", "Helse")
    assert answer.status_code == 200
    assert answer.context["compared"].why
    assert answer.context["compared"].tables == []


def test_only_earlier_closed_rounds_of_the_same_mapping_compare(
    client: Client, programme: Programme, rounds: object
) -> None:
    client.force_login(leader(programme))
    first, second = rounds
    other = answered(programme, factories.version(code="other"), seed=3)
    assert compared(client, (second, first)).status_code == 404
    assert compared(client, (other, second)).status_code == 404
    elsewhere = answered(factories.programme(SHAPE), factories.version(items=5), seed=4)
    assert compared(client, (elsewhere, second)).status_code == 404


def test_participants_compare_their_own_groups_alone(client: Client, programme: Programme, rounds: object) -> None:
    member = Enrolment.objects.filter(leader_group__programme=programme, leader_group__name__nb="Helse")[0].user
    client.force_login(member)
    assert compared(client, rounds, "Fjord kommune", "Helse").status_code == 200
    assert compared(client, rounds, "Fjord kommune", "Stab").status_code == 404
    client.force_login(factories.person())
    assert compared(client, rounds).status_code == 404


@pytest.mark.parametrize("shape", [{"Fjord": {"A": 12}}, {"Fjord": {chr(65 + n): 11 for n in range(8)}}])
def test_comparing_asks_the_same_questions_for_any_number_of_groups(
    client: Client, shape: dict, django_assert_num_queries: object
) -> None:
    programme, asked = factories.programme(shape), factories.version(items=5)
    pair = answered(programme, asked, 1), answered(programme, asked, 2)
    client.force_login(leader(programme))
    compared(client, pair)
    with django_assert_num_queries(12):
        compared(client, pair)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(4, "exact", coarse=False), "+0,4"),
        (Change(-12, "exact", coarse=False), "−1,2"),
        (Change(0, "exact", coarse=False), "ingen endring"),
        (Change(5, "exact", coarse=True), "omtrent +½"),
        (Change(7, "exact", coarse=True), "omtrent +0,7"),
        (Change(0, "exact", coarse=True), "omtrent som før"),
        (Change(15, "at_least", coarse=True), "+1½ eller mer"),
        (Change(-10, "at_most", coarse=True), "−1 eller mer"),
        (Change(-10, "at_least", coarse=True), "kan ikke sies"),
        (None, "kan ikke sies"),
    ],
)
def test_a_change_in_words(change: Change | None, words: str) -> None:
    assert in_words(change) == words
