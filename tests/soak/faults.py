"""A process that kills itself, and the whole group it belongs to, at an exact moment of a close, delivery, import
or mail.

The product knows nothing of it. The moment is seen from outside: by the statements that go to the database (Django's
`execute_wrapper`) and by the files that are opened and removed (Python's audit events).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


@dataclass(frozen=True)
class Statement:
    """Before or after a statement that begins with a verb and names a table and, where given, a column or a value."""

    verb: str
    table: str
    also: str = ""
    after: bool = False
    app: str = "assessments"

    def is_it(self, sql: str, params: Any) -> bool:
        head = sql.split("WHERE")[0]
        begins = head.lstrip().upper().startswith(self.verb) and f"{self.app}_{self.table}" in head
        return begins and (self.also in head or self.also in list(params or ())[:1])


@dataclass(frozen=True)
class File:
    """An event of a key file: "open" or "os.remove". With `after`, the next event of any file in the key directory."""

    event: str
    after: bool = False


MOMENTS: dict[str, Statement | File] = {
    # of a close
    "before-key-is-read": File("open"),
    "before-delivery-ends": Statement("UPDATE", "round", "closing"),
    "after-delivery-ended": Statement("UPDATE", "round", "closing", after=True),
    "before-boxes-are-opened": Statement("SELECT", "ballot", "box"),
    "while-boxes-are-opened": Statement("SELECT", "ballot", "box", after=True),
    "before-storing": Statement("UPDATE", "round", "closed"),
    "storing-has-begun": Statement("UPDATE", "round", "closed", after=True),
    "release-is-written": Statement("INSERT", "release", after=True),
    "ballots-are-deleted": Statement("DELETE", "ballot", after=True),
    "tickets-are-deleted": Statement("DELETE", "ticket", after=True),
    "before-key-is-destroyed": File("os.remove"),
    "after-key-is-destroyed": File("os.remove", after=True),
    # of a delivery
    "ticket-is-marked": Statement("UPDATE", "ticket", after=True),
    "ballot-is-written": Statement("INSERT", "ballot", after=True),
    # of the import of a list
    "people-are-written": Statement("INSERT", "enrolment", after=True, app="programmes"),
    # of mails
    "mails-are-written": Statement("INSERT", "outgoingmail", after=True, app="cms"),
    "before-a-mail-is-out": Statement("UPDATE", "outgoingmail", "handed_at", after=True, app="cms"),
    "a-mail-is-out": Statement("UPDATE", "outgoingmail", "sent_at", app="cms"),
}


def arm(name: str) -> None:
    """From now on this process, and those forked from it, die at the moment of this name."""
    moment = MOMENTS[name]
    if isinstance(moment, Statement):
        _die_at_statement(moment)
    else:
        _die_at_file(moment)


def _die() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _die_at_statement(moment: Statement) -> None:
    def watch(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        it = moment.is_it(sql, params)
        if it and not moment.after:
            _die()
        result = execute(sql, params, many, context)
        if it:
            _die()
        return result

    def wrap(connection: Any, **kwargs: Any) -> None:
        if watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(watch)

    connection_created.connect(wrap, weak=False)


def _die_at_file(moment: File) -> None:
    folder = str(Path(settings.ASSESSMENTS_KEY_DIR))
    seen = False

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in ("open", "os.remove") or not str(arguments[0]).startswith(folder):
            return
        if seen:
            _die()
        if event == moment.event and str(arguments[0]).endswith(".key"):
            seen = True
            if not moment.after:
                _die()

    sys.addaudithook(watch)
