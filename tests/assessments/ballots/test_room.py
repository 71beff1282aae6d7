"""The short address, the band, reminders' moments, and who joins or leaves while a round is open."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.ballots import reminders
from assessments.ballots.address import SIGNS, new_code, short_address
from assessments.ballots.models import Round, Ticket
from assessments.ballots.rate import band_in_words, refresh_band
from assessments.ballots.services import close_round, open_round, plan_round
from assessments.ballots.tasks import sweep_rounds
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.participation.models import Enrolment, LeaderGroup
from tests.assessments import factories

pytestmark = pytest.mark.django_db


def oslo(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def round() -> Round:
    return factories.open_one(closes_at=timezone.now() + timedelta(days=9))


@pytest.fixture
def invited(round: Round) -> User:
    user = factories.tickets(round)[0].participant
    user.language = "da"
    user.save()
    return user


def hidden(page: HttpResponse) -> dict[str, str]:
    """What a form carries along."""
    fields = re.findall(r'type="hidden" name="next" value="([^"]*)"', page.content.decode())
    return {"next": fields[0]} if fields else {}


# --- the short address -----------------------------------------------------------------------------------------------


def test_codes_are_random_and_easy_to_write() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(f"[{SIGNS}]{{8}}", code) for code in codes)


def test_the_address_leads_through_the_log_in_by_code_to_the_promise(
    client: Client, round: Round, invited: User
) -> None:
    """As on a phone: scan, ask for a code, enter it, and there is the promise of that round, in one's own language."""
    scanned = urlsplit(short_address(round.code)).path
    asking = client.get(scanned)["Location"]
    asked = client.post(asking, {"email": invited.email, **hidden(client.get(asking))})
    for job in Job.objects.filter(kind="send-account-mail"):
        jobs.run(str(job.pk))
    entering = client.get(asked["Location"])
    code = mail.outbox[-1].body.splitlines()[0]
    after = client.post(asked["Location"], {"code": code, **hidden(entering)})
    assert after["Location"] == scanned
    with translation.override("da"):
        promise = reverse("mapping_round", args=[round.pk])
    assert client.get(after["Location"])["Location"] == promise


@pytest.mark.parametrize("written", [str.upper, lambda code: f"{code[:4]}-{code[4:]}", lambda code: f"{code}/"])
def test_the_code_may_be_written_as_people_write(client: Client, round: Round, invited: User, written: object) -> None:
    client.force_login(invited)
    assert client.get(f"/k/{written(round.code)}").status_code == 302


def test_a_strange_code_and_somebody_elses_look_alike(client: Client, round: Round) -> None:
    visitors = {client.get(f"/k/{code}").status_code for code in (round.code, new_code())}
    assert visitors == {302}
    client.force_login(factories.person())
    answers = [client.get(f"/k/{code}", follow=True) for code in (round.code, new_code())]
    assert {answer.status_code for answer in answers} == {404}
    told = {re.sub(r"/k/\w+", "", answer.content.decode()) for answer in answers}
    assert len(told) == 1


# --- the band --------------------------------------------------------------------------------------------------------


def test_the_band_is_read_at_fixed_hours_and_stays_between_them() -> None:
    round = factories.open_one({"Fjord": {"A": 20, "B": 20}})
    tickets = factories.tickets(round)
    factories.answer_all(round, of=tickets[:9])
    refresh_band(round, oslo("2027-02-02T10:30"))
    assert band_now(round) == (None, "")
    refresh_band(round, oslo("2027-02-02T12:01"))
    assert band_now(round) == (20, "2. februar kl. 12.00: Mellom 20 og 30 % har levert.")
    factories.answer_all(round, of=tickets[9:38])
    refresh_band(round, oslo("2027-02-02T12:10"))
    refresh_band(round, oslo("2027-02-02T14:59"))
    assert band_now(round)[0] == 20
    refresh_band(round, oslo("2027-02-02T15:00"))
    assert band_now(round) == (90, "2. februar kl. 15.00: Minst 90 % har levert.")


def band_now(round: Round) -> tuple[int | None, str]:
    round.refresh_from_db()
    with translation.override("nb"):
        return round.band, band_in_words(round).replace("\N{NO-BREAK SPACE}", " ")


def test_below_thirty_invited_there_is_no_band(round: Round) -> None:
    factories.answer_all(round)
    refresh_band(round, oslo("2027-02-02T12:01"))
    assert band_now(round) == (None, "")


def test_a_closed_round_keeps_no_band() -> None:
    round = factories.open_one({"Fjord": {"A": 20, "B": 20}})
    factories.answer_all(round)
    refresh_band(round, oslo("2027-02-02T12:01"))
    close_round(round)
    assert band_now(round) == (None, "")
    assert round.band_at is None


# --- reminders -------------------------------------------------------------------------------------------------------


