"""Answers collected elsewhere, in the admin: handed in, looked at, confirmed or dropped; broken tables; who may."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.ballots.collected import sealing, services, tasks
from assessments.ballots.collected.models import AnswerImport, ImportKey
from assessments.ballots.collected.rows import header, read_table
from assessments.ballots.models import Ballot, Release, Round, Ticket
from assessments.instruments.models import InstrumentVersion
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.tables.problems import InvalidTable
from cms.tables.writing import template
from programmes.participation.models import LeaderGroup, Organisation
from programmes.tailoring.models import Programme
from tests.assessments import factories

pytestmark = pytest.mark.django_db

GROUPS = {("Fjord kommune", "Helse"): 7, ("Fjord kommune", "Stab"): 6, ("Ny kommune", "Oppvekst"): 8}
Rows = list[list[str]]


@pytest.fixture
def version() -> InstrumentVersion:
    return factories.version()


@pytest.fixture
def programme() -> Programme:
    return factories.programme({"Fjord kommune": {"Helse": 1, "Stab": 1}}, slug="loftet")


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("ansatt@instituttet.example", language="nb")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_round", "conduct_every_round"])
    )
    client.force_login(user)
    sealing.tend_keys()
    return user


def rows_for(version: InstrumentVersion, groups: dict[tuple[str, str], int] = GROUPS, step: str = "4") -> Rows:
    heads = header(version.content)
    return [heads, *([*path, *[step] * (len(heads) - 2)] for path, size in groups.items() for _row in range(size))]


def as_csv(rows: Sequence[Sequence[str]], mark: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[object]], change: Callable[[object], object] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(cell) if str(cell).isdigit() else cell for cell in row])
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(client: Client, programme: Programme, content: bytes, name: str = "svar.csv", **changed: str) -> object:
    instrument = InstrumentVersion.objects.get().instrument
    form = {"programme": programme.pk, "instrument": instrument.pk, "k": "5", "detail_from": "10", **changed}
    return client.post(reverse("rounds:import"), {**form, "table": SimpleUploadedFile(name, content)})


def work() -> None:
    """What the worker does next."""
    for job in Job.objects.filter(state=Job.State.QUEUED, kind__in=[services.READ, services.IMPORT]):
        jobs.run(str(job.pk))


def page(client: Client, row: AnswerImport) -> str:
    return client.get(reverse("rounds:imported", args=[row.pk])).content.decode()


def handed_in(client: Client, programme: Programme, content: bytes, name: str = "svar.csv") -> AnswerImport:
    answer = hand_in(client, programme, content, name)
    row = AnswerImport.objects.get()
    assert answer["Location"] == reverse("rounds:imported", args=[row.pk])
    return row


def test_a_table_becomes_a_round(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version)))
    assert "Tabellen leses" in page(client, row)
    work()
    text = page(client, row)
    assert "21 rader, og ingen feil" in text
    assert "Ny kommune" in text
    assert not Round.objects.exists()
    # Units that are missing are made only when somebody says so.
    address = reverse("rounds:imported", args=[row.pk])
    assert "Kryss av her, eller rett navnene" in client.post(address).content.decode()
    work()
    assert not Organisation.objects.filter(name__nb="Ny kommune").exists()
    assert client.post(address, {"create_units": "on"}).status_code == 302
    client.post(address, {"create_units": "on"})
    assert "Svarene forsegles og telles" in page(client, row)
    work()
    round = Round.objects.get()
    assert (round.state, round.k, round.detail_from) == ("closed", 5, 10)
    assert [unit["n"] for unit in Release.objects.get().data["units"] if unit["path"] == []] == [21]
    assert LeaderGroup.objects.filter(programme=programme).count() == 3
    text = page(client, row)
    assert "Svarene er importert" in text
    assert reverse("mapping_results", args=[round.pk]) in text
    row.refresh_from_db()
    assert (row.state, row.sealed, row.preview) == ("done", None, {})
    assert not Ballot.objects.exists()
    assert not Ticket.objects.exists()


def test_the_worker_that_repeats_an_import_imports_once(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version)))
    work()
    services.confirm(row, create_units=True, by=editor)
    work()
    for job in Job.objects.filter(kind__in=[services.READ, services.IMPORT]):
        services.read(job)
        services.carry_out(job)
    assert Round.objects.count() == 1


def test_an_import_that_died_before_closing_closes(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version)))
    work()
    services.confirm(row, create_units=True, by=editor)
    job = Job.objects.get(kind=services.IMPORT)
    found = services._row(job, "confirmed")
    services._deliver(found, services._opened(found))
    assert Round.objects.get().state == "open"
    assert "Svarene forsegles og telles" in page(client, row)
    work()
    assert Round.objects.get().state == "closed"


def merged(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.merge_cells("A2:A5")


BROKEN = {
    "merged cells": (lambda rows: as_xlsx(rows, merged), "x.xlsx", ["2", "–", "celler er slått sammen (A2:A5)"]),
    "a formula": (
        lambda rows: as_xlsx([rows[0], [*rows[1][:2], "=1+1", *rows[1][3:]]]), "x.xlsx",
        ["2", "q1.today", "en formel: lim inn verdiene i stedet"],
    ),
    "a date": (
        lambda rows: as_xlsx([rows[0], [*rows[1][:2], date(2027, 2, 1), *rows[1][3:]]]), "x.xlsx",
        ["2", "q1.today", "en dato"],
    ),
    "a date as text": (
        lambda rows: as_csv([rows[0], [*rows[1][:2], "1.2.2027", *rows[1][3:]]], ";"), "x.csv",
        ["2", "q1.today", "en dato"],
    ),
    "outside the scale": (
        lambda rows: as_csv([rows[0], [*rows[1][:3], "77", *rows[1][4:]]]), "x.csv",
        ["2", "q1.ambition", "ikke et trinn på skalaen, 1 til 5"],
    ),
    "an error value": (
        lambda rows: as_xlsx([rows[0], [*rows[1][:2], "#N/A", *rows[1][3:]]]), "x.xlsx",
        ["2", "q1.today", "ikke et trinn på skalaen"],
    ),
    "an unknown column": (
        lambda rows: as_csv([[*rows[0], "alder"], *([*row, "3"] for row in rows[1:])]), "x.csv",
        ["1", "alder", "abilities har ingen slik kolonne"],
    ),
    "a missing column": (
        lambda rows: as_csv([row[:-1] for row in rows]), "x.csv", ["1", "q4.ambition", "kolonnen mangler"],
    ),
    "a column twice": (
        lambda rows: as_csv([[*row, row[-1]] for row in rows]), "x.csv",
        ["1", "q4.ambition", "kolonnen finnes mer enn én gang"],
    ),
    "a long row": (
        lambda rows: as_csv([rows[0], [*rows[1], "4"]]), "x.csv", ["2", "–", "raden har flere celler"],
    ),
    "a group without organisation": (
        lambda rows: as_csv([rows[0], ["", *rows[1][1:]]]), "x.csv", ["2", "organisation", "må ha en organisasjon"],
    ),
    "an organisation without group": (
        lambda rows: as_csv([rows[0], ["Helt ny", "", *rows[1][2:]]]), "x.csv",
        ["2", "leader_group", "en ny organisasjon trenger en ledergruppe"],
    ),
    "no table": (lambda rows: b"\x00\x01\x02", "x.xlsx", ["–", "–", "Fila er ikke en tabell"]),
    "a picture": (lambda rows: b"\x89PNG\r\n\x1a\n\x00\x00", "x.csv", ["–", "–", "Fila er ikke en tabell"]),
    "nobody": (lambda rows: as_csv(rows[:1]), "x.csv", ["–", "–", "Det er ingen svar i fila"]),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_table_gives_a_table_of_errors_and_nothing_is_stored(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion, what: str
) -> None:
    make, name, cells = BROKEN[what]
    row = handed_in(client, programme, make(rows_for(version)), name)
    work()
    text = page(client, row)
    assert "Ingenting er importert" in text
    start = f"<tr><td>{cells[0]}</td><td>{cells[1]}</td><td>"
    found = text[text.index(start) + len(start) :]
    assert cells[2].casefold() in found[: found.index("</td>")].casefold()
    row.refresh_from_db()
    assert (row.state, row.sealed, row.key) == ("wrong", None, None)
    assert not Round.objects.exists()
    assert Organisation.objects.count() == 1
    # Confirming it by hand is no way round.
    client.post(reverse("rounds:imported", args=[row.pk]), {"create_units": "on"})
    work()
    assert not Round.objects.exists()


def test_errors_are_said_in_the_persons_language(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    User.objects.filter(pk=editor.pk).update(language="da")
    row = handed_in(client, programme, as_csv([row[:-1] for row in rows_for(version)]))
    work()
    row.refresh_from_db()
    assert row.problems == [{"row": 1, "column": "q4.ambition", "message": "kolonnen mangler"}]


def test_no_error_repeats_what_stood_in_a_cell(version: InstrumentVersion) -> None:
    rows = rows_for(version)
    rows[3][4] = "hemmelig 4711"
    with pytest.raises(InvalidTable) as caught:
        read_table(as_csv(rows), "x.csv", version.content)
    assert "4711" not in str(caught.value)


def test_very_many_errors_are_counted_and_the_first_are_shown(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version, {("Fjord kommune", "Helse"): 300}, step="9")))
    work()
    text = page(client, row)
    assert "1000 ting må rettes" in text
    assert "Her er de første 200." in text
    assert text.count("<tr><td>") == 200


@pytest.mark.parametrize(
    "content",
    [
        lambda rows: as_csv(rows, ";"),
        lambda rows: as_csv(rows, "\t"),
        lambda rows: as_csv(rows, ";").decode().encode("cp1252"),
        lambda rows: b"\xef\xbb\xbf" + as_csv(rows),
        lambda rows: as_csv([*rows[:3], [""] * len(rows[0]), *rows[3:], []]),
        lambda rows: as_csv([[*row, "", ""] for row in rows], ";"),
        lambda rows: as_csv([[f" {cell} " for cell in row] for row in rows]),
        lambda rows: as_csv([rows[0], *([*row[:2], *(f"{cell},0" for cell in row[2:])] for row in rows[1:])], ";"),
    ],
    ids=["semicolons", "tabs", "latin-1", "mark", "empty rows", "empty columns", "spaces", "decimals"],
)
def test_what_nordic_spreadsheets_write_is_understood(
    version: InstrumentVersion, content: Callable[[Rows], bytes]
) -> None:
    rows = rows_for(version, {("Bærum på øya", "Ledelse"): 3})
    read = read_table(content(rows), "x.csv", version.content)
    assert [row.path for row in read] == [("Bærum på øya", "Ledelse")] * 3
    assert {answer for row in read for answer in row.answers.values()} == {(4, 4)}


def test_numbers_as_text_and_empty_cells_of_a_spreadsheet(version: InstrumentVersion) -> None:
    heads = header(version.content)
    read = read_table(
        as_xlsx([heads, [], ["Fjord", "Helse", "4", "5", None, None, "3.0", " 2 ", 1, ""]]), "x.xlsx", version.content
    )
    assert [(row.number, row.answers) for row in read] == [
        (3, {"q1": (4, 5), "q2": (None, None), "q3": (3, 2), "q4": (1, None)})
    ]


def test_a_template_can_be_downloaded_and_read_again(client: Client, editor: User, version: InstrumentVersion) -> None:
    for ending in ("csv", "xlsx"):
        answer = client.get(reverse("rounds:import_template", args=["abilities", ending]))
        assert answer.status_code == 200
        with pytest.raises(InvalidTable, match=r"no answers|ingen svar"):
            read_table(answer.content, f"x.{ending}", version.content)
    heads = header(version.content)
    assert template(heads, ".csv", wide=2).decode("utf-8-sig").strip().split(";") == heads
    assert client.get(reverse("rounds:import_template", args=["unknown", "csv"])).status_code == 404


@pytest.mark.parametrize("name", ["svar.pdf", "svar"])
def test_other_files_are_refused_at_once(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion, name: str
) -> None:
    answer = hand_in(client, programme, b"x", name)
    assert "Velg en CSV- eller XLSX-fil på høyst 10 MB." in answer.content.decode()
    assert not AnswerImport.objects.exists()


def test_a_file_that_is_too_large_is_refused_and_never_lies_on_the_disk(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion, tmp_path: Path, settings: object
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    for size, refused in ((11, True), (3, False)):
        answer = hand_in(client, programme, b"x" * size * 1024 * 1024)
        assert ("på høyst 10 MB" in answer.content.decode()) == refused
        assert not [path for path in tmp_path.iterdir() if path.is_file()]
    assert AnswerImport.objects.count() == 1


def test_the_rules_are_checked(client: Client, editor: User, programme: Programme, version: InstrumentVersion) -> None:
    for changed in ({"k": "4"}, {"k": "12", "detail_from": "10"}, {"detail_from": "3"}):
        assert hand_in(client, programme, as_csv(rows_for(version)), **changed).status_code == 200
    assert not AnswerImport.objects.exists()


def test_a_form_without_its_token_is_refused(editor: User, programme: Programme, version: InstrumentVersion) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert hand_in(strict, programme, as_csv(rows_for(version))).status_code == 403
    assert not AnswerImport.objects.exists()
    strict.get(reverse("rounds:import"))
    answer = hand_in(
        strict, programme, as_csv(rows_for(version)), csrfmiddlewaretoken=strict.cookies["csrftoken"].value
    )
    assert answer.status_code == 302


def test_before_the_worker_has_a_key_one_is_asked_to_wait(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    ImportKey.objects.all().delete()
    client.get(reverse("rounds:import"))
    answer = hand_in(client, programme, as_csv(rows_for(version)))
    assert "Prøv igjen om et minutt" in answer.content.decode()
    jobs.run(str(Job.objects.get(kind=tasks.MAKE_KEY).pk))
    assert hand_in(client, programme, as_csv(rows_for(version))).status_code == 302


def test_only_whoever_may_plan_rounds_and_handed_it_in_sees_it(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version)))
    own = [
        ("get", reverse("rounds:imported", args=[row.pk])),
        ("post", reverse("rounds:imported", args=[row.pk])),
        ("post", reverse("rounds:import_drop", args=[row.pk])),
    ]
    pages = [("get", reverse("rounds:import")), ("get", reverse("rounds:import_template", args=["abilities", "csv"]))]
    for codes, allowed in (
        (["access_admin", "add_round", "conduct_every_round"], True),
        (["access_admin", "view_round"], False),
    ):
        other = User.objects.create_user(f"{len(codes)}{allowed}@instituttet.example")
        other.user_permissions.set(Permission.objects.filter(codename__in=codes))
        stranger = Client()
        stranger.force_login(other)
        for method, address in pages:
            assert (getattr(stranger, method)(address).status_code == 200) == allowed
        for method, address in own:
            assert getattr(stranger, method)(address).status_code in (404, 302)
    assert AnswerImport.objects.get().state == "handed_in"
    assert client.get(own[0][1]).status_code == 200


def test_a_dropped_table_is_gone(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version)))
    work()
    assert client.post(reverse("rounds:import_drop", args=[row.pk])).status_code == 302
    assert not AnswerImport.objects.exists()
    assert not Round.objects.exists()


def test_after_a_day_tables_and_their_keys_are_gone(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion, key_directory: Path
) -> None:
    handed_in(client, programme, as_csv(rows_for(version)))
    tasks.sweep()
    assert AnswerImport.objects.count() == ImportKey.objects.count() == 1
    yesterday = timezone.now() - timedelta(hours=25)
    AnswerImport.objects.update(created_at=yesterday)
    ImportKey.objects.update(created_at=yesterday)
    old = list(key_directory.glob("import-*.key"))
    tasks.sweep()
    assert not AnswerImport.objects.exists()
    assert ImportKey.objects.count() == 2
    ImportKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    tasks.sweep()
    assert ImportKey.objects.count() == 1
    assert not [path for path in old if path.exists()]
    assert len(list(key_directory.glob("import-*.key"))) == 1


def test_a_lost_key_is_said_and_the_table_is_asked_for_again(
    client: Client, editor: User, programme: Programme, version: InstrumentVersion, key_directory: Path
) -> None:
    row = handed_in(client, programme, as_csv(rows_for(version)))
    for path in key_directory.glob("import-*.key"):
        path.unlink()
    work()
    assert "Nøkkelen til denne tabellen er borte" in page(client, row)
