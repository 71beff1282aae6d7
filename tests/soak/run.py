"""Run one scenario on every database and print one line of JSON. `script/soak` sets Django up and calls `main`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.soak.databases import SQLITE, database, run_inside
from tests.soak.house import Broken
from tests.soak.scenario import Extent, Scenario
from tests.soak.scenarios import SCENARIOS


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when all held, 1 when something broke, 2 for an unknown name. Without a name: the list."""
    parser = argparse.ArgumentParser(prog="script/soak", description="Long runs under load, faults and random input.")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--minutes", type=float, default=0, help="go on for so long on each database")
    parser.add_argument("--short", action="store_true", help="as little as the tests do")
    parser.add_argument("--database", action="append", help="where to run; more than once for several")
    options = parser.parse_args(arguments)
    if options.name is None:
        print("\n".join(f"{name:16} {scenario.why}" for name, scenario in SCENARIOS.items()))
        return 0
    if options.name not in SCENARIOS:
        print(f"No scenario is called {options.name}. There are: {', '.join(SCENARIOS)}.", file=sys.stderr)
        return 2
    scenario = SCENARIOS[options.name]
    reports = _on_databases(scenario, options) if scenario.on_databases else [_here(scenario, options)]
    held = all(report["held"] for report in reports)
    print(json.dumps({"name": scenario.name, "held": held, "runs": reports}))
    return 0 if held else 1


def _on_databases(scenario: Scenario, options: argparse.Namespace) -> list[dict[str, Any]]:
    more = ["--minutes", str(options.minutes), *(["--short"] if options.short else [])]
    reports = []
    for like in options.database or [SQLITE]:
        print(f"{scenario.name} on {like.partition(':')[0]} …", file=sys.stderr)
        with (
            tempfile.TemporaryDirectory(prefix="kompetanseloftet-soak-") as folder,
            database(like, Path(folder)) as url,
        ):
            reports += run_inside(url, Path(folder), [scenario.name, *more])
    return reports


def _here(scenario: Scenario, options: argparse.Namespace) -> dict[str, Any]:
    begun = time.monotonic()
    try:
        found = {"held": True, **scenario.run(Extent(minutes=options.minutes, short=options.short))}
    except Broken as broken:
        found = {"held": False, "broken": str(broken)}
    return {**found, "seconds": round(time.monotonic() - begun, 1)}
