"""Processes that a scenario starts and kills: a Celery worker and gunicorn, on a database and folder of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.soak import warm

PATIENCE = 120  # seconds; a busy machine may be slow, a broken scenario should still end

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.soak.warm"])


class Broken(AssertionError):
    """Something did not hold that must hold."""


def wait_until(holds: Callable[[], bool], what: str, *, every: float = 0.02) -> None:
    """Wait for a condition. Raises Broken, saying what never came."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise Broken(f"waited {PATIENCE} seconds in vain: {what}")
        time.sleep(every)


class Process:
    """A program with all that it starts, in a group of its own. Its output goes to a file in the data folder."""

    def __init__(self, name: str, arguments: list[str], world: warm.World) -> None:
        self.log = Path(settings.DATA_DIR) / f"{name}.log"
        self.process = _FORKS.Process(target=warm.run, args=(arguments, self.log, world))
        self.process.start()
        self.pid = self.process.pid or 0
        wait_until(lambda: self.ended or os.getpgid(self.pid) == self.pid, "a group of its own")

    @property
    def ended(self) -> bool:
        return not self.process.is_alive()

    @property
    def was_killed(self) -> bool:
        return self.process.exitcode == -signal.SIGKILL

    def wait_until(self, holds: Callable[[], bool], what: str, *, every: float = 0.02) -> None:
        """Wait for a condition. Raises Broken when the process ends before."""
        wait_until(lambda: self.ended or holds(), what, every=every)
        if self.ended and not holds():
            raise Broken(f"{what}: the process ended with {self.process.exitcode}:\n{self.log.read_text()[-3000:]}")

    def children(self) -> list[int]:
        """The ids of the processes it started itself."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []

    def kill(self) -> None:
        """SIGKILL to it and to all that it started, and wait until all of them are gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.join()
        wait_until(lambda: not _group_lives(self.pid), "the end of a killed group of processes")


def _group_lives(group: int) -> bool:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, process_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(process_group) == group and state != "Z":
            return True
    return False


@contextmanager
def running(process: Process) -> Iterator[Process]:
    """The process for as long as the block lasts."""
    try:
        yield process
    finally:
        process.kill()


def worker(**world: Any) -> Process:
    """A Celery worker as the demo starts it, in a world of its own (`warm.World`)."""
    command = ["celery", "--quiet", "-A", "cms", "worker", "--concurrency", "1", "--loglevel", "warning",
               "--without-gossip", "--without-mingle", "--hostname", f"soak{os.getpid()}@localhost"]  # fmt: skip
    return Process("worker", command, warm.World(**world))


class Web:
    """gunicorn on a port of its own, which it keeps when it is killed and started again."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.access_log = Path(settings.DATA_DIR) / "access.log"

    def start(self, *, die_at: str = "") -> Process:
        """Start it and wait until it answers."""
        command = ["gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4",
                   "--log-level", "warning", "--no-control-socket", "--access-logfile", str(self.access_log),
                   "--worker-tmp-dir", str(Path(settings.DATA_DIR) / "broker")]  # fmt: skip
        process = Process("web", command, warm.World(die_at=die_at))
        process.wait_until(self._answers, "an answer from gunicorn")
        return process

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def wait_for_quiet() -> None:
    """Wait until the database has finished with those who were killed; PostgreSQL's servers outlive their clients."""
    if connection.vendor == "postgresql":
        wait_until(_alone, "the end of all other connections")


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0] == 0)
