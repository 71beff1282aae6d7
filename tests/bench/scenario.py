"""What a benchmark is: what is measured, against which floor, with what budget, and why it matters."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 40


@dataclass(frozen=True)
class Scenario:
    """`prepare` returns the pair (measured, floor) of functions; each call of one is one piece of work.

    `content`: whether it needs the demo's content. `memory`: how many megabytes a process of its own needs at most for
    one piece of work, told by `memory_of`.
    `least`: the work a call must at least do, given by `measured`'s return value, so that a scenario that silently
    shrinks fails instead of getting faster.
    """

    name: str
    why: str
    prepare: Callable[[], tuple[Callable[[], int], Callable[[], int]]]
    ratio: float
    queries: int | None = None
    least: int = 0
    rounds: int = ROUNDS
    content: bool = True
    memory: int | None = None
    memory_of: Callable[[], float] | None = None


@dataclass
class Result:
    scenario: Scenario
    ratio: float
    p50_ms: float
    floor_p50_ms: float
    queries: int
    work: int
    memory: float | None = None
    broken: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.scenario.name,
            "why": self.scenario.why,
            "ratio": round(self.ratio, 2),
            "ratio_budget": self.scenario.ratio,
            "p50_ms": round(self.p50_ms, 1),
            "floor_p50_ms": round(self.floor_p50_ms, 1),
            "queries": self.queries,
            "query_budget": self.scenario.queries,
            "memory_mb": None if self.memory is None else round(self.memory),
            "memory_budget": self.scenario.memory,
            "work": self.work,
            "rounds": self.scenario.rounds,
            "broken": self.broken,
        }


def measure(scenario: Scenario) -> Result:
    """Run a scenario and its floor in turns, so that a busy machine slows both."""
    measured, floor = scenario.prepare()
    floor(), measured()
    with CaptureQueriesContext(connection) as queries:
        work = measured()
    asked = len(queries)  # counted now: the next request empties the log
    times, floor_times = [], []
    for _round in range(scenario.rounds):
        floor_times.append(_timed(floor))
        times.append(_timed(measured))
    p50, floor_p50 = statistics.median(times), statistics.median(floor_times)
    result = Result(scenario, p50 / floor_p50, p50 * 1000, floor_p50 * 1000, asked, work)
    if scenario.memory_of is not None:
        result.memory = scenario.memory_of()
    _judge(result)
    return result


def _timed(call: Callable[[], int]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _judge(result: Result) -> None:
    scenario = result.scenario
    if result.ratio > scenario.ratio:
        result.broken.append(f"ratio {result.ratio:.2f} is above {scenario.ratio}")
    if scenario.queries is not None and result.queries > scenario.queries:
        result.broken.append(f"{result.queries} queries are above {scenario.queries}")
    if result.memory is not None and scenario.memory is not None and result.memory > scenario.memory:
        result.broken.append(f"{result.memory:.0f} MB are above {scenario.memory}")
    if result.work < scenario.least:
        result.broken.append(f"did {result.work} of at least {scenario.least}: the scenario has shrunk")
