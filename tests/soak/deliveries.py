"""A hundred people deliver at the same moment, some of them from two tabs; every ballot is there, once."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from assessments.ballots.models import Round
from tests.soak import rounds
from tests.soak.house import Broken, Web, running
from tests.soak.people import Form, Person, everyone, says_delivered
from tests.soak.scenario import Extent

PEOPLE = 100
IN_TWO_TABS = 20


def run(extent: Extent) -> dict[str, Any]:
    """One wave of deliveries after another."""
    web, version = Web(), rounds.instrument()
    waves = []
    with running(web.start()):
        while not waves or extent.has_time:
            waves.append(_wave(rounds.open_round(PEOPLE, version), web.port))
    times = sorted(seconds * 1000 for wave in waves for seconds in wave)
    return {
        "waves": len(waves),
        "people_a_wave": PEOPLE,
        "requests_a_wave": PEOPLE + IN_TWO_TABS,
        "errors": 0,
        "lost": 0,
        "doubled": 0,
        "second_tabs_refused": IN_TWO_TABS * len(waves),
        "p50_ms": round(statistics.median(times)),
        "max_ms": round(times[-1]),
    }


def _wave(round: Round, port: int) -> list[float]:
    """All at once; the seconds that each request took. Raises Broken unless everything came out right."""
    people = everyone(round, port)
    tabs = [(person, 0) for person in people] + [(person, 1) for person in people[:IN_TWO_TABS]]
    with ThreadPoolExecutor(8) as pool:
        forms = list(pool.map(lambda person: _questions(person), people))
    start = Barrier(len(tabs))
    with ThreadPoolExecutor(len(tabs)) as pool:
        sent = list(pool.map(lambda tab: _deliver(tab[0], tab[1], forms[tab[0].number], start), tabs))
    taken = {(person.number, tab) for (person, tab), (was_taken, _seconds) in zip(tabs, sent, strict=True) if was_taken}
    check_box(round, taken)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda person: says_delivered(person.get(person.thanks).page), people))
    if not all(told):
        raise Broken(f"{told.count(False)} were not told that they have delivered")
    return [seconds for _was_taken, seconds in sent]


def _questions(person: Person) -> Form:
    form = person.form()
    if form is None:
        raise Broken("somebody is not asked")
    return form


def _deliver(person: Person, tab: int, form: Form, start: Barrier) -> tuple[bool, float]:
    steps = rounds.marked(person.number, tab)
    start.wait()
    begun = time.monotonic()
    was_taken = person.deliver(form, steps)
    return was_taken, time.monotonic() - begun


def check_box(round: Round, taken: set[tuple[int, int]]) -> None:
    """Raises Broken unless exactly those ballots are in the box that were said to be taken, by number and tab, each
    once, and every ticket is marked."""
    found, wanted = Counter(rounds.marks_in_the_box(round)), Counter(taken)
    if found != wanted:
        raise Broken(f"lost: {sorted((wanted - found).elements())}, too many: {sorted((found - wanted).elements())}")
    marked = round.tickets.filter(delivered=True).count()
    if not marked == len(taken) == len({number for number, _tab in taken}):
        raise Broken(f"{marked} tickets are marked, and {len(taken)} ballots were taken")
