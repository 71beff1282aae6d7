"""What a thief of the database, the broker, the logs or the cache could join: nothing leads from ballot to person."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter
from wagtail.models import ModelLogEntry

from assessments import ballots
from assessments.ballots import keys
from assessments.ballots.models import Ballot, Release, Round, RoundUnit, Ticket
from assessments.ballots.services import close_round, deliver
from assessments.ballots.tasks import CLOSE, OPEN
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from tests.assessments import factories

ORDERED = (models.AutoField, models.DateField, models.TimeField, models.DateTimeField)


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def dump() -> dict[str, list[tuple]]:
    """Every row of every table, in the order the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [tuple(map(repr, row)) for row in cursor.fetchall()]
    return found


# --- the schema ------------------------------------------------------------------------------------------------------


def test_a_ballot_has_a_random_key_a_round_and_a_box_and_nothing_else() -> None:
    fields = {field.name: field for field in Ballot._meta.get_fields()}
    assert set(fields) == {"id", "round", "box"}
    assert isinstance(fields["id"], models.UUIDField)
    assert fields["round"].related_model is Round
    assert Ballot._meta.constraints == []
    assert list(Ballot._meta.unique_together) == []


def test_a_ticket_has_no_time() -> None:
    fields = Ticket._meta.get_fields()
    assert {field.name for field in fields} == {"id", "round", "participant", "unit", "delivered"}
    assert not [field for field in fields if isinstance(field, ORDERED) and not field.primary_key]


def test_no_chain_of_foreign_keys_leads_from_a_ballot_to_a_person_but_through_the_round_itself() -> None:
    assert {field.related_model for field in Ballot._meta.get_fields() if field.is_relation} == {Round}
    assert not [field for field in Ballot._meta.related_objects if not field.hidden]
    people = {
        field.name for field in Round._meta.get_fields() if field.related_model is not None and not field.auto_created
    }
    assert people == {"programme", "version"}


@pytest.mark.django_db
def test_the_database_knows_no_more_of_ballots_than_the_models() -> None:
    with connection.cursor() as cursor:
        columns = {
            column.name for column in connection.introspection.get_table_description(cursor, Ballot._meta.db_table)
        }
        relations = connection.introspection.get_relations(cursor, Ballot._meta.db_table)
        constraints = connection.introspection.get_constraints(cursor, Ballot._meta.db_table).values()
    assert columns == {"id", "round_id", "box"}
    assert {target[1] for target in relations.values()} == {Round._meta.db_table}
    assert not [each for each in constraints if each["unique"] and not each["primary_key"]]


def test_the_room_of_ballots_never_reads_a_name_or_an_address() -> None:
    """Of people it knows ids; what it calls by name are organisations and leader groups."""
    personal = re.compile(r"\bemail\b|first_name|last_name|get_full_name|get_username|full_name")
    room = Path(ballots.__file__).parent
    assert [path.name for path in room.glob("*.py") if personal.search(path.read_text(encoding="utf-8"))] == []


# --- the rows --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_keys_of_ballots_are_random_and_boxes_alike() -> None:
    round = factories.open_one()
    factories.answer_all(round)
    ids = [ballot.pk for ballot in Ballot.objects.all()]
    assert {UUID(str(key)).version for key in ids} == {4}
    assert len({len(ballot.box) for ballot in Ballot.objects.all()}) == 1


@pytest.mark.django_db
def test_two_dumps_around_a_delivery_show_a_ticket_and_a_box_and_nothing_of_the_answers() -> None:
    round = factories.open_one()
    first, second = factories.tickets(round)[:2]
    changes = []
    for ticket, answers in ((first, {"q1": (1, 5)}), (second, {})):
        before = dump()
        deliver(ticket, answers)
        after = dump()
        changes.append(
            {table: set(after[table]) ^ set(before[table]) for table in after if after[table] != before[table]}
        )
    for change in changes:
        assert set(change) == {Ticket._meta.db_table, Ballot._meta.db_table}
        assert len(change[Ballot._meta.db_table]) == 1
        assert len(change[Ticket._meta.db_table]) == 2
    lengths = [len(next(iter(change[Ballot._meta.db_table]))) for change in changes]
    assert abs(lengths[0] - lengths[1]) < 400  # a repr of random bytes varies, the boxes do not: see above


@pytest.mark.django_db
def test_a_dump_after_closing_has_neither_tickets_nor_ballots_nor_counts_below_k() -> None:
    round = factories.open_one({"Fjord": {"A": 6, "B": 5, "C": 2}})
    factories.answer_all(round, of=factories.tickets(round)[:10])
    close_round(round)
    rows = dump()
    assert rows[Ticket._meta.db_table] == rows[Ballot._meta.db_table] == []
    for unit in Release.objects.get().data["units"]:
        assert ("n" in unit) == (unit["status"] == "published")
        assert unit.get("n", 5) >= 5


@pytest.mark.django_db
def test_units_of_a_round_hold_no_numbers() -> None:
    names = {field.name for field in RoundUnit._meta.concrete_fields}
    assert names == {"id", "round", "path", "source", "merged"}


@pytest.mark.django_db
def test_hidden_columns_keep_no_order_of_ballots() -> None:
    """SQLite numbers no ballots. PostgreSQL's `xmin` joins ticket and box while a round is open, when only the key,
    which lies elsewhere, opens the box; once it is closed there is nothing to join."""
    round = factories.open_one()
    factories.answer_all(round)
    close_round(round)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [Ballot._meta.db_table])
            assert cursor.fetchone()[0].rstrip().upper().endswith("WITHOUT ROWID")
        else:
            for table in (Ballot._meta.db_table, Ticket._meta.db_table):
                cursor.execute(f"SELECT xmin, ctid FROM {table}")
                assert cursor.fetchall() == []


