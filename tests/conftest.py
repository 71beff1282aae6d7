"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Locale

from tests.planting import planted
from tests.programmes.catalogue.factories import Tree, add_site

# The day of all tests, from which the clock goes on: what they show must not depend on when they are run. A site in a
# process of its own has the day of the machine.
TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
time_machine.travel(TODAY, tick=True).start()

# The same examples every time, and no deadline: a timing in a test is a flaky test.
hypothesis_settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")


# What a test asks for when it meets a database: its own, a running site's, or one that a scenario makes.
MEETS_A_DATABASE = {"db", "transactional_db", "django_db_setup", "site", "reports"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ONLY_DATABASE=1 a run leaves out what no database can change; the run beside it has it (`script/test`)."""
    if not os.environ.get("ONLY_DATABASE"):
        return
    elsewhere = [item for item in items if not _meets_a_database(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in set(elsewhere)]


def _meets_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & MEETS_A_DATABASE)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """SQLite's databases can't be told what to begin as: the copy is laid where the tests will look for theirs."""
    if connection.vendor != "sqlite" or not settings.TEST_DATABASE_LIKE:
        return django_db_keepdb
    shutil.copyfile(settings.TEST_DATABASE_LIKE, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    cache.clear()


@pytest.fixture
def locales(db: None) -> dict[str, Locale]:
    """The site's locales by language code."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}


@pytest.fixture(scope="module")
def site_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tree]:
    with planted(django_db_blocker):
        yield add_site()


@pytest.fixture
def tree(site_of_the_module: Tree, locales: dict[str, Locale]) -> Tree:
    """A small public site in both languages."""
    return site_of_the_module.read_anew()
