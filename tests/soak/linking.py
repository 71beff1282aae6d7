"""Copies of the whole database before, during and after a round, with the web server's log: nobody finds anybody.

The same attacker is let loose on tables as one would naively make them, and finds people there by every clue it has.
"""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from assessments.ballots import keys
from assessments.ballots.boxes import specs
from assessments.ballots.models import Ballot, Round, Ticket
from assessments.ballots.tasks import CLOSE
from cms.jobs.models import Job
from cms.jobs.services import enqueue
from tests.attack import linking
from tests.attack.linking import Guess, Row, Visit
from tests.soak import rounds
from tests.soak.house import Broken, Web, running, wait_for_quiet, worker
from tests.soak.people import Person, everyone
from tests.soak.scenario import Extent

PEOPLE = 15
BALLOT, TICKET = Ballot._meta.db_table, Ticket._meta.db_table
WORKS_WHILE_OPEN = {
    # What is known and stated: who has delivered, and, from a dump of PostgreSQL, which sealed box is whose.
    "postgresql": {BALLOT: {"order of ctid", "order of place", "order of xmin", "transaction", "two copies"}},
    "sqlite": {BALLOT: {"two copies"}},
}


def run(extent: Extent) -> dict[str, Any]:
    """One round, watched from the first form to the end; then the control."""
    _count_from_high()
    round = rounds.open_round(PEOPLE, rounds.instrument())
    web = Web()
    with running(web.start()):
        people = everyone(round, web.port)
        forms = [person.form() for person in people]
        cached = _files("cache")
        before = linking.take_copy()
        guesses, lengths = _deliver_one_by_one(people, forms)
        opened = linking.take_copy()
        visits = _visits_in_log(web.access_log, people, lengths)
        if _files("cache") != cached:
            raise Broken("a delivery left something in the cache")
    wait_for_quiet()
    written = linking.new_rows(before, opened)
    guesses += linking.guess(written, _tokens(people), visits)
    truth = _truth(round)
    while_open = linking.what_works(guesses, truth)
    _check_open(while_open, guesses)
    boxes = [bytes(row["box"]) for row in opened[BALLOT]]
    _close(round)
    closed = linking.take_copy()
    after = linking.new_rows(before, closed)
    after_close = linking.what_works(linking.guess(after, _tokens(people), visits), truth)
    if after_close or any(row["round_id"] == round.pk for table in (BALLOT, TICKET) for row in closed[table]):
        raise Broken(f"after the close there is something to find: {after_close}")
    return {
        "people": PEOPLE,
        "tables": len(opened),
        "guesses": len(guesses),
        "works_while_open": while_open,
        "box_lengths": sorted({len(box) for box in boxes}),
        "boxes_that_tell": 0,
        "works_after_close": after_close,
        "written_by_closing": sorted(after),
        "boxes_in_files": _boxes_in_files(boxes),
        "control": _control(),
    }


# --- what must hold ---------------------------------------------------------------------------------------------------


def _check_open(works: dict[str, list[str]], guesses: Sequence[Guess]) -> None:
    """While the round is open: who has delivered, and sealed boxes that tell nothing. Raises Broken for more."""
    known = {TICKET: {"name"}, **WORKS_WHILE_OPEN[connection.vendor]}
    more = {table: left for table, clues in works.items() if (left := set(clues) - known.get(table, set()))}
    if more:
        raise Broken(f"while the round is open, this leads to people: {more}")
    for one in guesses:
        if linking.tells(one.row, list(_steps(one.person).values())):
            raise Broken(f"a row of {one.table} holds the answers of the one it is linked to by {one.clue}")


def _close(round: Round) -> None:
    """Staff press the button and the worker does it; the broker's files hold no more than the job's number."""
    job = enqueue(CLOSE, round=round.pk)
    (message,) = linking.messages_in(Path(settings.DATA_DIR) / "broker")
    if message.arguments != ([str(job.pk)], {}) or re.search(r"\bq\d+\b|@example|7[12]\d{8}", message.text):
        raise Broken("the broker holds something else than the job's number")
    with running(worker()) as process:
        done = Job.objects.filter(pk=job.pk, state=Job.State.DONE)
        process.wait_until(done.exists, "the close")
    wait_for_quiet()


