"""What a process has loaded before it is forked from the fork server: the whole site, and no open connection.

Killing needs many processes, and most of the time of starting one goes into imports.
"""

from __future__ import annotations

import os
import runpy
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import django
import time_machine
from django.conf import settings

from tests.soak import faults

django.setup()


@dataclass(frozen=True)
class World:
    """What a process finds otherwise than it is: the moment it dies at, when it begins, and settings."""

    die_at: str = ""
    begins: datetime | None = None
    settings: tuple[tuple[str, Any], ...] = ()


def run(arguments: list[str], log: Path, world: World) -> None:
    """Become the program `python -m arguments`, leader of a group of its own, with its output in a file."""
    os.setsid()
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    for name, value in world.settings:
        setattr(settings, name, value)
    if world.begins:
        time_machine.travel(world.begins, tick=True).start()
    if world.die_at:
        faults.arm(world.die_at)
    sys.argv = list(arguments)
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
