"""Run the whole site on one machine: web, worker and beat as children of this process, gone when it goes.

`python -m cms.demo.run [--port N] [--check]`, which is what `script/demo` does.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections

PATIENCE = 60  # seconds until the site must answer
FAREWELL = 15  # seconds a child gets to finish what it does
PR_SET_PDEATHSIG = 1  # prctl(2)


class Stop(Exception):
    """Something a person can mend; the text says how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C, or with --check until proven. Returns the exit code."""
    options = _options(arguments)
    # Ctrl-C too: a process started in the background of a script inherits that it is ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _as_interrupt)
    try:
        port = options.port or (_free_port() if options.check else 8000)
        _check_port(port)
        _prepare(port)
        return _serve(port, options.check)
    except (Stop, CommandError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/demo", description="Start the demo: web, worker and beat.")
    parser.add_argument("--port", type=int, help="the web server's port (default 8000)")
    parser.add_argument("--check", action="store_true", help="start, prove it healthy over HTTP, stop")
    return parser.parse_args(arguments)


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Stop(
                f"Port {port} is taken or not allowed. Stop what uses it, or choose another:\n"
                f"    script/demo --port {port + 1}"
            ) from None


def _prepare(port: int) -> None:
    """Folders, database, static files and content. Every step may be repeated, so an interrupted start does no harm."""
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    os.umask(0o077)
    data = Path(os.environ.get("DATA_DIR", "var")).resolve()
    try:
        for name in ("broker/messages", "broker/control", "mail", "media", "keys", "cache"):
            (data / name).mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Stop(f"{data} can't be written to. Set DATA_DIR to a folder of yours, or change the rights.") from None
    os.environ["TMPDIR"] = str(data / "broker")  # the broker renames files, which needs one disk
    django.setup()
    print("Preparing the database …", flush=True)
    call_command("check")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print("Building the demo content …", flush=True)
    call_command("demo_content", scale="small", seed=1)
    connections.close_all()


def _serve(port: int, check: bool) -> int:
    children = [_start(command) for command in _commands(port)]
    try:
        _await_site(port, children)
        if check:
            call_command("demo_check", base_url=f"http://127.0.0.1:{port}")
            return 0
        _welcome(port)
        return _watch(children)
    finally:
        _end(children)


def _commands(port: int) -> list[list[str]]:
    python = sys.executable
    data = Path(settings.DATA_DIR)
    return [
        [python, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
         "--log-level", "warning", "--no-control-socket", "--worker-tmp-dir", str(data / "broker")],
        [python, "-m", "celery", "--quiet", "-A", "cms", "worker", "--concurrency", "1", "--loglevel", "warning",
         "--without-gossip", "--without-mingle", "--hostname", f"demo{port}@localhost"],
        [python, "-m", "celery", "--quiet", "-A", "cms", "beat", "--loglevel", "warning", "--pidfile", "",
         "--schedule", str(data / "broker" / "beat")],
    ]  # fmt: skip


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_die_with_parent, start_new_session=True)


def _die_with_parent() -> None:
    """Linux ends the child when this process is killed outright; elsewhere only an orderly end reaches it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _await_site(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise Stop("A part of the site ended at once; its message stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise Stop(f"The site did not get ready within {PATIENCE} seconds.")


def _welcome(port: int) -> None:
    call_command("demo_logins", base_url=f"http://127.0.0.1:{port}")
    print("\nCtrl-C ends everything.", flush=True)


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait for the first child to end, which is wrong unless somebody pressed Ctrl-C."""
    while True:
        for child in children:
            if child.poll() is not None:
                raise Stop(f"{child.args[2]} ended with code {child.returncode}; the rest is stopped too.")
        time.sleep(0.5)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask the children to end what they do and go; then make sure that nothing they started is left."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + FAREWELL
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


if __name__ == "__main__":
    sys.exit(main())