def _files(folder: str) -> dict[str, int]:
    return {str(file): file.stat().st_size for file in (Path(settings.DATA_DIR) / folder).rglob("*") if file.is_file()}


def _boxes_in_files(boxes: Sequence[bytes]) -> dict[str, int]:
    """How many boxes are still found in a dump, and in the database's own files once it has cleaned up.

    Raises Broken when there are any: SQLite overwrites what it deletes, PostgreSQL cuts off the emptied pages.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # Whoever opens and closes the file beside SQLite gives up SQLite's locks on it.
        connection.close()
        content = Path(connection.settings_dict["NAME"]).read_bytes()
        found = {"file": sum(box in content for box in boxes)}
    else:
        dump = _pg_dump()
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {BALLOT}, {TICKET}")
            cursor.execute("SELECT pg_relation_size(%s), pg_relation_size(%s)", [BALLOT, TICKET])
            sizes = cursor.fetchone()
        found = {"dump": sum(box.hex() in dump for box in boxes), "bytes of ballots": sizes[0], "of tickets": sizes[1]}
    if any(found.values()):
        raise Broken(f"boxes are left: {found}")
    return found


def _pg_dump() -> str:
    at = connection.settings_dict
    command = shutil.which("pg_dump") or str(max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump")))
    address = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
    return subprocess.run([command, address], capture_output=True, text=True, check=True).stdout


# --- the round --------------------------------------------------------------------------------------------------------


def _count_from_high() -> None:
    """Let numbers of people and tickets begin so high that they can't be mistaken for anything else."""
    with connection.cursor() as cursor:
        for table, start in (("cms_user", 7_100_000_000), (TICKET, 7_200_000_000)):
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, start])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])


def _tokens(people: Sequence[Person]) -> dict[int, set[str]]:
    return {
        person.number: {
            str(person.ticket.pk),
            str(person.ticket.participant_id),
            person.ticket.participant.email,
            person.address,
            *person.cookies.values(),
        }
        for person in people
    }


def _deliver_one_by_one(people: Sequence[Person], forms: Sequence[Any]) -> tuple[list[Guess], dict[int, int]]:
    """Everybody in an order of chance, with a copy before and after each of the first three. The guesses these allow,
    and how long each person's form was."""
    order = list(people)
    SystemRandom().shuffle(order)
    guesses, lengths = [], {}
    for place, person in enumerate(order):
        earlier = linking.take_copy() if place < 3 else {}
        steps = _steps(person.number)
        person.deliver(forms[person.number], steps)
        lengths[person.number] = len(forms[person.number].filled(steps))
        if place < 3:
            guesses += linking.guess_between(earlier, linking.take_copy(), person.number)
    return guesses, lengths


VISIT = re.compile(r'(?P<address>\S+) \S+ \S+ \[[^]]+\] "POST (?P<path>\S+) [^"]*" (?P<answer>\d+ \d+|\d+ -)')


def _visits_in_log(log: Path, people: Sequence[Person], lengths: dict[int, int]) -> list[Visit]:
    """Who sent a form, in order, as the web server's own log tells it. Raises Broken when the log tells more."""
    found = [line for line in map(VISIT.match, log.read_text().splitlines()) if line]
    if len({(line["path"], line["answer"]) for line in found}) != 1:
        raise Broken("the log tells deliveries apart by their address, status or size")
    by_address = {person.address: person.number for person in people}
    order = [by_address[line["address"]] for line in found]
    if sorted(order) != list(range(PEOPLE)):
        raise Broken("the log has not seen everybody once")
    return [Visit(number, lengths[number]) for number in order]


