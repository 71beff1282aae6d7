"""The short scenarios run once, all in one process, on a copy of the tests' own empty database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.soak.databases import SQLITE, beside_the_tests, database, run_inside
from tests.soak.scenarios import SCENARIOS

Report = dict[str, Any]


@pytest.fixture(scope="session")
def reports(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Report]:
    """What each scenario on a database reports, by name."""
    data = tmp_path_factory.mktemp("soak")
    names = [name for name, scenario in SCENARIOS.items() if scenario.on_databases]
    with django_db_blocker.unblock(), _copy(data) as url:
        return {report["name"]: report for report in run_inside(url, data, [*names, "--short"])}


@contextmanager
def _copy(data: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{data / 'db.sqlite3'}'")
        with database(SQLITE, data) as url:
            yield url
        return
    connection.close()
    with database(beside_the_tests(), data, template=connection.settings_dict["NAME"]) as url:
        yield url
