"""Starting the demo when something is in the way: a sentence that says what to do, and nothing left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

COMMAND = [sys.executable, "-m", "cms.demo.run"]


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
    }


def start(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=settings.BASE_DIR, env=environment(data), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@contextmanager
def running(data: Path, log: BinaryIO, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The demo started as a script does in its background, ended whatever happens."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=settings.BASE_DIR, env=environment(data), stdout=log, stderr=log,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_taken_port_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = start(tmp_path, "--port", str(port))
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert f"--port {port + 1}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    ended = start(in_the_way / "data")
    assert ended.returncode == 1
    assert "DATA_DIR" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_ctrl_c_ends_it_even_where_a_script_started_it_in_the_background(tmp_path: Path) -> None:
    """There Ctrl-C is ignored from the start, by inheritance."""
    log = (tmp_path / "log").open("wb")
    with running(tmp_path, log, "--port", str(free_port())) as process:
        wait_until(lambda: b"Preparing the database" in (tmp_path / "log").read_bytes())
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
