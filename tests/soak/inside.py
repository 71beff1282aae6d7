"""The process that runs scenarios, on the database and in the folder of its environment; a line of JSON for each."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.soak.house import Broken
from tests.soak.scenario import Extent
from tests.soak.scenarios import SCENARIOS

FOLDERS = ("broker/messages", "broker/control", "mail", "media", "static", "keys", "cache")


def main(arguments: Sequence[str]) -> int:
    """Exit code 1 when something that must hold did not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="+")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args(arguments)
    for name in FOLDERS:
        (Path(settings.DATA_DIR) / name).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    held = [_report(name, Extent(minutes=options.minutes, short=options.short)) for name in options.names]
    return 0 if all(held) else 1


def _report(name: str, extent: Extent) -> bool:
    begun = time.monotonic()
    result: dict[str, Any] = {"name": name, "database": connection.vendor}
    try:
        result |= {"held": True, **SCENARIOS[name].run(extent)}
    except Broken as broken:
        result |= {"held": False, "broken": str(broken)}
    print(json.dumps(result | {"seconds": round(time.monotonic() - begun, 1)}), flush=True)
    return bool(result["held"])
