"""The whole site as its users meet it: web, worker and beat in processes of their own, on a database of their own."""

from __future__ import annotations

import email
import email.policy
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from tests.soak.databases import beside_the_tests, database

READY_WITHIN = 600  # seconds; building the demo content on a busy machine is most of it


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, and the folder it writes to."""

    url: str
    data: Path

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Mails written so far for an address, oldest first; without the reminders that the clock sends by itself."""
        found = []
        for path in sorted((self.data / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns):
            # What follows the last line of dashes is still being written.
            for part in re.split(rb"\n-{70,}\n", path.read_bytes())[:-1]:
                message = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
                if address in str(message["To"]) and not message["List-Unsubscribe"]:
                    found.append(message)
        return found

    def wait_for_mail(self, address: str, *, after: int = 0, seconds: float = 60) -> EmailMessage:
        """The newest mail to an address once there are more than `after`; AssertionError when none comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(mails := self.mails_to(address)) > after:
                return mails[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} within {seconds} seconds")


@contextmanager
def running_site(data: Path) -> Iterator[RunningSite]:
    """Start the demo in `data`, wait until it is ready, end it and everything it started."""
    port = _free_port()
    with (
        database(beside_the_tests(), data, template=settings.TEST_DATABASE_LIKE) as url,
        (data / "site.log").open("wb") as log,
    ):
        environment = {
            **os.environ,
            "DATA_DIR": str(data),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
            "BASE_URL": f"http://127.0.0.1:{port}",
        }
        command = [sys.executable, "-m", "cms.demo.run", "--port", str(port)]
        process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _await(f"http://127.0.0.1:{port}/readyz", process, data / "site.log")
            yield RunningSite(f"http://127.0.0.1:{port}", data)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=40)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the site ended with {process.returncode}:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the site was not ready within {READY_WITHIN} seconds:\n{log.read_text()[-3000:]}")