@pytest.mark.django_db
def test_deleted_rows_do_not_stay_in_the_databases_files() -> None:
    """SQLite overwrites them; PostgreSQL is told to clean these tables up within about a minute. The run `linking`
    looks into the files."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone() == (1,)
        else:
            tables = (Ballot._meta.db_table, Ticket._meta.db_table, OutgoingMail._meta.db_table)
            for table in tables:
                cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [table])
                wanted = {"autovacuum_vacuum_threshold=0", "autovacuum_vacuum_scale_factor=0"}
                assert wanted <= set(cursor.fetchone()[0])


# --- what a delivery leaves elsewhere ---------------------------------------------------------------------------------


def addresses(round: Round) -> tuple[str, str]:
    with translation.override("nb"):
        return reverse("mapping_answer", args=[round.pk]), reverse("mapping_delivered", args=[round.pk])


@pytest.fixture
def round(db: None) -> Round:
    return factories.open_one()


@pytest.fixture
def page(client: Client, round: Round) -> Client:
    client.force_login(factories.tickets(round)[0].participant)
    client.get(addresses(round)[0])
    return client


def complete(round: Round) -> dict[str, str]:
    fields = {}
    for item in round.version.content.items:
        fields |= {f"{item.code}-today": "2", f"{item.code}-ambition": "4"}
    return fields


@pytest.mark.django_db
def test_a_delivery_writes_no_session_no_cookie_no_message_no_cache_no_log_entry(page: Client, round: Round) -> None:
    before = [(row.session_key, row.session_data, row.expire_date) for row in Session.objects.all()]
    cached = dict(getattr(cache, "_cache", {}))
    entries, jobs = ModelLogEntry.objects.count(), Job.objects.count()
    answer = page.post(addresses(round)[0], complete(round))
    done = page.get(addresses(round)[1])
    assert [(row.session_key, row.session_data, row.expire_date) for row in Session.objects.all()] == before
    assert answer.cookies == {}
    assert "messages" not in done.cookies
    assert dict(getattr(cache, "_cache", {})) == cached
    assert (ModelLogEntry.objects.count(), Job.objects.count()) == (entries, jobs)


@pytest.mark.django_db
def test_no_answering_page_is_kept_or_told_of(page: Client, round: Round) -> None:
    url, done = addresses(round)
    wrong = page.post(url, {"q1-today": "2"})
    answers = [page.get(url), wrong, page.post(url, complete(round)), page.get(done)]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
def test_the_response_says_the_same_whatever_was_answered(client: Client, round: Round) -> None:
    url = addresses(round)[0]
    seen = set()
    for number, ticket in enumerate(factories.tickets(round)[:4]):
        client.force_login(ticket.participant)
        answers = (
            complete(round) if number % 2 else {f"{item.code}-unknown": "1" for item in round.version.content.items}
        )
        answer = client.post(url, answers)
        headers = {name: value for name, value in answer.items() if name not in ("Date", "Expires")}
        seen.add(json.dumps([answer.status_code, answer.content.decode(), headers], sort_keys=True))
    assert len(seen) == 1


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """All that any logger says, down to the finest."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_nothing_is_logged_of_a_ballot_from_delivery_to_release(
    page: Client, round: Round, everything_logged: io.StringIO
) -> None:
    url, _done = addresses(round)
    page.post(url, {**complete(round), "q1-today": "", "q1-ambition": ""})
    page.post(url, complete(round))
    factories.answer_all(round, of=factories.tickets(round)[1:])
    close_round(round)
    said = everything_logged.getvalue()
    assert "q1" not in said
    assert "(2, 4)" not in said
    participant = Ticket._meta.get_field("participant").related_model
    assert not [user for user in participant.objects.all() if user.email in said]


@pytest.mark.django_db
def test_jobs_hold_the_rounds_id_and_no_number_of_answers(round: Round) -> None:
    for kind in (OPEN, CLOSE):
        Job.objects.create(kind=kind, subject={"round": round.pk})
    assert {tuple(job.subject) for job in Job.objects.all()} == {("round",)}


class Failing(Exception):
    """What an error report is made of."""


@pytest.mark.django_db
def test_error_reports_hold_no_answers(round: Round, rf: object) -> None:
    """A key that can't be read makes delivery fail in the middle; the report that is mailed shows no answer."""
    ticket = factories.tickets(round)[0]
    Round.objects.filter(pk=round.pk).update(public_key=b"too short")
    ticket.round.refresh_from_db()
    request = rf.post("/", complete(round))
    request.sensitive_post_parameters = "__ALL__"
    try:
        deliver(ticket, {"q1": (1, 3), "q2": (3, 5)})
    except (ValueError, TypeError) as error:
        reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
        reporter.filter = SafeExceptionReporterFilter()
        text, page = reporter.get_traceback_text(), reporter.get_traceback_html()
    ours = [line for line in (text + page).splitlines() if "(1, 3)" in line and "test_metadata" not in line]
    # This test's own source line holds the answers; nothing of the product's frames does.
    assert all("deliver(ticket" in line for line in ours)
    assert "q1-today" not in text or "********************" in text


@pytest.mark.django_db
def test_a_stolen_database_opens_no_box(round: Round, key_directory: Path) -> None:
    factories.answer_all(round)
    (file,) = key_directory.iterdir()
    private = json.loads(file.read_text())["key"]
    assert private not in repr(dump())
    assert bytes.fromhex(private) == bytes(keys.load(round.pk, round.public_key).private)
