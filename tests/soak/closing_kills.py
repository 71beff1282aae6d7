"""The worker is killed at every exact moment of a close that we can name, and at moments of chance; another goes on.

Whatever the moment, all ballots of the round are still sealed, or all are counted and gone. Then a worker that nobody
kills finishes every round, once, and destroys its key.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random, SystemRandom
from typing import Any

from django.utils import timezone

from assessments.ballots import keys
from assessments.ballots.boxes import Answers
from assessments.ballots.models import Round
from assessments.ballots.tasks import CLOSE
from cms.celery import app
from cms.jobs.models import Job
from cms.jobs.services import enqueue
from tests.soak import rounds
from tests.soak.faults import MOMENTS
from tests.soak.house import Broken, Process, running, wait_for_quiet, wait_until, worker
from tests.soak.scenario import Extent

BALLOTS = 240
OF_A_CLOSE = list(MOMENTS)[: list(MOMENTS).index("after-key-is-destroyed") + 1]
# One before the counting, one in the middle of the storing transaction, one between it and the key.
SHORT = ["while-boxes-are-opened", "tickets-are-deleted", "before-key-is-destroyed"]
CHANCES = 20
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class Killed:
    """A round whose worker was killed, and what its ballots hold."""

    round: Round
    answers: list[Answers]
    moment: str
    left: str


def run(extent: Extent) -> dict[str, Any]:
    """Kill, then finish, then compare with the truth."""
    seed = SystemRandom().randrange(2**32)
    chance = Random(seed)
    version = rounds.instrument()
    killed = [_killed_at(moment, version, chance) for moment in (SHORT if extent.short else OF_A_CLOSE)]
    usual = 0.0 if extent.short else _undisturbed(version, chance)
    wanted = extent.pieces(CHANCES, 0)
    done = 0
    while done < wanted or extent.has_time:
        killed.append(_killed_by_chance(usual, version, chance))
        done += 1
    _finish()
    for each in killed:
        rounds.check_release(each.round, each.answers)
        if (stands := rounds.standing(each.round, BALLOTS)) != "counted":
            raise Broken(f"round {each.round.pk} is {stands} in the end")
    return {
        "kills": len(killed),
        "at_exact_moments": len(killed) - done,
        "at_moments_of_chance": done,
        "left": dict(Counter(each.left for each in killed)),
        "ballots_a_round": BALLOTS,
        "undisturbed_close_ms": round(usual * 1000),
        "seed": seed,
    }


def _prepared(version: Any, chance: Random) -> tuple[Round, list[Answers], Job]:
    """A full round, and the job that closes it, as staff ask for it."""
    round = rounds.open_round(BALLOTS, version)
    answers = rounds.fill(round, chance)
    return round, answers, enqueue(CLOSE, round=round.pk)


def _killed_at(moment: str, version: Any, chance: Random) -> Killed:
    round, answers, job = _prepared(version, chance)
    survived = Job.objects.filter(pk=job.pk).exclude(state__in=UNFINISHED)
    with running(worker(die_at=moment)) as process:
        wait_until(lambda: process.ended or survived.exists(), f"the moment {moment}")
        if not process.was_killed:
            raise Broken(f"the moment {moment} never came; the worker's code is {process.process.exitcode}")
    wait_for_quiet()
    return Killed(round, answers, moment, rounds.standing(round, BALLOTS))


def _killed_by_chance(usual: float, version: Any, chance: Random) -> Killed:
    """From the moment the job is claimed, after anything between nothing and half as long again as a close takes."""
    round, answers, job = _prepared(version, chance)
    delay = chance.uniform(0, 1.5 * usual)
    with running(worker()) as process:
        _wait_for_claim(process, job)
        time.sleep(delay)
    wait_for_quiet()
    return Killed(round, answers, f"after {delay:.3f} s", rounds.standing(round, BALLOTS))


def _undisturbed(version: Any, chance: Random) -> float:
    """How long a close takes that nobody disturbs, in seconds."""
    round, answers, job = _prepared(version, chance)
    with running(worker()) as process:
        _wait_for_claim(process, job)
        begun = time.monotonic()
        process.wait_until(lambda: _is_over(round), "an undisturbed close", every=0.002)
        took = time.monotonic() - begun
    wait_for_quiet()
    rounds.check_release(round, answers)
    return took


def _wait_for_claim(process: Process, job: Job) -> None:
    claimed = Job.objects.filter(pk=job.pk).exclude(state=Job.State.QUEUED)
    process.wait_until(claimed.exists, "a worker that takes the job", every=0.002)


def _is_over(round: Round) -> bool:
    closed = Round.objects.filter(pk=round.pk, state=Round.State.CLOSED).exists()
    return closed and round.pk not in keys.rounds_with_keys()


def _finish() -> None:
    """A worker that nobody kills, and what beat sends it: both sweepers, after the jobs have been silent for long."""
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    for task in ("assessments.ballots.tasks.sweep_rounds", "cms.jobs.tasks.sweep"):
        app.send_task(task)
    with running(worker()) as process:
        open_jobs = Job.objects.filter(state__in=UNFINISHED)
        unfinished = Round.objects.exclude(state=Round.State.CLOSED)
        process.wait_until(
            lambda: not open_jobs.exists() and not unfinished.exists() and not keys.rounds_with_keys(),
            "the end of all that killed workers left",
        )