def test_reminders_go_out_on_chosen_days_at_one_hour() -> None:
    round = Round(closes_at=oslo("2027-02-12T18:00"), remind_days=[1, 3], remind_hour=9)
    assert reminders.moments(round) == [oslo("2027-02-09T09:00"), oslo("2027-02-11T09:00")]
    assert reminders.due(round, oslo("2027-02-09T08:59")) is None
    assert reminders.due(round, oslo("2027-02-09T09:00")) == oslo("2027-02-09T09:00")
    # A worker that was down sends the batch late the same day, and not the next.
    assert reminders.due(round, oslo("2027-02-09T14:00")) == oslo("2027-02-09T09:00")
    assert reminders.due(round, oslo("2027-02-09T16:00")) is None
    round.reminded_at = oslo("2027-02-09T09:00")
    assert reminders.due(round, oslo("2027-02-09T10:00")) is None
    assert reminders.due(round, oslo("2027-02-11T09:00")) == oslo("2027-02-11T09:00")


def test_reminders_keep_their_hour_when_the_clocks_change() -> None:
    round = Round(closes_at=oslo("2027-03-29T18:00"), remind_days=[3, 1], remind_hour=9)
    assert [moment.isoformat() for moment in reminders.moments(round)] == [
        "2027-03-26T09:00:00+01:00",
        "2027-03-28T09:00:00+02:00",
    ]


def test_a_round_without_an_end_or_days_reminds_nobody() -> None:
    assert reminders.moments(Round(closes_at=None)) == []
    assert reminders.moments(Round(closes_at=oslo("2027-02-12T18:00"), remind_days=[])) == []


# --- who comes and goes ----------------------------------------------------------------------------------------------


def test_who_joins_is_invited_at_once_and_once(round: Round) -> None:
    late = factories.person()
    first, second = round.programme.leader_groups.order_by("pk")
    Enrolment.objects.create(user=late, leader_group=first)
    assert Ticket.objects.get(round=round, participant=late).unit.path[-1] == "Helse"
    Enrolment.objects.create(user=late, leader_group=second)
    sweep_rounds()
    assert Ticket.objects.get(round=round, participant=late).unit.path[-1] == "Helse"


def test_planned_and_closed_rounds_take_nobody_in(round: Round) -> None:
    close_round(round)
    plan_round(round.programme, round.version)
    Enrolment.objects.create(user=factories.person(), leader_group=round.programme.leader_groups.first())
    assert not Ticket.objects.exists()


def test_who_is_taken_out_keeps_the_ticket_and_answers(client: Client, round: Round, invited: User) -> None:
    before = Ticket.objects.count()
    Enrolment.objects.filter(user=invited).delete()
    sweep_rounds()
    assert Ticket.objects.count() == before
    client.force_login(invited)
    with translation.override("nb"):
        page, results = reverse("mapping_round", args=[round.pk]), reverse("mapping_results", args=[round.pk])
    assert client.get(page).status_code == 200
    close_round(round)
    assert client.get(page).status_code == 404
    assert client.get(results).status_code == 404


def test_a_deleted_account_leaves_its_ticket_without_a_name(round: Round, invited: User) -> None:
    before = Ticket.objects.count()
    invited.delete()
    assert Ticket.objects.count() == before
    assert Ticket.objects.filter(round=round, participant=None).count() == 1


# --- the promise says it ---------------------------------------------------------------------------------------------


def promised(client: Client, user: User, round: Round) -> str:
    client.force_login(user)
    with translation.override("nb"):
        text = client.get(reverse("mapping_round", args=[round.pk])).content.decode()
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_promise_tells_for_which_group_one_answers(client: Client, round: Round) -> None:
    ticket = factories.tickets(round)[0]
    user = ticket.participant
    assert "flere ledergrupper" not in promised(client, user, round)
    other = LeaderGroup.objects.filter(programme=round.programme).exclude(enrolments__user=user).get()
    Enrolment.objects.create(user=user, leader_group=other)
    page = promised(client, user, round)
    assert "Du svarer én gang, for den du først ble meldt inn i." in page
    assert f"ledergruppen din: {ticket.unit.path[-1]}" in page


def test_the_promise_of_a_later_round_tells_what_two_rounds_tell(client: Client, round: Round) -> None:
    user = factories.tickets(round)[0].participant
    assert "tidligere runde" not in promised(client, user, round)
    close_round(round)
    again = plan_round(round.programme, round.version, closes_at=timezone.now() + timedelta(days=9))
    open_round(again)
    assert "De samme spørsmålene ble besvart i en tidligere runde." in promised(client, user, again)


def test_the_promise_tells_when_reminders_go_out(client: Client) -> None:
    round = factories.open_one(closes_at=oslo("2030-02-12T18:00"))
    user = factories.tickets(round)[0].participant
    assert "9. februar 2030 kl. 09.00 og 11. februar 2030 kl. 09.00" in promised(client, user, round)
    Round.objects.filter(pk=round.pk).update(remind_days=[])
    assert "Vi sender ingen." in promised(client, user, round)


def test_detail_from_k_is_promised(client: Client) -> None:
    round = factories.open_one(detail_from=5)
    assert "Allerede fra 5 svar" in promised(client, factories.tickets(round)[0].participant, round)
