"""Background work as rows: never lost, never done by two, seen when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cms.jobs import services
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from cms.mail.services import queue

pytestmark = pytest.mark.django_db

_runs: list[str] = []


@services.handles("test-works")
def _works(job: Job) -> None:
    _runs.append(str(job.pk))


@services.handles("test-fails")
def _fails(job: Job) -> None:
    raise ValueError("no")


@pytest.fixture(autouse=True)
def nudged() -> Iterator[list[str]]:
    """What would have been put on the broker."""
    sent: list[str] = []
    before = services._sender
    services.set_sender(sent.append)
    _runs.clear()
    yield sent
    services.set_sender(before)


def test_a_job_is_nudged_only_after_commit(nudged: list[str], django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue("test-works")
        assert nudged == []
    assert nudged == [str(job.pk)]


def test_running_twice_does_the_work_once(nudged: list[str]) -> None:
    job = services.enqueue("test-works")
    services.run(str(job.pk))
    services.run(str(job.pk))
    assert _runs == [str(job.pk)]
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_a_failing_job_is_tried_again_and_at_last_given_up() -> None:
    job = services.enqueue("test-fails")
    for _attempt in range(services.MAX_ATTEMPTS):
        with pytest.raises(ValueError, match="no"):
            services.run(str(job.pk))
    failed = Job.objects.get(pk=job.pk)
    assert (failed.state, failed.message, failed.attempts) == (Job.State.FAILED, "ValueError", services.MAX_ATTEMPTS)


def test_the_sweeper_finds_what_a_killed_worker_dropped(nudged: list[str]) -> None:
    job = services.enqueue("test-works")
    long_ago = timezone.now() - services.STALE_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, heartbeat_at=long_ago)
    assert services.sweep() == 1
    services.run(nudged[-1])
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_a_job_at_work_is_left_alone(nudged: list[str]) -> None:
    job = services.enqueue("test-works")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, heartbeat_at=timezone.now())
    services.run(str(job.pk))
    assert _runs == []
    assert services.sweep() == 0


def test_a_broker_that_is_down_costs_no_work(django_capture_on_commit_callbacks) -> None:
    def down(job_id: str) -> None:
        raise OSError("disk full")

    services.set_sender(down)
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue("test-works")
    assert Job.objects.get(pk=job.pk).state == Job.State.QUEUED


def test_an_unknown_kind_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        services.enqueue("test-nobody-knows")


def test_mail_with_the_same_key_is_sent_once() -> None:
    for _time in range(2):
        queue(key="hello-1", to="solveig@fjordvik.example", subject="Hei", body="Velkommen")
    for job in Job.objects.filter(kind="send-mail"):
        services.run(str(job.pk))
        services.run(str(job.pk))
    assert len(mail.outbox) == 1
    assert OutgoingMail.objects.get().sent_at is not None


def test_a_mail_server_that_is_down_loses_nothing(settings) -> None:
    settings.EMAIL_BACKEND = "tests.fakes.FailingEmailBackend"
    queue(key="hello-2", to="solveig@fjordvik.example", subject="Hei", body="Velkommen")
    job = Job.objects.get(kind="send-mail")
    with pytest.raises(OSError, match="mail server"):
        services.run(str(job.pk))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.run(str(job.pk))
    assert [message.subject for message in mail.outbox] == ["Hei"]
