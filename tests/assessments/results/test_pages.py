"""Results pages: who sees which unit, and that all they see is the release."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.ballots.models import Release, Round, RoundUnit
from assessments.ballots.services import close_round
from cms.accounts.models import User
from programmes.participation.models import Enrolment
from tests.assessments import factories
from tests.growth import many

pytestmark = pytest.mark.django_db

SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 9}, "Vik kommune": {"Oppvekst": 7, "Kultur": 3}}


def closed(**options: object) -> Round:
    round = factories.open_one(SHAPE, of=factories.version(items=6, **options))
    factories.answer_all(round)
    close_round(round)
    return round


@pytest.fixture
def round() -> Round:
    return closed()


def member(round: Round, group: str) -> User:
    return Enrolment.objects.filter(leader_group__programme=round.programme, leader_group__name__nb=group)[0].user


def unit(round: Round, *path: str) -> RoundUnit:
    return RoundUnit.objects.get(round=round, path=list(path))


def results(client: Client, round: Round, of: RoundUnit | None = None, language: str = "nb") -> object:
    with translation.override(language):
        args = [round.pk, of.pk] if of else [round.pk]
        return client.get(reverse("mapping_results_of" if of else "mapping_results", args=args))


def test_a_participant_begins_with_their_own_group(client: Client, round: Round) -> None:
    client.force_login(member(round, "Helse"))
    answer = results(client, round)
    text = answer.content.decode()
    assert "<h1>Helse</h1>" in text
    assert [tab["label"] for tab in answer.context["tabs"]] == ["Helse", "Fjord kommune", "Programmet"]
    assert "Stab" not in text
    assert "Vik kommune" not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (("Fjord kommune", "Helse"), 200),
        (("Fjord kommune",), 200),
        ((), 200),
        (("Fjord kommune", "Stab"), 404),
        (("Vik kommune",), 404),
        (("Vik kommune", "Oppvekst"), 404),
    ],
)
def test_units_of_others_are_not_there(client: Client, round: Round, path: tuple[str, ...], status: int) -> None:
    client.force_login(member(round, "Helse"))
    assert results(client, round, unit(round, *path)).status_code == status


def test_the_unit_of_another_round_is_not_there(client: Client, round: Round) -> None:
    other = closed(code="other")
    client.force_login(member(round, "Helse"))
    assert results(client, round, unit(other, "Fjord kommune", "Helse")).status_code == 404
    assert results(client, other).status_code == 404


def test_the_course_leader_sees_all_units(client: Client, round: Round) -> None:
    leader = factories.person("kursleder")
    type(round.programme).objects.filter(pk=round.programme_id).update(course_leader=leader)
    client.force_login(leader)
    text = results(client, round).content.decode()
    assert "<h1>Programmet</h1>" in text
    assert "Ledergruppene side om side" in text
    for name in ("Helse", "Stab", "Oppvekst", "Kultur", "Vik kommune"):
        assert name in text
    assert results(client, round, unit(round, "Vik kommune", "Oppvekst")).status_code == 200


def test_strangers_find_nothing(client: Client, round: Round) -> None:
    assert results(client, round).status_code == 302
    client.force_login(factories.person())
    assert results(client, round).status_code == 404
    client.force_login(member(round, "Helse"))
    assert results(client, round).status_code == 200


def test_a_group_that_is_not_shown_says_why(client: Client, round: Round) -> None:
    client.force_login(member(round, "Kultur"))
    text = results(client, round).content.decode()
    assert "Slått sammen" in text
    assert "Færre enn 5 var invitert. Svarene teller med i hele programmet." in text
    assert '<svg class="plot' not in text


def test_a_round_with_too_few_answers_says_so(client: Client) -> None:
    round = factories.open_one(SHAPE)
    factories.answer_all(round, of=factories.tickets(round)[:4])
    close_round(round)
    client.force_login(member(round, "Helse"))
    for path in ((), ("Fjord kommune", "Helse")):
        assert "Færre enn 5 svarte i alt." in results(client, round, unit(round, *path)).content.decode()


@pytest.mark.parametrize("who", ["Helse", "leader"])
def test_while_a_round_is_open_nobody_sees_anything(client: Client, who: str) -> None:
    round = factories.open_one(SHAPE, closes_at=timezone.now() + timedelta(days=2))
    leader = factories.person()
    type(round.programme).objects.filter(pk=round.programme_id).update(course_leader=leader)
    client.force_login(leader if who == "leader" else member(round, who))
    before = results(client, round)
    assert "Her vises ingen tall underveis" in before.content.decode()
    factories.answer_all(round)
    assert strip(results(client, round)) == strip(before)


def strip(answer: object) -> list[str]:
    return [line for line in answer.content.decode().splitlines() if "csrf" not in line.lower()]


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize("levels", [False, True])
def test_pictures_sentences_tables_and_questions(client: Client, language: str, levels: bool) -> None:
    round = closed(levels=levels)
    client.force_login(member(round, "Helse"))
    answer = results(client, round, unit(round), language=language)
    page = answer.context["page"]
    assert len(page.figures) == 2
    for figure in page.figures:
        assert figure.picture.count("<svg") == 3
        assert figure.rows
        assert {len(row) for row in figure.rows} == {len(figure.columns)}
    assert page.findings
    assert page.dialogue
    assert page.figures[0].picture in answer.content.decode()


def test_names_are_in_the_readers_language(client: Client, round: Round) -> None:
    client.force_login(member(round, "Helse"))
    text = results(client, round, language="da").content.decode()
    assert "<h1>Helse (da)</h1>" in text
    assert "Evne 1 (da)" in text


def test_a_unit_whose_group_is_gone_keeps_its_name(client: Client, round: Round) -> None:
    RoundUnit.objects.filter(path=["Fjord kommune"]).update(source="organisation:0")
    client.force_login(member(round, "Helse"))
    leader = factories.person()
    type(round.programme).objects.filter(pk=round.programme_id).update(course_leader=leader)
    client.force_login(leader)
    assert "<h1>Fjord kommune</h1>" in results(client, round, unit(round, "Fjord kommune")).content.decode()


def test_an_instrument_of_another_shape_has_its_pictures(client: Client) -> None:
    round = closed(code="short", steps=3, ambition=False)
    client.force_login(member(round, "Helse"))
    for path in ((), ("Fjord kommune", "Helse")):
        page = results(client, round, unit(round, *path)).context["page"]
        assert page.figures[0].picture.count("<svg") == 3


def test_every_number_on_the_page_is_from_the_release(client: Client, round: Round) -> None:
    """Change the release, and the page follows; there is no other source."""
    client.force_login(member(round, "Helse"))
    release = Release.objects.get(round=round)
    data = release.data
    for each in data["units"]:
        each.pop("items", None)
        each.pop("n", None)
        each["status"] = "hidden"
    Release.objects.filter(pk=release.pk).update(data=data)
    text = results(client, round, unit(round)).content.decode()
    assert "Vises ikke alene" in text
    assert '<svg class="plot' not in text


@pytest.mark.parametrize("groups", [5, many(50)])
def test_results_ask_the_same_questions_for_any_number(
    client: Client, django_assert_num_queries: object, groups: int
) -> None:
    shape = {"Fjord kommune": {f"Gruppe {number}": 6 for number in range(groups)}}
    round = factories.open_one(shape, of=factories.version(items=2))
    factories.answer_all(round)
    close_round(round)
    client.force_login(member(round, "Gruppe 1"))
    results(client, round)
    with django_assert_num_queries(12):
        results(client, round)
    leader = factories.person()
    type(round.programme).objects.filter(pk=round.programme_id).update(course_leader=leader)
    client.force_login(leader)
    with django_assert_num_queries(8):
        results(client, round)
