"""Lists of participants: checked row by row, stored as a whole or not at all, and safe to repeat."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.tables.problems import InvalidTable
from programmes.participation.lists import undoing
from programmes.participation.lists.forms import HandInForm
from programmes.participation.lists.importing import CHUNK, import_participants
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.lists.rows import COLUMN_WORDS, Row, read_list
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
HEADER = "name;email;language;role;organisation;leader_group"


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


def rows(built: Built, *changes: dict[str, str]) -> list[Row]:
    """A row of the built programme's own group for each of `changes`."""
    group = built.groups[0]
    found = []
    for number, change in enumerate(changes, start=2):
        usual = {
            "name": f"Siri Berg {number}", "email": f"siri{number}@havrum.example", "language": "nb", "role": "",
            "organisation": str(group.organisation), "leader_group": str(group),
        }  # fmt: skip
        found.append(Row(number=number, **{**usual, **change}))
    return found


def test_people_become_participants(built: Built) -> None:
    people = rows(built, {"language": "Dansk", "role": "Skolechef"}, {"name": "Solveig", "language": ""})
    assert import_participants(built.programme, people).added == 2
    siri, solveig = (Enrolment.objects.get(user__email=row.email) for row in people)
    assert (siri.user.first_name, siri.user.last_name) == ("Siri Berg", "2")
    assert (siri.user.language, siri.role) == ("da", {"da": "Skolechef"})
    assert not siri.user.has_usable_password()
    assert (solveig.user.get_full_name(), solveig.user.language) == ("Solveig", "nb")
    assert solveig.leader_group == built.groups[0]


def test_the_same_list_again_changes_nothing(built: Built) -> None:
    people = rows(built, {}, {})
    import_participants(built.programme, people)
    work()
    before = list(Enrolment.objects.values()), list(User.objects.values()), len(mail.outbox)
    again = import_participants(built.programme, people)
    work()
    assert (again.added, again.there_already) == (0, 2)
    assert before == (list(Enrolment.objects.values()), list(User.objects.values()), len(mail.outbox))


def test_a_known_address_is_that_person(built: Built) -> None:
    known = User.objects.create_user("siri2@havrum.example", first_name="Siri Marie", language="da")
    import_participants(built.programme, rows(built, {"email": "SIRI2@havrum.example"}))
    known.refresh_from_db()
    assert (known.first_name, known.language) == ("Siri Marie", "da")
    assert known.enrolments.count() == 1


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"organisation": "Ukjent kommune"}, "organisasjon", "er ikke kjent"),
        ({"leader_group": "Ukjent gruppe"}, "ledergruppe", "er ingen ledergruppe i dette programmet"),
    ],
)
def test_places_that_are_missing_are_named_and_nothing_is_stored(
    built: Built, change: dict[str, str], column: str, message: str
) -> None:
    before = User.objects.count()
    with pytest.raises(InvalidTable) as error:
        import_participants(built.programme, rows(built, {}, change))
    assert [(p.row, p.column, p.message) for p in error.value.problems] == [(3, column, message)]
    assert (User.objects.count(), Enrolment.objects.count(), Job.objects.count()) == (before, 0, 0)
    import_participants(built.programme, rows(built, {}, {}))
    assert Enrolment.objects.count() == 2


def test_missing_groups_are_made_when_asked_to(built: Built) -> None:
    places = [
        {"organisation": "Ytre Sund kommune", "leader_group": "Teknisk"},
        {"organisation": "ytre sund  KOMMUNE", "leader_group": "teknisk"},
        {"organisation": "Ytre Sund kommune", "leader_group": "Oppvekst"},
        {},
    ]
    imported = import_participants(built.programme, rows(built, *places), create_groups=True)
    assert imported.added == 4
    made = LeaderGroup.objects.exclude(pk=built.groups[0].pk)
    assert {(str(group.organisation), str(group)) for group in made} == {
        ("Ytre Sund kommune", "Teknisk"), ("Ytre Sund kommune", "Oppvekst"),
    }  # fmt: skip
    assert Organisation.objects.get(slug="ytre-sund-kommune").country == "NO"
    assert Enrolment.objects.filter(leader_group__name__nb="Teknisk").count() == 2


def test_everybody_new_is_invited_once_in_their_language(built: Built) -> None:
    people = rows(built, {"language": "da"}, {})
    import_participants(built.programme, people)
    work()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {
        people[0].email: "Velkommen til Kompetenceløftet",
        people[1].email: "Velkommen til Kompetanseløftet",
    }
    text = next(message for message in mail.outbox if message.to == [people[0].email])
    assert "/da/mit-forloeb/" in text.body
    assert "Børn og unge" in text.body
    assert text.reply_to == [built.programme.course_leader.email]


def test_nobody_is_invited_when_staff_say_so(built: Built) -> None:
    import_participants(built.programme, rows(built, {}), send_invitation=False)
    work()
    assert mail.outbox == []