def _steps(number: int) -> dict[str, int]:
    """Answers with the person's mark; the higher the number, the more questions are "vet ikke"."""
    steps = rounds.marked(number)
    last = list(steps)[-number:] if number else []
    return steps | dict.fromkeys(last, 0)


def _truth(round: Round) -> linking.Truth:
    """Whose ballot is whose, by the key, and whose row of the control."""
    items = specs(round.version.content)
    key = keys.load(round.pk, round.public_key)

    def owner(table: str, row: Row) -> int | None:
        if table != BALLOT:
            return row.get("owner")
        return rounds.mark_in(key, bytes(row["box"]), items)[0]

    return owner


# --- the control ------------------------------------------------------------------------------------------------------

TYPES = {
    "postgresql": {"serial": "serial", "bytes": "bytea"},
    "sqlite": {"serial": "integer PRIMARY KEY", "bytes": "blob"},
}
NAIVE = {
    "naive_named": "owner integer, person varchar(80), steps varchar(100)",
    "naive_numbered": "owner integer, id {serial}, steps varchar(100)",
    "naive_timed": "owner integer, id varchar(40), written_at varchar(40), steps varchar(100)",
    "naive_in_one_transaction": "owner integer, id varchar(40), steps varchar(100)",
    "naive_unpadded": "owner integer, id varchar(40), box {bytes}",
}
FOUND = {
    "naive_named": "name",
    "naive_numbered": "order of id",
    "naive_timed": "order of written_at",
    "naive_in_one_transaction": {"postgresql": "transaction", "sqlite": "order of rowid"},
    "naive_unpadded": "length of box",
}


def _control() -> dict[str, list[str]]:
    """Tables as one would make them without a thought; the clue that must work on each of them does."""
    types = (
        {"serial": "serial", "bytes": "bytea"}
        if connection.vendor == "postgresql"
        else {"serial": "integer PRIMARY KEY", "bytes": "blob"}
    )
    with connection.cursor() as cursor:
        for table, columns in NAIVE.items():
            cursor.execute(f"CREATE TABLE {table} ({columns.format(**types)})")
    before = linking.take_copy()
    visits = [_answer_naively(person) for person in SystemRandom().sample(range(PEOPLE), PEOPLE)]
    tokens = {person: {_address(person)} for person in range(PEOPLE)}
    written = linking.new_rows(before, linking.take_copy())
    works = linking.what_works(linking.guess(written, tokens, visits), lambda _table, row: row.get("owner"))
    for table, clue in FOUND.items():
        clue = clue if isinstance(clue, str) else clue[connection.vendor]
        if clue not in works.get(table, []):
            raise Broken(f"the attacker is blind: nothing found in {table} by {clue}, only {works.get(table)}")
        if table != "naive_unpadded" and not all(linking.tells(row, _naive_steps(row)) for row in written[table]):
            raise Broken(f"the attacker can't read: {table}")
    return works


def _naive_steps(row: Row) -> list[int]:
    return list(rounds.marked(row["owner"]).values())


def _address(person: int) -> str:
    return f"person{person}@naive.example"


def _answer_naively(person: int) -> Visit:
    steps = "".join(map(str, rounds.marked(person).values()))
    rows = {
        "naive_named": {"person": _address(person), "steps": steps},
        "naive_numbered": {"steps": steps},
        "naive_timed": {"id": secrets.token_hex(16), "written_at": timezone.now().isoformat(), "steps": steps},
        "naive_in_one_transaction": {"id": secrets.token_hex(16), "steps": steps},
        "naive_unpadded": {"id": secrets.token_hex(16), "box": secrets.token_bytes(60 + person)},
    }
    # Only the last but one shares its transaction with a row that names somebody.
    for table in ("naive_numbered", "naive_timed", "naive_unpadded"):
        with transaction.atomic():
            _insert(table, {"owner": person, **rows[table]})
    with transaction.atomic():
        for table in ("naive_named", "naive_in_one_transaction"):
            _insert(table, {"owner": person, **rows[table]})
    return Visit(person, 500 + person)


def _insert(table: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", list(values.values()))
