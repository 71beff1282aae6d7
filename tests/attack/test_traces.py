"""What a delivery, a reminder or a close leaves in places that nobody thinks of: logs of the database and of the site,
mails about errors, the broker's files, the work that a request makes."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.log import AdminEmailHandler
from wagtail.models import ModelLogEntry, Revision, RevisionMixin

from assessments.ballots import keys
from assessments.ballots.models import Ballot, Release, Round, Ticket
from assessments.ballots.services import MissingKey, close_round, deliver
from assessments.ballots.tasks import CLOSE
from assessments.mailing.reminders import send
from cms.celery import app
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from tests.assessments import factories
from tests.attack import linking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def round() -> Round:
    return factories.open_one()


def address(name: str, round: Round) -> str:
    with translation.override("nb"):
        return reverse(name, args=[round.pk])


def complete(round: Round, today: str = "2", ambition: str = "4") -> dict[str, str]:
    fields = {}
    for item in round.version.content.items:
        fields |= {f"{item.code}-today": today, f"{item.code}-ambition": ambition}
    return fields


def all_unknown(round: Round) -> dict[str, str]:
    return {f"{item.code}-unknown": "1" for item in round.version.content.items}


# --- the database's own log -------------------------------------------------------------------------------------------


@contextmanager
def log_of_statements() -> Iterator[list[str]]:
    """What the database logs when it logs every statement with its values.

    PostgreSQL says the same lines to this client as to its log of slow queries; SQLite has a trace.
    """
    lines: list[str] = []
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(lines.append)
        yield lines
        connection.connection.set_trace_callback(None)
        return

    def hear(said: Any) -> None:
        lines.extend(part for part in (said.message_primary, said.message_detail) if part)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = log")
        cursor.execute("SET LOCAL log_min_duration_statement = 0")
        connection.connection.add_notice_handler(hear)
        yield lines
        connection.connection.remove_notice_handler(hear)
        cursor.execute("SET LOCAL log_min_duration_statement = -1")


def test_a_log_of_every_statement_holds_the_ticket_and_a_sealed_box(round: Round) -> None:
    ticket = factories.tickets(round)[0]
    with log_of_statements() as lines:
        deliver(ticket, {"q1": (1, 3), "q2": (5, 5), "q3": (2, 4), "q4": (None, None)})
    said = "\n".join(lines).lower()
    assert "update assessments_ticket" in said
    box = bytes(Ballot.objects.get().box)
    assert box.hex() in said
    rest = said.replace(box.hex(), "")
    assert "q1" not in rest
    assert not re.search(r"1\D{1,3}3\D{1,3}5\D{1,3}5", rest)
    assert bytes([1, 3, 5, 5, 2, 4]).hex() not in said


def test_the_same_answers_are_never_the_same_box(round: Round) -> None:
    """Otherwise whoever has the public key, which is no secret, could seal all answers there are and compare."""
    for ticket in factories.tickets(round)[:3]:
        deliver(ticket, {"q1": (1, 3)})
    boxes = {bytes(ballot.box) for ballot in Ballot.objects.all()}
    assert len(boxes) == 3
    assert len({len(box) for box in boxes}) == 1
    for first, second in zip(sorted(boxes), sorted(boxes)[1:], strict=False):
        assert sum(a == b for a, b in zip(first, second, strict=True)) < 20  # of 304 bytes; by chance one or two


# --- the work of a request --------------------------------------------------------------------------------------------


def test_a_delivery_is_the_same_work_whatever_was_answered(round: Round) -> None:
    """The same statements, as long as one another, and the same answer: nothing to time and nothing to weigh."""
    url, seen = address("mapping_answer", round), set()
    forms = [complete(round), complete(round, "1", "1"), complete(round, "5", "5"), all_unknown(round)]
    for ticket, form in zip(factories.tickets(round), forms, strict=False):
        client = Client()
        client.force_login(ticket.participant)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(url, form)
        asked = (query["sql"].partition("VALUES")[0] for query in queries.captured_queries)
        statements = tuple(re.sub(r"'[^']*'|\bs\d+_x\d+|\b\d+\b", "?", sql) for sql in asked)
        seen.add((statements, answer.status_code, answer["Location"], len(answer.content)))
    assert len(seen) == 1


# --- mails about errors -----------------------------------------------------------------------------------------------


@pytest.fixture
def error_mails(settings: object) -> Iterator[Callable[[], str]]:
    """Errors are mailed to administrators as Django does it, with the HTML page; returns all that was mailed."""
    settings.ADMINS = [("Drift", "drift@example.org")]
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)

    def said() -> str:
        return "\n".join(
            part for each in mail.outbox for part in [each.body, *(html for html, _kind in each.alternatives)]
        )

    yield said
    logger.removeHandler(handler)


@pytest.mark.parametrize("broken", ["key", "table"])
def test_a_mail_about_a_failed_delivery_holds_no_answers(
    round: Round, error_mails: Callable[[], str], broken: str
) -> None:
    """Whether sealing fails, with the answers at hand, or the database does."""
    ticket = factories.tickets(round)[0]
    if broken == "key":
        Round.objects.filter(pk=round.pk).update(public_key=b"too short")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE assessments_ballot RENAME TO elsewhere")
    client = Client(raise_request_exception=False)
    client.force_login(ticket.participant)
    answer = client.post(address("mapping_answer", round), complete(round, "2", "4"))
    assert answer.status_code == 500
    said = error_mails()
    assert "Traceback" in said
    assert "deliver" in said
    assert "q1-today" in said  # the names of the fields are there, with their values hidden
    assert not re.search(r"-(today|ambition)\W+(&#x27;)?\W*[245]\b", said)
    assert "(2, 4)" not in said


def test_an_error_while_counting_says_nothing_of_what_is_counted(
    round: Round, caplog: pytest.LogCaptureFixture
) -> None:
    """Django's error reports hide the local variables of everything that runs below the counting."""
    factories.answer_all(round)
    Round.objects.filter(pk=round.pk).update(detail_from=32_000)
    close_round(round)
    assert "policy" in caplog.text
    assert "q1" not in caplog.text


