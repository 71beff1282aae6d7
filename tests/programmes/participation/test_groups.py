"""The leader group's space: answers, decisions, who comes in; and the network list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.accounts.models import User
from programmes.library.models import Edition, EditionText
from programmes.library.vocabulary import Phase
from programmes.participation.groups import services
from programmes.participation.groups.models import Contribution, Decision, NetworkEntry
from programmes.participation.groups.sections import together
from programmes.participation.models import Enrolment
from programmes.participation.workbook.chapters import chapters_of
from programmes.tailoring.models import ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    with translation.override("nb"):
        yield


@pytest.fixture
def talk(built: Built) -> ProgrammeItem:
    """A group discussion in the first module, with one question."""
    item = built.item(Phase.PREPARATION)
    edition = Edition.objects.get(pk=item.thing.current_edition_id)
    Edition._base_manager.filter(pk=edition.pk).update(facts={**edition.facts, "kind": "discussion"})
    for text in EditionText.objects.filter(edition=edition):
        body = [{"type": "questions", "value": ["Hva stopper vi med?"]}]
        EditionText._base_manager.filter(pk=text.pk).update(content={**text.content, "body": body})
    return item


def sent(text: str, base: str = "", about: str = "") -> dict[str, str]:
    return {"text-0": text, "base-0": base, "about": about}


def space(built: Built) -> str:
    return reverse("my_group_space", args=[built.modules[0].uuid])


def decide(built: Built) -> str:
    return reverse("decide_in_group", args=[built.modules[0].uuid])


def answer(built: Built) -> str:
    return reverse("answer_in_group", args=[built.modules[0].uuid])


def test_members_answer_decide_and_write_on_together(
    client: Client, built: Built, participant: User, talk: ProgrammeItem
) -> None:
    other = factories.enrol(built)
    client.force_login(participant)
    for _twice in range(2):
        client.post(answer(built), sent("Rapportene.", about=str(talk.uuid)))
        client.post(decide(built), sent("Vi stopper ukesrapporten."))
    client.post(answer(built), sent("Godt i gang."))
    services.say(built.programme.course_leader, built.groups[0], built.modules[0], talk, "Hvem sier fra?")
    decision = Decision.objects.get()
    change, base = reverse("change_group_decision", args=[decision.uuid]), decision.text
    assert client.post(change, sent("Vi stopper ukesrapporten i mai.", base), **JSON).status_code == 200
    client.force_login(other)
    told = client.post(change, sent("Vi stopper månedsrapporten.", base), **JSON).json()
    assert told["texts"] == ["Vi stopper ukesrapporten i mai.\n— — —\nVi stopper månedsrapporten."]
    page = client.get(space(built)).content.decode()
    for words in (
        "Hva stopper vi med?",
        "Rapportene.",
        "Godt i gang.",
        "Hvem sier fra?",
        "(kursleder)",
        str(participant),
    ):
        assert words in page
    assert page.count("Rapportene.") == 1
    assert "månedsrapporten" in str(chapters_of(Enrolment.objects.get(user=other), "nb"))
    assert "månedsrapporten" in client.get(reverse("my_programme")).content.decode()
    assert space(built) in client.get(reverse("my_element", args=[talk.uuid])).content.decode()


def test_one_changes_and_takes_away_ones_own_words_alone(client: Client, built: Built, participant: User) -> None:
    other = factories.enrol(built)
    said = services.say(participant, built.groups[0], built.modules[0], None, "Sagt av meg.")
    assert said
    page = reverse("change_group_answer", args=[said.uuid])
    client.force_login(other)
    assert client.get(page).status_code == 404
    assert client.post(page, sent("Endret av andre.", said.text)).status_code == 404
    client.force_login(participant)
    assert "Sagt av meg." in client.get(page).content.decode()
    client.post(page, sent("Sagt på nytt.", said.text))
    assert Contribution.objects.get().text == "Sagt på nytt."
    client.post(page, sent("", "Sagt på nytt."))
    assert not Contribution.objects.exists()


def test_nobody_else_comes_in(client: Client, built: Built, participant: User, talk: ProgrammeItem) -> None:
    """Another group of the same programme meets its own space; another programme, staff and guesses meet nothing."""
    decision = services.decide(participant, built.groups[0], built.modules[0], "Bare vår.")
    assert decision
    change = reverse("change_group_decision", args=[decision.uuid])
    neighbour = factories.enrol(built, group=factories.make_group(built.programme))
    stranger = factories.enrol(factories.make_programme())
    admin = User.objects.create_superuser("aksel@instituttet.example", "bro-mellom-to-land")
    client.force_login(participant)
    assert [client.get(page).status_code for page in (space(built), change)] == [200, 200]
    client.force_login(neighbour)
    assert "Bare vår." not in client.get(space(built)).content.decode()
    assert client.get(change).status_code == 404
    client.post(decide(built), sent("Nabo.", "", ""))
    assert Decision.objects.get(text="Nabo.").leader_group != built.groups[0]
    for user in (stranger, admin, built.programme.course_leader):
        client.force_login(user)
        pages = [space(built), change, decide(built), answer(built), reverse("my_network", args=[built.programme.slug])]
        assert [client.get(page).status_code for page in pages] == [404] * 5, user
        assert client.post(change, sent("Kapret.", decision.text)).status_code == 404
    foreign = factories.make_programme().items[0]
    client.force_login(participant)
    for about in (str(foreign.uuid), "tull", str(built.items[-1].uuid)):
        assert client.post(answer(built), sent("Feil sted.", about=about)).status_code == 404


def test_the_network_list_is_a_choice(client: Client, built: Built, participant: User) -> None:
    other, page = factories.enrol(built), reverse("my_network", args=[built.programme.slug])
    Enrolment.objects.filter(user=participant).update(role={"nb": "Rektor"})
    client.force_login(other)
    assert str(participant) not in client.get(page).content.decode()
    client.force_login(participant)
    assert client.post(page, {"phone": "ring meg"}).status_code == 422
    client.post(page, {"shows_role": "on", "phone": "+47 900 00 000"})
    client.force_login(other)
    seen = client.get(page).content.decode()
    assert str(participant) in seen
    assert "Rektor" in seen
    assert "+47 900 00 000" in seen
    assert participant.email not in seen
    client.force_login(participant)
    client.post(page, {"leave": "yes"})
    assert not NetworkEntry.objects.exists()


def test_queries(
    client: Client, built: Built, participant: User, talk: ProgrammeItem, django_assert_num_queries: Callable[..., Any]
) -> None:
    client.force_login(participant)
    pages = {space(built): 13, reverse("my_network", args=[built.programme.slug]): 6}
    for more in (1, 9):
        for number in range(more):
            other = factories.enrol(built)
            services.say(other, built.groups[0], built.modules[0], talk, f"Svar {number}")
            services.decide(other, built.groups[0], built.modules[0], f"Beslutning {more} {number}")
            services.join_network(other, built.programme, email=other.email)
        for page, queries in pages.items():
            client.get(page)
            with django_assert_num_queries(queries):
                assert client.get(page).status_code == 200
    place = Enrolment.objects.select_related("leader_group__programme").get(user=participant)
    with django_assert_num_queries(1):
        assert together(place, "nb")
