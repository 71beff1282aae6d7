"""Sizes of what a test lets grow."""

from __future__ import annotations

from typing import Any

import pytest


def many(*size: int) -> Any:
    """The larger size of a test that counts queries: once is enough. The smaller has met the other database already,
    and no number of rows changes what it is asked."""
    return pytest.param(*size, marks=pytest.mark.any_database)
