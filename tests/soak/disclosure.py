"""Programmes of chance against the arithmetician who shares no code with the product: ever new ones, as time allows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.soak.house import Broken
from tests.soak.scenario import Extent

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 300


def run(extent: Extent) -> dict[str, Any]:
    """The property tests again and again, each time on other programmes."""
    examples, runs = extent.pieces(EXAMPLES, 20), 0
    attacks = [str(path) for path in sorted((ROOT / "tests/attack").glob("test_arithmetic*.py"))]
    command = [sys.executable, "-m", "pytest", "-q", "--timeout=0", *attacks, "tests/assessments/disclosure"]
    environment = {**os.environ, "DISCLOSURE_EXAMPLES": str(examples), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    while runs == 0 or extent.has_time:
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise Broken(ended.stdout[-6000:] + ended.stderr[-2000:])
        runs += 1
    return {"runs": runs, "programmes_a_property": runs * examples, "found": 0}
