"""Invitations and reminders: to whom, once, in whose language."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from assessments.ballots.models import Round, Ticket
from assessments.ballots.services import close_round, open_round, plan_round
from assessments.mailing import reminders
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from programmes.participation.models import Enrolment
from tests.assessments import factories
from tests.growth import many

pytestmark = pytest.mark.django_db
NINE = timezone.make_aware(datetime(2027, 2, 9, 9))


@pytest.fixture
def round() -> Round:
    programme = factories.programme({"Fjord": {"A": 6}})
    User.objects.filter(enrolments__leader_group__programme=programme).update(first_name="Ada", language="da")
    programme.course_leader = User.objects.create_user("leder@instituttet.example", language="nb")
    programme.save()
    round = plan_round(programme, factories.version(), closes_at=timezone.make_aware(datetime(2027, 2, 12, 18)))
    open_round(round)
    return round


def work() -> None:
    """Do what the worker does until nothing is left."""
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


def test_everybody_invited_is_written_to_once_in_their_own_language(round: Round) -> None:
    work()
    assert {message.to[0] for message in mail.outbox} == set(
        Ticket.objects.values_list("participant__email", flat=True)
    )
    letter = mail.outbox[0]
    assert letter.subject == "Kortlægning: Instrument abilities (da)"
    assert "Hej Ada" in letter.body
    assert "/da/kortlaegning/" in letter.body
    assert letter.reply_to == ["leder@instituttet.example"]
    jobs.enqueue("invite-to-round", round=round.pk)
    work()
    assert len(mail.outbox) == 6


def test_an_invitation_is_the_same_whoever_has_delivered(round: Round) -> None:
    factories.answer_all(round)
    work()
    assert len(mail.outbox) == 6


def test_who_joins_is_invited_and_nobody_else_again(round: Round) -> None:
    work()
    late = factories.person("sen")
    Enrolment.objects.create(user=late, leader_group=round.programme.leader_groups.first())
    work()
    assert [message.to for message in mail.outbox[6:]] == [[late.email]]


def test_a_round_that_closed_before_the_worker_came_invites_nobody(round: Round) -> None:
    close_round(round)
    work()
    assert mail.outbox == []


def test_answers_collected_elsewhere_invite_nobody() -> None:
    round = plan_round(factories.programme(), factories.version())
    open_round(round, [(None, "")] * 6)
    assert not Job.objects.exists()


def remind(round: Round, at: datetime = NINE) -> list[EmailMessage]:
    before = len(mail.outbox)
    reminders.send(Round.objects.select_related("programme__course_leader").get(pk=round.pk), at)
    work()
    return mail.outbox[before:]


def test_who_has_not_delivered_is_reminded_once_a_batch(round: Round) -> None:
    work()
    delivered = factories.tickets(round)[:2]
    factories.answer_all(round, of=delivered)
    letters = remind(round)
    waiting = Ticket.objects.filter(delivered=False).values_list("participant__email", flat=True)
    assert sorted(letter.to[0] for letter in letters) == sorted(waiting)
    assert "Stadig åben" in letters[0].subject
    assert remind(round) == []
    assert len(remind(round, NINE + timedelta(days=2))) == 4


def test_the_clock_sends_what_is_due_and_once(round: Round) -> None:
    work()
    Round.objects.filter(pk=round.pk).update(reminded_at=NINE - timedelta(days=5))
    minute = timedelta(minutes=1)
    for moment, batches in ((NINE - minute, 0), (NINE, 1), (NINE + minute, 1), (NINE + timedelta(days=2), 2)):
        reminders.remind_at(moment)
        assert Job.objects.filter(kind="send-batch").count() == batches


def test_a_round_opened_after_the_hour_is_not_reminded_of_at_once(round: Round) -> None:
    """The invitation has just gone out."""
    Round.objects.filter(pk=round.pk).update(reminded_at=NINE + timedelta(minutes=5))
    reminders.remind_at(NINE + timedelta(minutes=6))
    assert not Job.objects.filter(kind="send-batch").exists()


class OneRefused(EmailBackend):
    """A mail server that does not know one of the addresses."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        if messages[0].to == [OneRefused.unknown]:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)

    unknown = ""


def test_an_address_that_is_refused_stops_nobody_else(round: Round, settings: object) -> None:
    work()
    OneRefused.unknown = factories.tickets(round)[0].participant.email
    settings.EMAIL_BACKEND = f"{__name__}.OneRefused"
    assert len(remind(round)) == 5
    assert not OutgoingMail.objects.filter(key__startswith=reminders.BATCH).exists()


def test_a_mail_server_that_is_down_loses_no_reminder(round: Round, settings: object) -> None:
    work()
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.fakes.FailingEmailBackend"
    reminders.send(round, NINE)
    job = Job.objects.get(kind="send-batch")
    with pytest.raises(OSError, match="down"):
        jobs.run(str(job.pk))
    settings.EMAIL_BACKEND = working
    jobs.run(str(job.pk))
    assert len(mail.outbox) == 12


@pytest.mark.parametrize("size", [5, many(40)])
def test_a_batch_is_read_with_the_same_questions_for_any_number(size: int, django_assert_num_queries: object) -> None:
    round = factories.open_one({"Fjord": {"A": size}}, closes_at=timezone.make_aware(datetime(2027, 2, 12, 18)))
    round = Round.objects.select_related("programme__course_leader", "version__instrument").get(pk=round.pk)
    with django_assert_num_queries(8):
        reminders.send(round, NINE)
