"""A database and a folder for a scenario's processes, gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys, django; django.setup(); from tests.soak.inside import main; sys.exit(main(sys.argv[1:]))"
SQLITE = "sqlite"


def beside_the_tests() -> str:
    """An address that makes `database` take the vendor the tests run on."""
    at = settings.DATABASES["default"]
    if "sqlite3" in at["ENGINE"]:
        return SQLITE
    return f"postgres://{at['USER']}@{at['HOST']}:{at['PORT'] or 5432}/postgres"


@contextmanager
def database(like: str, data: Path, *, template: str = "") -> Iterator[str]:
    """The address of a new database: a file in `data`, or one beside the PostgreSQL database that `like` addresses.

    It is empty, or begins as a copy of `template`: a file, or the name of a database beside that one.
    """
    if not like.startswith("postgres"):
        if template:
            shutil.copyfile(template, data / "db.sqlite3")
        yield f"sqlite:///{data / 'db.sqlite3'}"
        return
    template = template or "template0"
    server, _slash, _name = like.rpartition("/")
    name = f"soak_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template or "template0"}"')
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_inside(url: str, data: Path, arguments: Sequence[str]) -> list[dict[str, Any]]:
    """Run scenarios in a process of their own; their reports. Raises RuntimeError when there is none."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.soak.settings",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-c", PROGRAM, *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    reports = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    if ended.returncode not in (0, 1) or not reports:
        raise RuntimeError(f"the scenario ended with {ended.returncode}:\n{ended.stderr[-6000:]}")
    return reports
