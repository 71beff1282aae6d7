"""Mail that can't be delivered: tried again for a day, given up when it is refused, and noted where staff see it."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail import bounces
from cms.mail.models import OutgoingMail
from cms.mail.services import WAITS, Letter, queue_all

pytestmark = pytest.mark.django_db

LETTER = Letter(
    "solveig@fjordvik.example", "Hei", "Velkommen", html="<p>Velkommen</p>", unsubscribe="https://x.example/s/"
)
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def waiting() -> tuple[OutgoingMail, Job]:
    assert [queue_all({"welcome-1": LETTER}) for _time in range(2)] == [1, 0]
    return OutgoingMail.objects.get(), Job.objects.get()


def test_a_refusal_is_noted_and_not_tried_again(waiting: tuple[OutgoingMail, Job], settings) -> None:
    row, job = waiting
    settings.EMAIL_BACKEND = "tests.fakes.RefusingEmailBackend"
    jobs.run(str(job.pk))
    row.refresh_from_db()
    job.refresh_from_db()
    assert (job.state, row.sent_at, row.refusal) == (Job.State.DONE, None, "550 5.1.1 no such person")
    settings.EMAIL_BACKEND = LOCMEM
    Job.objects.update(state=Job.State.QUEUED)
    jobs.run(str(job.pk))
    assert mail.outbox == []


def test_a_server_that_is_busy_is_asked_again_at_growing_distances(
    waiting: tuple[OutgoingMail, Job], settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, job = waiting
    settings.EMAIL_BACKEND = "tests.fakes.BusyEmailBackend"
    nudged: list[str] = []
    monkeypatch.setattr(jobs, "_sender", nudged.append)
    rests = []
    for _attempt in range(len(WAITS)):
        Job.objects.update(created_at=timezone.now() - timedelta(days=1), not_before=None)
        with pytest.raises(OSError, match="no such person"):
            jobs.run(str(job.pk))
        assert jobs.sweep() == 0  # it rests
        rests.append(Job.objects.get().not_before - timezone.now())
    assert [round(rest.total_seconds() / 60) for rest in rests] == [wait.total_seconds() // 60 for wait in WAITS]
    assert sum(WAITS, timedelta()) > timedelta(hours=20)
    Job.objects.update(not_before=timezone.now())
    assert jobs.sweep() == 1
    settings.EMAIL_BACKEND = LOCMEM
    jobs.run(nudged[0])
    assert [message.extra_headers["List-Unsubscribe"] for message in mail.outbox] == ["<https://x.example/s/>"]
    row.refresh_from_db()
    assert row.sent_at
    assert not row.refused_at


def report(row: OutgoingMail, action: str = "failed") -> bytes:
    return f"""From: MAILER-DAEMON@havrum.example
To: post@instituttet.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.havrum.example

Final-Recipient: rfc822; {row.to}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b
Content-Type: text/rfc822-headers

Message-ID: <{row.pk}@instituttet.example>
Subject: Hei
--b--
""".encode()


def test_a_mail_that_came_back_is_noted(waiting: tuple[OutgoingMail, Job], monkeypatch: pytest.MonkeyPatch) -> None:
    row, job = waiting
    jobs.run(str(job.pk))
    assert bounces.read(b"not even a mail") is None
    assert bounces.read(report(row, action="delayed")) is None
    stranger = OutgoingMail(to="x@example.org")
    assert bounces.read(report(stranger)) is None
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report(row))))
    said = io.StringIO()
    call_command("read_bounce", stdout=said)
    assert said.getvalue() == "noted on welcome-1\n"
    row.refresh_from_db()
    assert row.sent_at
    assert (bool(row.refused_at), row.refusal) == (True, "smtp; 550 5.1.1 unknown")
