"""What the tests of mapping share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    """A key directory of its own for each test: ids of rounds come again when a test is rolled back."""
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"
