"""The clock and the buttons: what the worker does with rounds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from assessments.ballots.models import Ballot, Round, Ticket
from assessments.ballots.services import open_round, plan_round
from assessments.ballots.tasks import CLOSE, OPEN, sweep_rounds
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.participation.models import Enrolment
from tests.assessments import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def states() -> list[str]:
    return list(Round.objects.order_by("pk").values_list("state", flat=True))


def test_the_clock_opens_and_closes() -> None:
    version = factories.version()
    due = plan_round(
        factories.programme(), version, opens_at=NOW - timedelta(hours=1), closes_at=NOW + timedelta(days=1)
    )
    plan_round(factories.programme(), version, opens_at=NOW + timedelta(hours=1))
    plan_round(factories.programme(), version)
    sweep_rounds()
    assert states() == ["open", "planned", "planned"]
    due.refresh_from_db()
    due.closes_at = NOW - timedelta(minutes=1)
    due.save()
    factories.answer_all(due)
    sweep_rounds()
    assert states() == ["closed", "planned", "planned"]
    assert due.release.data["units"][0]["n"] == 15


def test_the_clock_goes_on_with_an_opening_that_was_dropped() -> None:
    round = plan_round(factories.programme(), factories.version())
    Round.objects.filter(pk=round.pk).update(state=Round.State.OPENING)
    sweep_rounds()
    assert states() == ["open"]


def test_the_clock_invites_those_who_joined_late() -> None:
    round = factories.open_one()
    late = factories.person()
    Enrolment.objects.create(user=late, leader_group=round.programme.leader_groups.first())
    sweep_rounds()
    assert Ticket.objects.filter(round=round, participant=late).exists()


def test_one_lost_key_stops_no_other_round(key_directory: Path) -> None:
    past = {"opens_at": NOW - timedelta(days=2), "closes_at": NOW - timedelta(days=1)}
    lost = factories.open_one(**past)
    for file in key_directory.iterdir():
        file.unlink()
    whole = factories.open_one(of=lost.version, **past)
    factories.answer_all(lost)
    factories.answer_all(whole)
    sweep_rounds()
    assert states() == ["open", "closed"]
    assert Ballot.objects.filter(round=lost).count() == 15


def test_buttons_are_jobs_that_carry_an_id_and_nothing_else() -> None:
    round = plan_round(factories.programme(), factories.version())
    job = jobs.enqueue(OPEN, round=round.pk)
    jobs.run(str(job.pk))
    assert states() == ["open"]
    factories.answer_all(round)
    job = jobs.enqueue(CLOSE, round=round.pk)
    jobs.run(str(job.pk))
    assert states() == ["closed"]
    assert {tuple(job.subject) for job in Job.objects.all()} == {("round",)}
    asked = Job.objects.filter(kind__in=[OPEN, CLOSE])
    assert {(job.state, job.progress, job.total, job.message) for job in asked} == {("done", 0, 0, "")}


def test_a_job_that_comes_twice_does_its_work_once() -> None:
    round = plan_round(factories.programme(), factories.version())
    open_round(round)
    for kind in (OPEN, OPEN, CLOSE, CLOSE):
        jobs.run(str(jobs.enqueue(kind, round=round.pk).pk))
    assert states() == ["closed"]
    assert set(Job.objects.filter(kind__in=[OPEN, CLOSE]).values_list("state", flat=True)) == {"done"}
