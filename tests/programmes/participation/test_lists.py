"""Lists of participants in the admin: broken ones, previews, confirmed imports, and taking them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.tables.problems import MOST_SHOWN, InvalidTable
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.participation.lists import services
from programmes.participation.lists.importing import CHUNK, import_participants
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.lists.rows import read_list
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Organisation
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built
from tests.programmes.participation.test_admin import staff

pytestmark = pytest.mark.django_db
HEADS = ["navn", "e-post", "språk", "rolle", "organisasjon", "ledergruppe"]
SIRI = ["Siri Berg", "siri@havrum.example", "nb", "Rektor", "Ytre Sund", "Oppvekst"]
OLE = ["Ole Vik", "ole@havrum.example", "da", "", "Ytre Sund", "Teknisk"]
Cells = Sequence[Sequence[object]]
State = ParticipantImport.State


def as_csv(*rows: Sequence[object], mark: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([HEADS, *rows])
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Cells, change: Callable[[object], object] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def but(row: Sequence[object], place: int, value: object) -> list[object]:
    return [*row[:place], value, *row[place + 1 :]]


def people(number: int, start: int = 0) -> list[list[object]]:
    return [but(but(SIRI, 0, f"Siri Berg {n}"), 1, f"p{n}@havrum.example") for n in range(start, start + number)]


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


@pytest.fixture
def editor(client: Client) -> User:
    user = staff("add_enrolment", "view_enrolment", "change_programme")
    User.objects.filter(pk=user.pk).update(language="nb")
    client.force_login(user)
    return user


def hand_in(client: Client, built: Built, content: bytes, name: str = "liste.csv") -> ParticipantImport:
    form = {"programme": built.programme.pk, "table": SimpleUploadedFile(name, content)}
    assert client.post(reverse("participants:import"), form).status_code == 302
    return ParticipantImport.objects.get()


def page(client: Client, row: ParticipantImport) -> str:
    return client.get(reverse("participants:imported", args=[row.pk])).content.decode()


def imported(client: Client, built: Built, content: bytes, name: str = "liste.csv", **form: str) -> ParticipantImport:
    row = hand_in(client, built, content, name)
    work()
    client.post(reverse("participants:imported", args=[row.pk]), {"create_groups": "on", **form})
    work()
    row.refresh_from_db()
    assert row.state == State.DONE
    return row


def undone(client: Client, row: ParticipantImport) -> ParticipantImport:
    client.post(reverse("participants:import_undo", args=[row.pk]))
    work()
    row.refresh_from_db()
    assert row.state == State.UNDONE
    return row


def test_a_list_is_looked_at_confirmed_and_imported(client: Client, editor: User, built: Built) -> None:
    row = hand_in(client, built, as_csv(SIRI, OLE))
    assert "Listen blir lest" in page(client, row)
    work()
    text = page(client, row)
    assert "2 rader, og ingen feil" in text
    assert "2 ledergrupper mangler" in text
    assert not User.objects.filter(email="siri@havrum.example").exists()
    # Groups that are missing are made only when somebody says so.
    address = reverse("participants:imported", args=[row.pk])
    assert "Kryss av her, eller rett navnene" in client.post(address).content.decode()
    work()
    assert not Enrolment.objects.exists()
    client.post(address, {"create_groups": "on", "send_invitation": "on"})
    client.post(address, {"create_groups": "on", "send_invitation": "on"})
    assert "Listen blir importert" in page(client, row)
    work()
    text = page(client, row)
    assert "2 deltakere er lagt til" in text
    assert 'http-equiv="refresh"' not in text
    assert {message.to[0] for message in mail.outbox} == {"siri@havrum.example", "ole@havrum.example"}
    row.refresh_from_db()
    assert (row.content, row.preview) == (None, {})
    for job in Job.objects.filter(kind__in=[services.READ, services.IMPORT]):
        services.read(job)
        services.carry_out(job)
    assert Enrolment.objects.count() == 2


def test_the_preview_says_how_people_stand_to_what_is_there(client: Client, editor: User, built: Built) -> None:
    group = built.groups[0]
    mine = [str(group.organisation), str(group)]
    there = factories.enrol(built, group=group)
    known = factories.make_user()
    rows = [[there.get_full_name(), there.email, "", "", *mine], [known.get_full_name(), known.email, "", "", *mine],
            ["Ny", "ny@havrum.example", "", "", *mine],
            [there.get_full_name(), there.email, "", "", "Ytre Sund", "Stab"]]  # fmt: skip
    row = hand_in(client, built, as_csv(*rows))
    work()
    row.refresh_from_db()
    assert row.preview["counts"] == {"there": 1, "known": 1, "new": 1, "elsewhere": 1}
    assert [person["row"] for person in row.preview["people"]] == [5, 2, 3, 4]
    assert [(found["group"], found["new_organisation"]) for found in row.preview["groups"]] == [("Stab", True)]
    assert "Legg til 3 deltakere" in page(client, row)


BROKEN: dict[str, tuple[bytes, str, list[tuple[int, str, str]]]] = {
    "merged cells": (
        as_xlsx([HEADS, SIRI, OLE], lambda sheet: sheet.merge_cells("E2:E3")), "x.xlsx",
        [(2, "", "celler er slått sammen (E2:E3): del dem, og fyll ut hver av dem")],
    ),
    "a formula": (
        as_xlsx([HEADS, but(SIRI, 1, '=A2&"@havrum.example"')]), "x.xlsx",
        [(2, "e-post", "en formel: lim inn verdiene i stedet")],
    ),
    "a date": (
        as_xlsx([HEADS, SIRI, but(OLE, 5, date(2027, 12, 3))]), "x.xlsx",
        [(3, "ledergruppe", "en dato: regnearket har gjort teksten om til en")],
    ),
    "a date as text": (
        as_csv(but(SIRI, 5, "3.12.2027")), "x.csv",
        [(2, "ledergruppe", "en dato: regnearket har gjort teksten om til en")],
    ),
    "an error value": (
        as_xlsx([HEADS, but(SIRI, 4, "#REF!")]), "x.xlsx",
        [(2, "organisasjon", "en feil fra regnearket: skriv det som skal stå der")],
    ),
    "wrong columns": (
        b"fornavn;adresse\nSiri;Storgata 1\n", "x.csv",
        [(1, word, "kolonnen mangler") for word in ("navn", "e-post", "organisasjon", "ledergruppe")],
    ),
    "a column twice": (
        b"name;email;e-post;organisation;leader_group\na;b;c;d;e\n", "x.csv",
        [(1, "e-post", "kolonnen finnes mer enn én gang")],
    ),
    "a long row": (
        as_csv([*SIRI, "mer"]), "x.csv", [(2, "", "raden har flere celler enn overskriften har kolonner")],
    ),
    "empty cells": (
        as_csv(but(but(SIRI, 0, ""), 1, ""), OLE), "x.csv", [(2, "navn", "mangler"), (2, "e-post", "mangler")],
    ),
    "no address": (as_csv(but(SIRI, 1, "siri.havrum")), "x.csv", [(2, "e-post", "er ingen e-postadresse")]),
    "another language": (as_csv(but(SIRI, 2, "svensk")), "x.csv", [(2, "språk", "er ikke et av språkene her")]),
    "a very long name": (as_csv(but(SIRI, 0, "x" * 201)), "x.csv", [(2, "navn", "er for langt: høyst 200 tegn")]),
    "a person twice": (
        as_csv(SIRI, but(SIRI, 1, "SIRI@havrum.example")), "x.csv", [(3, "e-post", "står også i rad 2")],
    ),
    "a shared address": (
        as_csv(SIRI, but(OLE, 1, SIRI[1])), "x.csv", [(3, "e-post", "står i rad 2 med et annet navn")],
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "x.csv", [(0, "", "Fila er ikke en tabell i CSV eller XLSX.")]),
    "no workbook": (b"no workbook", "x.xlsx", [(0, "", "Fila er ikke en tabell i CSV eller XLSX.")]),
    "nobody": (as_csv(), "x.csv", [(0, "", "Det står ingen på listen.")]),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_list_gives_a_table_of_errors_and_nothing_is_stored(
    client: Client, editor: User, built: Built, what: str
) -> None:
    content, name, expected = BROKEN[what]
    before = User.objects.count()
    row = hand_in(client, built, content, name)
    work()
    row.refresh_from_db()
    assert [(p["row"], p["column"], p["message"]) for p in row.problems] == expected
    assert (row.state, row.content, row.problem_count) == (State.WRONG, None, len(expected))
    text = page(client, row)
    assert "Ingenting ble importert" in text
    assert f"<td>{expected[0][0] or '–'}</td><td>{expected[0][1] or '–'}</td>" in text
    # Confirming it by hand is no way round.
    client.post(reverse("participants:imported", args=[row.pk]), {"create_groups": "on"})
    work()
    assert (User.objects.count(), Enrolment.objects.count(), Organisation.objects.count()) == (before, 0, 1)


def test_twenty_thousand_wrong_rows_are_counted_and_the_first_are_shown(
    client: Client, editor: User, built: Built
) -> None:
    row = hand_in(client, built, as_csv(*[but(SIRI, 1, "x")] * 20_000))
    work()
    row.refresh_from_db()
    assert (len(row.problems), row.problem_count) == (MOST_SHOWN, 1000)
    assert "1000 ting må rettes i listen" in page(client, row)


@pytest.mark.parametrize(
    ("mark", "encoding"), [(";", "latin-1"), (",", "utf-8"), ("\t", "utf-16"), (";", "cp1252"), (";", "utf-8-sig")]
)
def test_what_nordic_spreadsheets_write_is_understood(mark: str, encoding: str) -> None:
    wanted = ["Søs Ærø", "sos@havrum.example", "dansk", "Skoleleder", "Åhavn", "Børn og unge"]
    listed = read_list(as_csv(wanted, [], [*OLE, ""], mark=mark, encoding=encoding), "liste.csv")
    sos, ole = listed.rows
    assert (sos.name, sos.organisation, sos.leader_group) == ("Søs Ærø", "Åhavn", "Børn og unge")
    assert (sos.number, ole.number) == (2, 4)


def test_an_empty_file_lacks_every_column() -> None:
    with pytest.raises(InvalidTable) as error:
        read_list(b"", "x.csv")
    assert [problem.row for problem in error.value.problems] == [1] * 4


def test_columns_that_nobody_asked_for_are_named(client: Client, editor: User, built: Built) -> None:
    row = hand_in(client, built, as_xlsx([[*HEADS, "Telefon"], [*SIRI, "12345678"]]), "liste.xlsx")
    work()
    assert "Disse kolonnene blir ikke brukt: Telefon" in page(client, row)


def test_a_template_can_be_downloaded_and_read_again(client: Client, editor: User) -> None:
    for ending in ("csv", "xlsx"):
        content = client.get(reverse("participants:import_template", args=[ending])).content
        with pytest.raises(ValueError, match=r"Det står ingen på listen|There is nobody"):
            read_list(content, f"x.{ending}")
    assert client.get(reverse("participants:import_template", args=["exe"])).status_code == 404


def test_undo_takes_back_exactly_what_the_import_made(client: Client, editor: User, built: Built) -> None:
    known = factories.make_user()
    factories.enrol(built)
    before = [list(model.objects.order_by("pk").values()) for model in (Enrolment, LeaderGroup, Organisation, User)]
    row = imported(client, built, as_csv(SIRI, OLE, [known.get_full_name(), known.email, "", "", "Ytre Sund", "Stab"]))
    assert Enrolment.objects.count() == 4
    assert (
        "3 deltakere som listen la til"
        in client.get(reverse("participants:import_undo", args=[row.pk])).content.decode()
    )
    undone(client, row)
    assert row.taken_back == {"enrolments": 3, "accounts": 2, "groups": 3, "organisations": 1}
    after = [list(model.objects.order_by("pk").values()) for model in (Enrolment, LeaderGroup, Organisation, User)]
    assert before == after
    assert "3 deltakere er tatt ut" in page(client, row)
    assert client.get(reverse("participants:import_undo", args=[row.pk]), follow=True).status_code == 404


def test_what_somebody_has_used_stays_and_is_said_to(client: Client, editor: User, built: Built) -> None:
    known = factories.make_user()
    rows = [SIRI, OLE, ["Kari Nes", "kari@havrum.example", "", "", "Ytre Sund", "Stab"],
            [known.get_full_name(), known.email, "", "", "Ytre Sund", "Teknisk"]]  # fmt: skip
    row = imported(client, built, as_csv(*rows))
    User.objects.filter(email="siri@havrum.example").update(last_login=timezone.now())
    Completion.objects.create(user=known, item=built.item(Phase.PREPARATION))
    kari = User.objects.get(email="kari@havrum.example")
    factories.enrol(factories.make_programme(), kari)
    text = client.get(reverse("participants:import_undo", args=[row.pk])).content.decode()
    assert "2 blir" in text
    assert "Har logget inn siden" in text
    undone(client, row)
    # Kari's account is used by another programme, so only her place goes; Siri's group keeps its organisation.
    assert row.taken_back == {"enrolments": 2, "accounts": 1, "groups": 1, "organisations": 0}
    assert row.kept == {"logged_in": 1, "used": 1}
    assert User.objects.filter(pk=kari.pk).exists()
    left = Enrolment.objects.filter(leader_group__programme=built.programme).values_list("user__email", flat=True)
    assert set(left) == {"siri@havrum.example", known.email}


def test_an_import_that_stopped_goes_on_or_is_taken_back(client: Client, editor: User, built: Built) -> None:
    row = hand_in(client, built, as_csv(SIRI))
    work()
    client.post(reverse("participants:imported", args=[row.pk]), {"create_groups": "on"})
    Job.objects.filter(kind=services.IMPORT).update(state=Job.State.FAILED)
    assert "Importen stoppet" in page(client, row)
    client.post(reverse("participants:import_go_on", args=[row.pk]))
    work()
    assert Enrolment.objects.count() == 1


def test_the_rest_of_a_list_is_imported_after_what_is_there(client: Client, editor: User, built: Built) -> None:
    """As another worker does after a kill between two steps."""
    rows = people(3)
    row = hand_in(client, built, as_csv(*rows))
    work()
    client.post(reverse("participants:imported", args=[row.pk]), {"create_groups": "on"})
    ParticipantImport.objects.filter(pk=row.pk).update(imported_rows=1)
    work()
    row.refresh_from_db()
    assert (row.state, row.imported_rows, row.added) == (State.DONE, 3, 2)


def test_others_do_not_see_a_list_and_may_not_touch_it(client: Client, editor: User, built: Built) -> None:
    row = hand_in(client, built, as_csv(SIRI))
    work()
    other = User.objects.create_superuser("aksel@instituttet.example", "bro-mellom-to-land")
    for user, status in ((editor, 200), (other, 404)):
        client.force_login(user)
        assert client.get(reverse("participants:imported", args=[row.pk]), follow=True).status_code == status
    for name in ("import_drop", "import_go_on", "import_undo", "imported"):
        assert client.post(reverse(f"participants:{name}", args=[row.pk]), follow=True).status_code == 404
    assert ParticipantImport.objects.count() == 1


def test_a_dropped_list_is_gone_and_a_forgotten_one_after_a_day(client: Client, editor: User, built: Built) -> None:
    row = hand_in(client, built, as_csv(SIRI))
    client.post(reverse("participants:import_drop", args=[row.pk]))
    assert not ParticipantImport.objects.exists()
    row = hand_in(client, built, as_csv(SIRI))
    services.forget_old()
    assert ParticipantImport.objects.exists()
    ParticipantImport.objects.update(created_at=timezone.now() - timedelta(days=2))
    services.forget_old()
    assert not ParticipantImport.objects.exists()


@pytest.mark.parametrize("name", ["list.pdf", "list"])
def test_other_files_are_turned_away(client: Client, editor: User, built: Built, name: str) -> None:
    form = {"programme": built.programme.pk, "table": SimpleUploadedFile(name, b"x")}
    assert "Velg en CSV- eller XLSX-fil." in client.post(reverse("participants:import"), form).content.decode()


def test_a_step_takes_few_queries_however_many_people(client: Client, editor: User, built: Built) -> None:
    """At most five queries for each thousand people, on either database."""
    counts = []
    for rows in (people(5), people(CHUNK + 5, start=100)):
        listed = read_list(as_csv(*rows), "liste.csv").rows
        with CaptureQueriesContext(connection) as queries:
            import_participants(built.programme, listed, create_groups=True)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 5 * CHUNK / 1000


def test_names_of_groups_are_kept_as_they_were_first_written(client: Client, editor: User, built: Built) -> None:
    imported(client, built, as_csv(SIRI, but(OLE, 5, "OPPVEKST ")))
    made = LeaderGroup.objects.exclude(pk=built.groups[0].pk).get()
    assert made.name == LocalisedText({"nb": "Oppvekst"})
    assert Enrolment.objects.filter(leader_group=made).count() == 2
