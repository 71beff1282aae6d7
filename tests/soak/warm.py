"""What a process has loaded before it is forked from the fork server: the whole site, and no open connection.

Killing needs many processes, and most of the time of starting one goes into imports.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import django

from tests.soak import faults

django.setup()


def run(arguments: list[str], log: Path, die_at: str) -> None:
    """Become the program `python -m arguments`, leader of a group of its own, with its output in a file."""
    os.setsid()
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    if die_at:
        faults.arm(die_at)
    sys.argv = list(arguments)
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
