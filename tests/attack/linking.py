"""An attacker with copies of the database and the web server's log, who guesses which row belongs to which person.

They know everybody: user number, address, session, ticket. They know nothing of the product; every table is as good
as another. A judge who knows the truth says which of their ways of guessing works; by chance, one guess would be right.
"""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

HIDDEN = ("xmin", "ctid", "rowid")


@dataclass(frozen=True)
class Visit:
    """A form that somebody sent, as the web server's log has it, and how long it was, as whoever listens knows."""

    person: int
    length: int


@dataclass(frozen=True)
class Guess:
    """That a row belongs to a person, by a clue."""

    table: str
    clue: str
    person: int
    row: Row


Truth = Callable[[str, Row], int | None]
"""Whose answers a row of a table holds, if anybody's."""


def what_works(guesses: Iterable[Guess], truth: Truth) -> dict[str, list[str]]:
    """Table -> the clues by which at least half of the guesses are right. A row that names somebody needs no judge."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for guess in guesses:
        is_right = guess.clue == "name" or truth(guess.table, guess.row) == guess.person
        right[guess.table, guess.clue].append(is_right)
    found: dict[str, list[str]] = defaultdict(list)
    for (table, clue), outcomes in sorted(right.items()):
        if 2 * sum(outcomes) >= len(outcomes):
            found[table].append(clue)
    return dict(found)


# --- copies -----------------------------------------------------------------------------------------------------------


def take_copy() -> Tables:
    """Every row of every table with the columns the database hides, in the order it gives them."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return {name: list(_rows(cursor, name)) for name in names}


def _rows(cursor: Any, table: str) -> Iterator[Row]:
    if connection.vendor == "postgresql":
        hidden = "xmin::text::bigint AS xmin, ctid::text AS ctid, "
    else:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        hidden = "" if "WITHOUT ROWID" in cursor.fetchone()[0].upper() else 'rowid AS "rowid", '
    cursor.execute(f'SELECT {hidden}* FROM "{table}"')
    names = [column[0] for column in cursor.description]
    for place, row in enumerate(cursor.fetchall()):
        values = (bytes(value) if isinstance(value, memoryview) else value for value in row)
        yield {"place": place, **dict(zip(names, values, strict=True))}


@dataclass(frozen=True)
class Message:
    """What a message on the broker asks for. `text` is all of it, as whoever opens the file reads it."""

    task: str
    arguments: tuple[list[Any], dict[str, Any]]
    text: str


def messages_in(folder: Path) -> list[Message]:
    """The messages that lie on the broker in files."""
    found = []
    for file in sorted(folder.rglob("*.msg")):
        message = json.loads(file.read_text())
        body = base64.b64decode(message["body"]).decode()
        if "task" in message["headers"]:
            args, kwargs = json.loads(body)[:2]
            text = json.dumps([message["headers"], message["properties"], body])
            found.append(Message(message["headers"]["task"], (args, kwargs), text))
    return found


def new_rows(before: Tables, after: Tables) -> dict[str, list[Row]]:
    """The rows that were written between two copies, by table."""
    found = {}
    for table, rows in after.items():
        known = {_identity(row) for row in before.get(table, ())}
        if written := [row for row in rows if _identity(row) not in known]:
            found[table] = written
    return found


def _identity(row: Row) -> str:
    return repr([(name, value) for name, value in row.items() if name != "place"])


# --- clues ------------------------------------------------------------------------------------------------------------


def guess(written: Mapping[str, Sequence[Row]], tokens: Mapping[int, set[str]], visits: Sequence[Visit]) -> list[Guess]:
    """All guesses about the rows that were written while people came.

    `tokens`: person -> what names only them, wherever it stands. `visits`: who sent a form, in order.
    """
    named = list(_named(written, tokens))
    found = [*named, *_same_transaction(written, named)]
    for table, rows in written.items():
        if len(rows) == len(visits):
            found += _same_order(table, rows, visits)
            found += _same_length(table, rows, visits)
    return found


def guess_between(before: Tables, after: Tables, person: int) -> list[Guess]:
    """Guesses from two copies between which one person came: the one row more in a table is theirs."""
    written = new_rows(before, after)
    grown = (table for table in written if len(after[table]) == len(before.get(table, ())) + 1)
    return [Guess(table, "two copies", person, row) for table in grown for row in written[table]]


def _named(written: Mapping[str, Sequence[Row]], tokens: Mapping[int, set[str]]) -> Iterator[Guess]:
    """Rows that hold what names exactly one person."""
    owners = {token: person for person, names in tokens.items() for token in names}
    for table, rows in written.items():
        for row in rows:
            people = {owners[word] for word in _words(row) if word in owners}
            if len(people) == 1:
                yield Guess(table, "name", people.pop(), row)


def _words(row: Row) -> Iterator[str]:
    for name, value in row.items():
        if name not in ("place", *HIDDEN) and not isinstance(value, bytes):
            yield from re.findall(r"[^\s\"',:{}\[\]()=;/]+", str(value))


def _same_transaction(written: Mapping[str, Sequence[Row]], named: Sequence[Guess]) -> Iterator[Guess]:
    """Rows written in one transaction with a row that names somebody."""
    people: dict[int, set[int]] = defaultdict(set)
    for one in named:
        if "xmin" in one.row:
            people[one.row["xmin"]].add(one.person)
    theirs = {id(one.row) for one in named}
    for table, rows in written.items():
        for row in rows:
            found = people.get(row.get("xmin", -1), set())
            if id(row) not in theirs and len(found) == 1:
                yield Guess(table, "transaction", next(iter(found)), row)


def _same_order(table: str, rows: Sequence[Row], visits: Sequence[Visit]) -> Iterator[Guess]:
    """As many rows as visits: by every column in turn, the first row is the first visitor's."""
    for name in rows[0]:
        ranked = sorted(rows, key=lambda row: _sortable(row[name]))
        if len({repr(row[name]) for row in rows}) < len(rows):
            continue
        for row, visit in zip(ranked, visits, strict=True):
            yield Guess(table, f"order of {name}", visit.person, row)


def _same_length(table: str, rows: Sequence[Row], visits: Sequence[Visit]) -> Iterator[Guess]:
    """The longest row belongs to whoever sent most, unless all are of one length."""
    by_visit = sorted(visits, key=lambda visit: visit.length)
    for name in rows[0]:
        lengths = [len(row[name]) if isinstance(row[name], bytes | str) else 0 for row in rows]
        if len(set(lengths)) > len(rows) // 2:
            for place, visit in zip(sorted(range(len(rows)), key=lengths.__getitem__), by_visit, strict=True):
                yield Guess(table, f"length of {name}", visit.person, rows[place])


def _sortable(value: Any) -> tuple[int, Any]:
    """Values of one column in their order; a place on PostgreSQL's pages counts as two numbers."""
    if isinstance(value, str) and (numbers := re.fullmatch(r"\((\d+),(\d+)\)", value)):
        return 0, tuple(map(int, numbers.groups()))
    return (1, str(value)) if value is None or not isinstance(value, int | bytes) else (0, value)


# --- reading ----------------------------------------------------------------------------------------------------------


def tells(row: Row, steps: Sequence[int]) -> bool:
    """Whether a row holds these answers, in any way we could think of writing numbers in a row."""
    digits = "".join(map(str, steps))
    spelt = re.compile(r"\D*?".join(digits))
    for value in row.values():
        if isinstance(value, bytes) and (bytes(steps) in value or digits.encode() in value):
            return True
        if isinstance(value, str | dict | list) and spelt.search(str(value)):
            return True
    return False
