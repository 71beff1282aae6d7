"""Web processes are killed while people deliver, and connections are cut; nobody's answers are lost or counted twice.

Whoever got no answer looks again, as people do, and sends the form once more if the page still asks. In the end every
page tells its reader the truth: delivered, exactly when the box holds one ballot of theirs.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from random import Random, SystemRandom
from threading import Lock
from typing import Any

from assessments.ballots.models import Ballot, Round, Ticket
from tests.soak import rounds
from tests.soak.deliveries import check_box
from tests.soak.house import Broken, Process, Web, running, wait_for_quiet, wait_until
from tests.soak.people import NO_ANSWER, Person, everyone, says_delivered
from tests.soak.scenario import Extent

AT_ONCE = 6
INSIDE = ("ticket-is-marked", "ballot-is-written")


class Tally:
    """What happened, counted by several threads."""

    def __init__(self) -> None:
        self.kills = self.unanswered = self.cut = self.on_the_way = 0
        self._lock = Lock()

    def add(self, name: str, number: int = 1) -> None:
        with self._lock:
            setattr(self, name, getattr(self, name) + number)

    @contextmanager
    def sending(self) -> Iterator[None]:
        self.add("on_the_way")
        try:
            yield
        except NO_ANSWER:
            self.add("unanswered")
            raise
        finally:
            self.add("on_the_way", -1)


def run(extent: Extent) -> dict[str, Any]:
    """First a kill at each exact moment inside a delivery, then kills at moments of chance while a crowd delivers."""
    seed = SystemRandom().randrange(2**32)
    chance, tally, web, version = Random(seed), Tally(), Web(), rounds.instrument()
    kills, size, waves = extent.pieces(30, 4), extent.pieces(120, 20), 0
    while waves == 0 or tally.kills < kills or extent.has_time:
        _wave(rounds.open_round(size, version), web, chance, tally, most_kills=kills)
        waves += 1
    return {
        "kills": tally.kills,
        "deliveries": waves * size,
        "deliveries_without_an_answer": tally.unanswered,
        "connections_cut": tally.cut,
        "lost": 0,
        "doubled": 0,
        "seed": seed,
    }


def _wave(round: Round, web: Web, chance: Random, tally: Tally, *, most_kills: int) -> None:
    people = everyone(round, web.port)
    for person, moment in zip(people, INSIDE, strict=False):
        _die_inside(person, moment, web, tally)
    most = tally.kills + most_kills - len(INSIDE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answering = [pool.submit(_until_told, person, tally, chance.random() < 0.2) for person in people]
        with running(_kill_meanwhile(answering, web, chance, tally, most)):
            told = {person.number for person in people if says_delivered(person.get(person.thanks).page)}
    wait_for_quiet()
    check_box(round, {(number, 0) for number in told})
    if len(told) < len(people):
        raise Broken(f"{len(people) - len(told)} have not delivered in the end")


def _die_inside(person: Person, moment: str, web: Web, tally: Tally) -> None:
    """gunicorn dies in the middle of this person's delivery: no answer to them, and nothing stored."""
    with running(web.start(die_at=moment)) as process:
        form = person.form()
        if form is None:
            raise Broken("somebody is not asked")
        with suppress(*NO_ANSWER), tally.sending():
            person.deliver(form, rounds.marked(person.number))
            raise Broken(f"the moment {moment} never came")
        wait_until(lambda: process.ended, "the end of gunicorn")
    tally.add("kills")
    wait_for_quiet()
    if Ticket.objects.filter(pk=person.ticket.pk, delivered=True).exists() or _ballots(person) != 0:
        raise Broken(f"something is stored though the web process died at {moment}")


def _ballots(person: Person) -> int:
    return Ballot.objects.filter(round=person.ticket.round_id).count()


def _kill_meanwhile(answering: list[Future[None]], web: Web, chance: Random, tally: Tally, most: int) -> Process:
    """Kill one web process, or all of them, whenever deliveries are on the way, until all have been told; what runs
    then is returned."""
    process = web.start()
    while tally.kills < most and not _all_done(answering):
        wait_until(lambda: tally.on_the_way > 0 or _all_done(answering), "a delivery", every=0.001)
        time.sleep(chance.uniform(0, 0.05))
        if chance.random() < 0.3:
            process.kill()
            process = web.start()
        else:
            _kill_one(process.children(), chance)
        tally.add("kills")
    wait_until(lambda: _all_done(answering), "the last delivery")
    for one in answering:
        one.result()
    return process


def _all_done(answering: list[Future[None]]) -> bool:
    return all(one.done() for one in answering)


def _kill_one(children: list[int], chance: Random) -> None:
    if children:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(children), signal.SIGKILL)


def _until_told(person: Person, tally: Tally, leaves: bool) -> None:
    """Answer until a page says that it is delivered. Who `leaves` cuts the first connection after sending."""
    while True:
        try:
            form = person.form()
            if form is None:
                return
            if leaves:
                leaves = False
                person.send_and_leave(form, rounds.marked(person.number))
                tally.add("cut")
                continue
            with tally.sending():
                person.deliver(form, rounds.marked(person.number))
            return
        except NO_ANSWER:
            time.sleep(0.05)