# --- the broker and the jobs ------------------------------------------------------------------------------------------


def test_messages_on_the_broker_carry_a_jobs_number_and_nothing_else(
    round: Round, django_capture_on_commit_callbacks: Any
) -> None:
    """Also when the work fails and is tried again: the retry is the same message, the row keeps the error's name."""
    broker = {name: Path(site.CELERY_BROKER_TRANSPORT_OPTIONS[name]) for name in ("data_folder_in", "data_folder_out")}
    for folder in broker.values():
        folder.mkdir(exist_ok=True)
    keys.destroy(round.pk)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(CLOSE, round=round.pk)
    with pytest.raises(MissingKey):
        jobs.run(str(job.pk))
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(hours=1))
    jobs.sweep()
    arguments = [
        message.arguments
        for message in linking.messages_in(broker["data_folder_out"])
        if message.task == "cms.jobs.tasks.run_job"
    ]
    assert arguments.count(([str(job.pk)], {})) == 2
    assert all(len(args) == 1 and UUID(args[0]) and kwargs == {} for args, kwargs in arguments)
    job.refresh_from_db()
    assert (job.subject, job.message, job.progress, job.total) == ({"round": round.pk}, "MissingKey", 0, 0)


def test_no_result_of_a_task_is_kept() -> None:
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None


# --- reminders --------------------------------------------------------------------------------------------------------


def test_the_absence_of_a_reminder_is_not_kept(round: Round) -> None:
    """Who was reminded had not delivered, and who was not had: so nothing tells later who was."""
    people = {ticket.participant_id: {ticket.participant.email} for ticket in factories.tickets(round)}
    factories.answer_all(round, of=factories.tickets(round)[:7])
    before = linking.take_copy()
    send(round, timezone.now())
    assert OutgoingMail.objects.count() == 8
    (job,) = Job.objects.filter(kind="send-batch")
    jobs.run(str(job.pk))
    assert len(mail.outbox) == 8
    written = linking.new_rows(before, linking.take_copy())
    assert set(written) == {"assessments_round", "cms_job"}
    assert linking.guess(written, people, []) == []
    job.refresh_from_db()
    assert (job.progress, job.total, set(job.subject)) == (0, 0, {"batch"})


# --- what Wagtail and Django remember ---------------------------------------------------------------------------------


def test_the_admins_log_says_who_asked_to_close_and_no_number(round: Round, admin_client: Client) -> None:
    factories.answer_all(round)
    before = linking.take_copy()
    admin_client.post(reverse("rounds:close", args=[round.pk]))
    close_round(round)
    entries = ModelLogEntry.objects.filter(object_id=str(round.pk), content_type__model="round")
    assert [entry.data for entry in entries] == [{}]
    tokens = {ticket: set() for ticket in range(3)}
    written = linking.new_rows(before, linking.take_copy())
    assert linking.guess(written, tokens, []) == []
    assert not Revision.objects.exists()


def test_nothing_of_a_round_is_revised_or_sent_by_a_form_builder() -> None:
    ours = apps.get_app_config("assessments").get_models()
    assert not [
        model for model in ours if issubclass(model, RevisionMixin) and model in (Round, Ticket, Ballot, Release)
    ]
    assert not apps.is_installed("wagtail.contrib.forms")
    assert not apps.is_installed("django.contrib.admin")


# --- exports ----------------------------------------------------------------------------------------------------------


def test_an_exported_release_is_the_release(round: Round) -> None:
    factories.answer_all(round)
    close_round(round)
    out = StringIO()
    call_command("export_release", str(round.pk), stdout=out)
    assert json.loads(out.getvalue()) == Release.objects.get().data
