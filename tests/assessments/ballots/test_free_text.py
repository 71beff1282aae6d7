"""Free text from the form to the page of results: asked, written, reviewed, shown, and gone when nobody reviews it."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.ballots.forms import RoundForm
from assessments.ballots.freetext import sealing
from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.freetext.services import (
    REVIEW_WITHIN,
    ReviewOver,
    Undecided,
    blacked_out,
    decide,
    expire,
    finish,
    withdraw,
)
from assessments.ballots.models import Round
from assessments.ballots.services import close_round
from assessments.disclosure.texts import LONGEST_TEXT
from cms.accounts.models import User
from cms.mail.models import OutgoingMail
from tests.assessments import factories
from tests.assessments.ballots.test_staff import plan
from tests.attack.test_free_text import closed, open_one, write

pytestmark = pytest.mark.django_db

Decision = FreeText.Decision


def address(name: str, *args: object, language: str = "nb") -> str:
    with translation.override(language):
        return reverse(name, args=args)


@pytest.fixture
def round() -> Round:
    return open_one()


@pytest.fixture
def page(client: Client, round: Round) -> Client:
    client.force_login(factories.tickets(round)[0].participant)
    return client


@pytest.fixture
def leader(client: Client) -> tuple[Client, Round]:
    """The course leader of a round that is closed, twelve having written to the first question."""
    round = closed(first=12, second=0)
    client.force_login(round.programme.course_leader)
    return client, round


def form(**texts: str) -> dict[str, str]:
    return {**{f"q{number}-unknown": "1" for number in range(1, 5)}, **texts}


# --- asking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "part", "warning", "question"),
    [
        ("nb", "Del 3 av 3", "Andre leser det du skriver her, ord for ord", "Hva hindrer dere (1)?"),
        ("da", "Del 3 af 3", "Andre læser det, du skriver her, ord for ord", "Hva hindrer dere (1)? (da)"),
    ],
)
def test_the_last_part_asks_and_warns(
    page: Client, round: Round, language: str, part: str, warning: str, question: str
) -> None:
    text = page.get(address("mapping_answer", round.pk, language=language)).content.decode()
    assert text.index(part) < text.index(warning) < text.index(question) < text.index('name="t1-text"')
    assert 'spellcheck="false"' in text


def test_the_promise_tells_of_free_text_only_where_it_is_asked(page: Client, round: Round) -> None:
    text = page.get(address("mapping_round", round.pk)).content.decode()
    assert "Det du skriver selv" in text
    assert "alle sammen hvis ingen har gått gjennom dem etter 90 dager" in text
    without = factories.open_one()
    page.force_login(factories.tickets(without)[0].participant)
    assert "Det du skriver selv" not in page.get(address("mapping_round", without.pk)).content.decode()


def test_free_text_may_be_left_out(page: Client, round: Round) -> None:
    answer = page.post(address("mapping_answer", round.pk), form())
    assert answer["Location"] == address("mapping_delivered", round.pk)


def test_a_text_that_is_too_long_stays_and_says_by_how_much(page: Client, round: Round) -> None:
    written = "ø" * (LONGEST_TEXT + 7)
    text = page.post(address("mapping_answer", round.pk), form(**{"t1-text": written})).content.decode()
    assert text.count("Kort ned teksten med 7 tegn.") == 2
    assert written in text
    assert 'href="#question-t1"' in text
    # What can't be seen does not count.
    fits = "ø" * LONGEST_TEXT + "\r\n \u200b"
    assert page.post(address("mapping_answer", round.pk), form(**{"t1-text": fits})).status_code == 302


def test_where_too_few_are_invited_nothing_is_asked() -> None:
    version = factories.version(texts=1)
    small = factories.open_one({"Fjord": {"A": 7}}, of=version, free_text=True)
    assert not small.free_text
    assert factories.open_one({"Fjord": {"A": 8}}, of=version, free_text=True).free_text
    assert not factories.open_one({"Fjord": {"A": 11}}, of=version, free_text=True, k=12, detail_from=12).free_text


def test_free_text_is_planned_only_with_questions_for_it() -> None:
    programme, planner = factories.programme(), User.objects.create_superuser("planner@example.org")
    for texts, errors in ((0, {"free_text"}), (1, set())):
        version = factories.version(code=f"with{texts}", texts=texts)
        planned = RoundForm(plan(programme, version.instrument, free_text="on"), by=planner)
        assert set(planned.errors) & {"free_text"} == errors


# --- reviewing -------------------------------------------------------------------------------------------------------


def test_the_course_leader_is_told_by_mail(leader: tuple[Client, Round]) -> None:
    _client, round = leader
    (mail,) = OutgoingMail.objects.filter(key=f"free-text:{round.pk}")
    assert mail.subject == "Fritekst å gå gjennom: Instrument abilities"
    assert reverse("rounds:texts", args=[round.pk]) in mail.body


def test_texts_are_reviewed_one_after_the_other(leader: tuple[Client, Round]) -> None:
    client, round = leader
    overview = reverse("rounds:texts", args=[round.pk])
    assert "Færre enn 8 skrev noe her." in client.get(overview).content.decode()
    url = reverse("rounds:text", args=[round.pk, round.text_review.texts.order_by("pk")[0].pk])
    for number in range(12):
        text = client.get(url).content.decode()
        assert f"Tekst {number + 1} av 12" in text
        choice = {"decision": "withhold"} if number == 0 else {"decision": "show", "black": "0" if number == 1 else ""}
        url = client.post(url, choice)["Location"]
    assert url == overview
    text = client.get(overview).content.decode()
    assert (text.count("Skal vises"), text.count("Skal holdes tilbake")) == (11, 1)
    client.post(reverse("rounds:texts_finish", args=[round.pk]))
    shown = sorted(FreeText.objects.values_list("text", flat=True))
    assert len(shown) == 11
    assert [text for text in shown if text.startswith("[…] ")]
    said = client.get(address("mapping_results_of", round.pk, round.units.get(path=[]).pk)).content.decode()
    assert all(f"<blockquote>{text}</blockquote>" in said for text in shown)
    assert "Kurslederen holdt tilbake 1 tekst." in said


def test_a_review_is_not_finished_before_every_text_is_decided(leader: tuple[Client, Round]) -> None:
    client, round = leader
    decide(round.text_review.texts.all()[0], Decision.SHOW)
    with pytest.raises(Undecided):
        finish(round.text_review)
    text = client.post(reverse("rounds:texts_finish", args=[round.pk]), follow=True).content.decode()
    assert "Bestem deg for hver tekst først." in text
    assert "Avslutt og vis tekstene" not in text


def test_a_decision_is_changed_until_the_end_and_not_after(leader: tuple[Client, Round]) -> None:
    client, round = leader
    texts = list(round.text_review.texts.all())
    for text in texts:
        decide(text, Decision.SHOW, [0])
    decide(texts[0], Decision.SHOW)
    finish(round.text_review)
    assert FreeText.objects.filter(text__contains="[…]").count() == 11
    with pytest.raises(ReviewOver):
        decide(texts[0], Decision.WITHHOLD)
    with pytest.raises(ReviewOver):
        finish(round.text_review)
    url = reverse("rounds:text", args=[round.pk, texts[0].pk])
    assert "Gjennomgangen er allerede over." in client.get(url, follow=True).content.decode()
    assert client.post(url, {"decision": "withhold"}).status_code == 302
    assert FreeText.objects.filter(decision=Decision.SHOW).count() == 12


def test_nothing_but_the_two_decisions_is_taken(leader: tuple[Client, Round]) -> None:
    client, round = leader
    url = reverse("rounds:text", args=[round.pk, round.text_review.texts.all()[0].pk])
    for sent in ({}, {"decision": "publish"}, {"decision": ""}):
        assert client.post(url, sent)["Location"] == url
    # A text of which no word is left is held back.
    client.post(url, {"decision": "show", "black": ["0", "1", "2", "99"]})
    assert FreeText.objects.filter(decision=Decision.WITHHOLD).count() == 1


def test_a_text_shown_by_mistake_is_withdrawn(leader: tuple[Client, Round]) -> None:
    client, round = leader
    texts = list(round.text_review.texts.all())
    assert not withdraw(texts[0])
    for text in texts:
        decide(text, Decision.SHOW)
    finish(round.text_review)
    client.post(reverse("rounds:text_withdraw", args=[round.pk, texts[0].pk]))
    assert FreeText.objects.count() == 11
    assert TextReview.objects.get().withheld == {"t1": 1}
    assert "1 tekst ble holdt tilbake" in client.get(reverse("rounds:texts", args=[round.pk])).content.decode()


def test_what_nobody_reviews_is_destroyed_in_time(leader: tuple[Client, Round]) -> None:
    client, round = leader
    now = timezone.now()
    assert expire(now + REVIEW_WITHIN - timedelta(hours=1)) == 0
    assert expire(now + REVIEW_WITHIN + timedelta(hours=1)) == 1
    assert not FreeText.objects.exists()
    assert TextReview.objects.get().state == TextReview.State.EXPIRED
    said = client.get(address("mapping_results_of", round.pk, round.units.get(path=[]).pk)).content.decode()
    assert "Ingen gikk gjennom tekstene i tide." in said
    assert "Færre enn 8 skrev noe her." in said


def test_another_secret_opens_nothing_and_says_so(leader: tuple[Client, Round], settings: object) -> None:
    client, round = leader
    before = settings.SECRET_KEY
    user = round.programme.course_leader
    settings.SECRET_KEY = "x" * 50
    client.force_login(user)
    first = round.text_review.texts.all()[0]
    url = reverse("rounds:text", args=[round.pk, first.pk])
    text = client.get(url, follow=True).content.decode()
    assert "Nettstedets hemmelige nøkkel er en annen nå." in text
    settings.SECRET_KEY_FALLBACKS = [before]
    assert "Hemmelighet" in client.get(url).content.decode()


def test_held_texts_are_sealed_alike() -> None:
    salt = sealing.new_salt()
    words = ["a", "ø" * LONGEST_TEXT, "𠀀" * (LONGEST_TEXT // 2)]
    boxes = [sealing.seal(text, salt) for text in words]
    assert [sealing.unseal(box, salt) for box in boxes] == words
    assert len({len(box) for box in boxes}) == 1
    with pytest.raises(sealing.UnreadableText):
        sealing.unseal(boxes[0], sealing.new_salt())


@pytest.mark.parametrize(
    ("places", "left"),
    [([], "en to tre fire"), ([0], "[…] to tre fire"), ([1, 2], "en […] fire"), ([0, 3], "[…] to tre […]")],
)
def test_words_are_blacked_out(places: list[int], left: str) -> None:
    assert blacked_out(["en", "to", "tre", "fire"], places) == left


@pytest.mark.parametrize(
    "wrong",
    [{"box": None}, {"box": None, "text": "x"}, {"text": "x"}, {"box": None, "text": "x", "decision": "withhold"}],
)
def test_the_database_keeps_a_text_either_held_or_shown(leader: tuple[Client, Round], wrong: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FreeText.objects.update(**wrong)


# --- what is exported, and what it costs -----------------------------------------------------------------------------


def exported(round: Round) -> dict:
    out = StringIO()
    call_command("export_release", str(round.pk), stdout=out)
    return json.loads(out.getvalue())


def test_an_export_has_the_texts_that_are_shown(leader: tuple[Client, Round]) -> None:
    _client, round = leader
    held = {"question": "t1", "status": "waiting", "texts": []}
    few = {"question": "t2", "status": "too_few", "texts": []}
    assert exported(round)["texts"] == [held, few]
    for text in round.text_review.texts.all():
        decide(text, Decision.SHOW)
    finish(round.text_review)
    shown = exported(round)["texts"][0]
    assert (shown["status"], len(shown["texts"])) == ("shown", 12)
    without = factories.open_one(of=factories.version(code="none"))
    close_round(without)
    assert "texts" not in exported(without)


@pytest.mark.parametrize("writers", [8, 22])
def test_the_review_asks_the_same_of_the_database(
    client: Client, django_assert_num_queries: object, writers: int
) -> None:
    round = open_one()
    write(round, writers, writers)
    close_round(round)
    client.force_login(User.objects.get(pk=round.programme.course_leader_id))
    url = reverse("rounds:texts", args=[round.pk])
    # The door asks once whether the round is of a programme they lead; the first visit is written in the log.
    with django_assert_num_queries(15):
        client.get(url)
    with django_assert_num_queries(12):
        client.get(url)
