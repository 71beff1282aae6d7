"""What takes long to build and is only read, or changed and rolled back: built once for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def planted(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written in here stays until the end, and is rolled back then. Each test's own transaction lies within."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
