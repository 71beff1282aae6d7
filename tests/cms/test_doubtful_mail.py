"""A mail is handed over once. What broke in between is sent again only where that can't make two of it."""

from __future__ import annotations

import io
import socketserver
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from threading import Thread

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.accounts.mail import send_once_and_forget
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.backends import InDoubt
from cms.mail.models import OutgoingMail
from cms.mail.services import Letter, doubtful, queue_all

pytestmark = pytest.mark.django_db


class MailServer(socketserver.TCPServer):
    """Takes mails, and breaks the connection at the command, or at the text, that it is told to break at."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.breaks_at = ""
        self.taken: list[bytes] = []


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            command = line[:4].strip().decode().upper()
            if command == self.server.breaks_at:
                return
            if command == "DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                if self.server.breaks_at == "text":
                    return
            self.wfile.write(b"250 yes\r\n")


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with MailServer() as mail_server:
        Thread(target=mail_server.serve_forever, args=(0.01,), daemon=True).start()
        settings.EMAIL_BACKEND = "cms.mail.backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mail_server.server_address
        yield mail_server
        mail_server.shutdown()


@pytest.fixture
def job() -> Job:
    queue_all({"week-1": Letter("solveig@fjordvik.example", "Uken", "Hei")})
    return Job.objects.get()


def stands() -> tuple[bool, bool]:
    mail = OutgoingMail.objects.get()
    return bool(mail.sent_at), mail.doubtful


def test_what_the_server_may_have_is_not_sent_twice_until_somebody_says_so(server: MailServer, job: Job) -> None:
    server.breaks_at = "text"
    with pytest.raises(InDoubt):
        jobs.run(str(job.pk))
    server.breaks_at = ""
    jobs.run(str(job.pk))
    assert (len(server.taken), stands()) == (1, (False, True))
    OutgoingMail.objects.update(handed_at=timezone.now() - timedelta(hours=1))
    said = io.StringIO()
    call_command("doubtful_mail", send=["week-1"], stdout=said)
    assert "solveig@fjordvik.example week-1 is sent again" in said.getvalue()
    jobs.run(str(Job.objects.get(state=Job.State.QUEUED).pk))
    assert (len(server.taken), stands()) == (2, (True, False))


def test_a_worker_that_died_in_between_leaves_a_doubt_too(server: MailServer, job: Job) -> None:
    OutgoingMail.objects.update(handed_at=timezone.now())
    jobs.run(str(job.pk))
    assert (server.taken, stands()) == ([], (False, True))


def test_what_breaks_before_the_text_is_simply_sent_again(server: MailServer, job: Job) -> None:
    server.breaks_at = "RCPT"
    with pytest.raises(SMTPServerDisconnected):
        jobs.run(str(job.pk))
    server.breaks_at = ""
    jobs.run(str(job.pk))
    assert (len(server.taken), stands()) == (1, (True, False))


def test_a_code_that_may_have_arrived_is_not_offered_to_be_sent_again(server: MailServer) -> None:
    send_once_and_forget(key="code-1", to="solveig@fjordvik.example", subject="Kode", body="ABC-DEF")
    server.breaks_at = "text"
    job = Job.objects.get()
    with pytest.raises(InDoubt):
        jobs.run(str(job.pk))
    jobs.run(str(job.pk))
    assert (len(server.taken), stands()) == (1, (False, True))
    assert doubtful(timezone.now() + timedelta(hours=1)) == []


def test_a_file_knows_the_mail_it_has(settings, tmp_path: Path, job: Job) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "cms.mail.backends.FileBackend", str(tmp_path)
    jobs.run(str(job.pk))
    assert stands() == (True, False)
    OutgoingMail.objects.update(sent_at=None)
    Job.objects.update(state=Job.State.QUEUED)
    jobs.run(str(job.pk))
    assert stands() == (True, False)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes().count(b"Subject: Uken") == 1
