"""The participant's pages: the list, the promise, the questions, and what comes after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.ballots import boxes, keys
from assessments.ballots.models import Ballot, Round, Ticket
from assessments.ballots.services import close_round, open_round, plan_round
from cms.accounts.models import User
from programmes.library.vocabulary import Phase, ThingKind
from programmes.participation.models import Enrolment, LeaderGroup
from programmes.participation.sections import sections_for
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from tests.assessments import factories
from tests.growth import many
from tests.programmes.participation.factories import make_thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def round() -> Round:
    return factories.open_one({"Fjord kommune": {"Helse": 8, "Liten": 2}}, closes_at=timezone.now() + timedelta(days=9))


@pytest.fixture
def participant(round: Round) -> User:
    return Ticket.objects.filter(unit__path=["Fjord kommune", "Helse"]).order_by("pk")[0].participant


@pytest.fixture
def page(client: Client, participant: User) -> Client:
    client.force_login(participant)
    return client


def address(name: str, *args: object, language: str = "nb") -> str:
    with translation.override(language):
        return reverse(name, args=args)


def whole(round: Round, **changed: str) -> dict[str, str]:
    """A complete form; a changed field of "" is left out."""
    fields = {}
    for item in round.version.content.items:
        fields |= {f"{item.code}-today": "2", f"{item.code}-ambition": "4"}
    fields |= changed
    return {name: value for name, value in fields.items() if value}


def add_element(programme: Programme, instruments: list[str]) -> ProgrammeItem:
    """An open element that asks for these instruments."""
    place = programme.modules.count()
    module = ProgrammeModule.objects.create(
        programme=programme, module=make_thing("Strategi", {"nb": "Strategi"}, ThingKind.MODULE), position=place
    )
    thing = make_thing("Kartlegging", {"nb": "Kartlegging"}, kind="mapping", instruments=instruments)
    return ProgrammeItem.objects.create(programme_module=module, thing=thing, phase=Phase.PREPARATION, position=0)


def opened(round: Round) -> list[tuple[int, dict]]:
    private = keys.load(round.pk, round.public_key).private
    items = boxes.specs(round.version.content)
    return [boxes.unseal(private, ballot.box, items)[:2] for ballot in Ballot.objects.filter(round=round)]


@pytest.mark.parametrize("language", ["nb", "da"])
def test_the_list_says_what_can_be_done(page: Client, round: Round, language: str) -> None:
    answer = page.get(address("mapping_rounds", language=language))
    assert answer.status_code == 200
    assert address("mapping_round", round.pk, language=language) in answer.content.decode()
    said = {"nb": "Svar på kartleggingen", "da": "Svar på kortlægningen"}[language]
    assert said in answer.content.decode()


def test_the_promise_is_made_of_the_rounds_parameters(page: Client, round: Round) -> None:
    text = page.get(address("mapping_round", round.pk)).content.decode()
    assert "bare når minst 5 har svart" in text
    assert "Med færre enn 10 svar viser vi bare et gjennomsnitt" in text
    assert "Legger 4 av en gruppe på 5 svarene sine sammen" in text
    assert "Helse, Fjord kommune" in text
    assert text.index("Slik beskytter vi svarene dine") < text.index("Begynn å svare")


def test_a_stricter_round_promises_more(client: Client) -> None:
    round = factories.open_one(k=8, detail_from=8)
    client.force_login(factories.tickets(round)[0].participant)
    text = client.get(address("mapping_round", round.pk)).content.decode()
    assert "bare når minst 8 har svart" in text
    assert "Allerede fra 8 svar viser vi hvor mange som valgte hvert trinn" in text
    assert "avrundet til halve trinn" not in text


def test_whoever_was_merged_is_told_where_the_answers_count(client: Client, round: Round) -> None:
    small = LeaderGroup.objects.get(name__nb="Liten")
    client.force_login(Enrolment.objects.filter(leader_group=small)[0].user)
    text = client.get(address("mapping_round", round.pk)).content.decode()
    assert "Sammen med hele Fjord kommune." in text
    assert "Derfor får den ikke et eget resultat" in text


def test_answers_are_delivered(page: Client, round: Round, participant: User) -> None:
    page.get(address("mapping_answer", round.pk))
    answer = page.post(address("mapping_answer", round.pk), whole(round, **{"q2-unknown": "1"}))
    assert (answer.status_code, answer["Location"]) == (302, address("mapping_delivered", round.pk))
    unit = Ticket.objects.get(participant=participant).unit_id
    assert opened(round) == [(unit, {"q1": (2, 4), "q2": (None, None), "q3": (2, 4), "q4": (2, 4)})]
    assert "Svarene dine er levert" in page.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"q3-today": ""}, "Velg hvor dere står i dag, eller kryss av for «Vet ikke»."),
        ({"q3-ambition": ""}, "Velg hvor dere vil være om tre år, eller kryss av for «Vet ikke»."),
        ({"q3-today": "9"}, "Det som ble sendt, er ikke et trinn på skalaen. Velg på nytt."),
        ({"q3-ambition": "x"}, "Det som ble sendt, er ikke et trinn på skalaen. Velg på nytt."),
    ],
)
def test_what_is_missing_is_said_above_and_at_the_question(
    page: Client, round: Round, missing: dict[str, str], said: str
) -> None:
    answer = page.post(address("mapping_answer", round.pk), whole(round, **missing))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'<a href="#question-q3">Spørsmål 3: {said}</a>' in text
    assert 'id="question-q3-error"' in text
    assert text.count(said) == 2
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("foreign", ["q99-today", "q99-ambition", "-today", "Q1-unknown"])
def test_a_question_of_another_instrument_is_refused_in_words(page: Client, round: Round, foreign: str) -> None:
    answer = page.post(address("mapping_answer", round.pk), whole(round) | {foreign: "2"})
    assert "hører ikke til denne kartleggingen" in answer.content.decode()
    assert answer.content.decode().count(" checked>") == 8
    assert not Ballot.objects.exists()
    page.post(address("mapping_answer", round.pk), whole(round))
    assert Ballot.objects.count() == 1


def test_nothing_that_was_answered_is_lost_by_a_mistake(page: Client, round: Round) -> None:
    sent = whole(round, **{"q1-today": "5", "q3-today": "", "q2-unknown": "1"})
    text = page.post(address("mapping_answer", round.pk), sent).content.decode()
    assert '<input type="radio" name="q1-today" value="5" checked>' in text
    assert '<input type="radio" name="q3-ambition" value="4" checked>' in text
    assert '<input type="checkbox" name="q2-unknown" value="1" checked>' in text
    assert text.count(" checked>") == 2 + 1 + 1 + 2


def test_steps_told_as_sentences_are_answered_alike(client: Client) -> None:
    round = factories.open_one(of=factories.version(code="stairs", levels=True, steps=6, ambition=False))
    client.force_login(factories.tickets(round)[0].participant)
    text = client.get(address("mapping_answer", round.pk)).content.decode()
    assert text.count("Trinn 6 av 1") == 1
    assert "-ambition" not in text
    client.post(address("mapping_answer", round.pk), {f"q{number}-today": "6" for number in range(1, 5)})
    assert [answers["q4"] for _unit, answers in opened(round)] == [(6, None)]


def test_texts_in_another_language_are_marked(client: Client) -> None:
    data = factories.definition(items=2)
    for item in (item for theme in data["themes"] for item in theme["items"]):
        item["text"] = {"nb": "Bare norsk"}
    round = factories.open_one(of=factories.import_definition(data))
    client.force_login(factories.tickets(round)[0].participant)
    danish = client.get(address("mapping_answer", round.pk, language="da")).content.decode()
    assert '<p class="question__statement" lang="nb">Bare norsk</p>' in danish
    assert 'lang="nb">Bare norsk' not in client.get(address("mapping_answer", round.pk)).content.decode()


def test_a_second_delivery_says_that_there_was_one(page: Client, round: Round) -> None:
    page.post(address("mapping_answer", round.pk), whole(round))
    for answer, refused in (
        (page.post(address("mapping_answer", round.pk), whole(round, **{"q1-today": "5"})), True),
        (page.get(address("mapping_answer", round.pk)), False),
        (page.get(address("mapping_round", round.pk)), False),
    ):
        assert answer.status_code == 200
        assert "Svarene dine er levert" in answer.content.decode()
        assert ("Det du sendte nå, er ikke lagret" in answer.content.decode()) == refused
    assert Ballot.objects.count() == 1


def test_a_round_that_too_few_answered_says_that_nothing_was_opened(page: Client, round: Round) -> None:
    page.post(address("mapping_answer", round.pk), whole(round))
    close_round(round)
    said = "Færre enn 5 svarte i alt. Alt de leverte, er slettet uten å bli åpnet."
    assert said in page.get(address("mapping_round", round.pk)).content.decode()
    result = page.get(address("mapping_results", round.pk)).content.decode()
    assert said in result
    assert "teller med" not in result


def test_a_closed_round_leads_to_its_results(page: Client, round: Round) -> None:
    factories.answer_all(round)
    close_round(round)
    for name in ("mapping_round", "mapping_answer", "mapping_delivered"):
        text = page.get(address(name, round.pk)).content.decode()
        assert "Denne runden er lukket" in text
        assert address("mapping_results", round.pk) in text
        assert "kom for sent" not in text
    late = page.post(address("mapping_answer", round.pk), whole(round)).content.decode()
    assert "Denne runden er lukket" in late
    assert "Det du sendte nå, kom for sent" in late


def test_every_other_state_has_a_page_of_its_own(page: Client, round: Round) -> None:
    Round.objects.filter(pk=round.pk).update(state=Round.State.CLOSING)
    late = page.post(address("mapping_answer", round.pk), whole(round)).content.decode()
    assert "Det du sendte nå, kom for sent" in late
    assert "Svarene telles opp" in page.get(address("mapping_answer", round.pk)).content.decode()
    planned = plan_round(round.programme, round.version, opens_at=timezone.now() + timedelta(days=1))
    assert "ikke åpnet ennå" in page.get(address("mapping_round", planned.pk)).content.decode()


def test_delivered_is_only_for_those_who_have(page: Client, round: Round) -> None:
    answer = page.get(address("mapping_delivered", round.pk))
    assert answer["Location"] == address("mapping_round", round.pk)


@pytest.mark.parametrize("name", ["mapping_round", "mapping_answer", "mapping_delivered"])
def test_who_is_not_invited_finds_nothing(client: Client, round: Round, participant: User, name: str) -> None:
    stranger = factories.person()
    client.force_login(stranger)
    assert client.get(address(name, round.pk)).status_code == 404
    # The same person with a place in the programme, but without a ticket.
    Enrolment.objects.create(user=stranger, leader_group=round.programme.leader_groups.first())
    Ticket.objects.filter(participant=stranger).delete()
    assert client.get(address(name, round.pk)).status_code == 404
    # The same address for one who is invited.
    client.force_login(participant)
    assert client.get(address(name, round.pk)).status_code in (200, 302)


def test_visitors_log_in_first(client: Client, round: Round) -> None:
    for name in ("mapping_round", "mapping_answer", "mapping_delivered"):
        assert client.get(address(name, round.pk)).status_code == 302
    assert client.post(address("mapping_answer", round.pk), whole(round)).status_code == 302
    assert not Ballot.objects.exists()


def test_my_programme_has_the_rounds(round: Round, participant: User) -> None:
    enrolment = Enrolment.objects.select_related("leader_group").get(user=participant)
    with translation.override("nb"):
        (section,) = [each for each in sections_for(enrolment, "nb") if each.title == "Kartlegging"]
    assert address("mapping_round", round.pk) in section.body


def test_an_element_leads_to_the_mapping_it_asks_for(page: Client, round: Round) -> None:
    asking = add_element(round.programme, instruments=[round.version.instrument.code])
    other = add_element(round.programme, instruments=["another"])
    assert address("mapping_round", round.pk) in page.get(address("my_element", asking.uuid)).content.decode()
    assert address("mapping_round", round.pk) not in page.get(address("my_element", other.uuid)).content.decode()
    close_round(round)
    assert address("mapping_results", round.pk) in page.get(address("my_element", asking.uuid)).content.decode()


@pytest.mark.parametrize("number", [1, 8])
def test_the_list_asks_the_same_questions_for_any_number(
    page: Client, round: Round, django_assert_num_queries: object, number: int
) -> None:
    for code in range(number):
        open_round(plan_round(round.programme, factories.version(code=f"more{code}")))
    page.get(address("mapping_rounds"))
    with django_assert_num_queries(3):
        page.get(address("mapping_rounds"))


@pytest.mark.parametrize("items", [5, many(50)])
def test_the_questions_ask_the_same_of_the_database(
    client: Client, django_assert_num_queries: object, items: int
) -> None:
    round = factories.open_one(of=factories.version(items=items))
    client.force_login(factories.tickets(round)[0].participant)
    url = address("mapping_answer", round.pk)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    sent = {f"q{number}-unknown": "1" for number in range(1, items + 1)}
    with django_assert_num_queries(8):
        client.post(url, sent)