def test_queries_grow_with_thousands_not_with_people(built: Built) -> None:
    counts = []
    for start, number in ((0, 5), (100, 50)):
        people = rows(built, *({"email": f"p{start + n}@havrum.example"} for n in range(number)))
        with CaptureQueriesContext(connection) as queries:
            import_participants(built.programme, people)
        counts.append(len(queries))
    assert counts[0] == counts[1]


CSV = f"""{HEADER}
Siri Berg;siri@havrum.example;nb;Rektor;ORG;GROUP

 Ole Vik ;ole@havrum.example;;;ORG;GROUP
"""


def _file(built: Built, text: str) -> str:
    group = built.groups[0]
    return text.replace("ORG", str(group.organisation)).replace("GROUP", str(group))


def _xlsx(text: str) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for cells in csv.reader(io.StringIO(text), delimiter=";"):
        book.active.append(cells)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_both_kinds_of_file_give_the_same_rows(built: Built, name: str) -> None:
    text = _file(built, CSV)
    content = _xlsx(text) if name.endswith("xlsx") else text.encode("utf-8-sig")
    siri, ole = read_list(content, name).rows
    assert (siri.number, siri.name, siri.role) == (2, "Siri Berg", "Rektor")
    assert (ole.number, ole.name, ole.language) == (4, "Ole Vik", "")


def test_headings_may_be_nordic(built: Built) -> None:
    text = "Navn,E-post,Språk,Stilling,Virksomhet,Ledergruppe\nSiri,siri@havrum.example,nb,,A,B\n"
    (row,) = read_list(text.encode(), "liste.CSV").rows
    assert (row.email, row.organisation, row.leader_group) == ("siri@havrum.example", "A", "B")


def test_nordic_letters_of_an_older_spreadsheet_are_read(built: Built) -> None:
    text = "navn;e-post;organisasjon;ledergruppe\nSøs Ærø;sos@havrum.example;Åhavn;Børn\n"
    (row,) = read_list(text.encode("cp1252"), "list.csv").rows
    assert (row.name, row.organisation, row.leader_group) == ("Søs Ærø", "Åhavn", "Børn")


@pytest.mark.parametrize("language", ["nb", "da"])
def test_the_columns_are_asked_for_by_names_that_work(language: str) -> None:
    with override(language):
        words = [str(word) for word in COLUMN_WORDS.values()]
        asked = str(HandInForm.base_fields["table"].help_text)
    assert all(word in asked for word in words)
    (row,) = read_list((";".join(words) + "\na;b@havrum.example;da;d;e;f\n").encode(), "list.csv").rows
    assert (row.name, row.email, row.language, row.role, row.organisation, row.leader_group) == (
        "a", "b@havrum.example", "da", "d", "e", "f",
    )  # fmt: skip


def test_the_command_imports_a_file(built: Built, tmp_path: Path, capsys: Any) -> None:
    table = tmp_path / "list.csv"
    table.write_text(_file(built, CSV))
    call_command("import_participants", "--programme", built.programme.slug, str(table))
    assert capsys.readouterr().out.strip() == "2 added, 0 there already"
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("siri@", "siri"), "rad 2, kolonne e-post: er ingen e-postadresse"),
        (lambda text: text.replace("email", "epistel"), "rad 1, kolonne e-post: kolonnen mangler"),
    ],
)
def test_the_command_says_what_is_wrong(built: Built, tmp_path: Path, change: Callable[[str], str], told: str) -> None:
    table = tmp_path / "list.csv"
    table.write_text(change(_file(built, CSV)))
    with pytest.raises(CommandError, match=told):
        call_command("import_participants", "--programme", built.programme.slug, str(table))
    assert not Enrolment.objects.exists()


def test_the_command_knows_its_programmes(built: Built, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no programme elsewhere"):
        call_command("import_participants", "--programme", "elsewhere", str(tmp_path / "list.csv"))
    with pytest.raises(CommandError, match="was not imported"):
        call_command("import_participants", "--programme", built.programme.slug, str(tmp_path / "missing.csv"))


def test_taking_back_grows_with_thousands_not_with_people(built: Built) -> None:
    """At most five queries for each thousand people, on either database."""
    counts = []
    for number in (5, CHUNK):
        made = import_participants(built.programme, rows(built, *[{"name": "Siri"}] * number))
        assert made.added == number
        enrolments = Enrolment.objects.filter(user__email__startswith="siri")
        ids = {"enrolments": list(enrolments.values_list("pk", flat=True)), "groups": [], "organisations": []}
        ids["accounts"] = list(enrolments.values_list("user", flat=True))
        row = ParticipantImport.objects.create(programme=built.programme, state="undoing", made=ids)
        with CaptureQueriesContext(connection) as queries:
            assert undoing.step(row.pk) == 0
        counts.append(len(queries))
        row.refresh_from_db()
        assert row.taken_back == {"enrolments": number, "accounts": number}
    assert counts[1] == counts[0] <= 5 * undoing.STEP / 1000
