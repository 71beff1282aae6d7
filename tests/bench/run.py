"""Build the content once, measure, print JSON. `script/bench [NAME …]` sets Django up and calls `main`."""

from __future__ import annotations

import json
import platform
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.bench.scenario import measure
from tests.bench.scenarios import SCENARIOS


def main(names: list[str]) -> int:
    """Exit code 0 when every budget holds, 1 when one is broken, 2 for an unknown name."""
    known = {scenario.name: scenario for scenario in SCENARIOS}
    if unknown := [name for name in names if name not in known]:
        print(f"No benchmark is called {unknown[0]}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    chosen = [known[name] for name in names or known]
    call_command("migrate", verbosity=0)
    if any(scenario.content for scenario in chosen):
        print("Building the content …", file=sys.stderr)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("demo_content", scale="large", seed=1, stdout=sys.stderr)
    results = []
    for scenario in chosen:
        print(f"Measuring {scenario.name} …", file=sys.stderr)
        results.append(measure(scenario))
    report = {
        "database": connection.vendor,
        "python": platform.python_version(),
        "debug": settings.DEBUG,
        "results": [result.as_json() for result in results],
    }
    print(json.dumps(report, indent=2))
    return 1 if any(result.broken for result in results) else 0
