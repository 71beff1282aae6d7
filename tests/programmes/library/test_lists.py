"""Lists of library objects: broken ones, previews, imports as drafts, kills, and taking them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.tables.problems import InvalidTable
from programmes.library.lists import importing
from programmes.library.lists.models import LibraryImport
from programmes.library.lists.rows import read_list
from programmes.library.lists.services import course
from programmes.library.models import IndustryCase, LearningElement, Speaker, Thing
from tests.programmes.conftest import staff
from tests.programmes.library.factories import make_element

pytestmark = pytest.mark.django_db
HEADS = ["Tittel (nb)", "Tittel (da)", "Introduksjon (nb)", "Innhold (nb)", "type", "tema", "minutter"]
FILM = ["Vår film", "Vores film", "Se den", "Ett.\n\nTo.", "Video", "Ledelse", 20]
TASK = ["Vår oppgave", "", "", "", "task", "strategy", 30]
State = LibraryImport.State


def as_csv(*rows: Sequence[object], heads: Sequence[str] = HEADS, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([heads, *rows])
    return out.getvalue().encode(encoding)


def as_xlsx(*rows: Sequence[object], change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (HEADS, *rows):
        book.active.append(list(row))
    change(book.active)
    book.save(out)
    return out.getvalue()


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


def hand_in(client: Client, content: bytes, kind: str = "element", name: str = "liste.csv") -> LibraryImport:
    client.post(reverse("library_lists:import"), {"kind": kind, "table": SimpleUploadedFile(name, content)})
    work()
    return LibraryImport.objects.latest("created_at")


def confirm(client: Client, row: LibraryImport, existing: str = "skip") -> LibraryImport:
    client.post(reverse("library_lists:imported", args=[row.pk]), {"existing": existing})
    work()
    row.refresh_from_db()
    return row


def page(client: Client, row: LibraryImport) -> str:
    return client.get(reverse("library_lists:imported", args=[row.pk])).content.decode()


def test_a_list_is_looked_at_and_becomes_drafts(editor: Client) -> None:
    row = hand_in(editor, as_csv(FILM, TASK))
    assert (row.state, row.preview["counts"]) == (State.READ, {"new": 2})
    assert "Vår film / Vores film" in page(editor, row)
    assert not LearningElement.objects.exists()
    assert confirm(editor, row).state == State.DONE
    film, filmen = LearningElement.objects.filter(translation_key=Thing.objects.get(label="Vår film").pk).order_by(
        "-pk"
    )
    assert {film.title, filmen.title} == {"Vår film", "Vores film"}
    assert (film.kind, film.theme, film.minutes, film.live) == ("video", "leadership", 20, False)
    body = LearningElement.objects.get(title="Vår film").body
    assert str(body[0].value) == "<p>Ett.</p><p>To.</p>"
    assert "2 er nye i biblioteket, som utkast" in page(editor, row)
    assert editor.get(reverse(LearningElement.snippet_viewset.get_url_name("edit"), args=[film.pk])).status_code == 200


def test_both_kinds_of_file_and_an_older_alphabet_say_the_same(locales: object) -> None:
    files = [
        (as_csv(FILM), "a.csv"), (as_csv(FILM, encoding="cp1252"), "a.csv"), (as_xlsx(FILM), "a.xlsx"),
    ]  # fmt: skip
    said = [read_list(content, name, "element").rows[0] for content, name in files]
    assert [row.titles for row in said] == [["Vår film", "Vores film"]] * 3
    assert [row.facts for row in said] == [{"kind": "video", "theme": "leadership", "minutes": 20}] * 3


def but(place: int, value: object) -> list[object]:
    return [*FILM[:place], value, *FILM[place + 1 :]]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (as_csv(["Vår film"], heads=["Tittel (nb)"]), [(1, "type"), (1, "tema"), (1, "minutter")]),
        (as_csv(FILM, heads=[*HEADS[:-1], "type"]), [(1, "type"), (1, "minutter")]),
        (as_csv(but(6, "")), [(2, "minutter")]),
        (as_csv(but(6, "mange")), [(2, "minutter")]),
        (as_csv(but(4, "Film")), [(2, "type")]),
        (as_csv(but(0, "=A1")), [(2, "Tittel (nb)")]),
        (as_csv(but(0, "")), [(2, "tittel (nb)")]),
        (as_csv(FILM, FILM), [(3, "title (nb)"), (3, "title (da)")]),
        (as_csv([*FILM, "mer"]), [(2, "")]),
        (as_xlsx(but(0, date(2027, 1, 31))), [(2, "Tittel (nb)")]),
        (as_xlsx(but(6, date(2027, 1, 31))), [(2, "minutter")]),
        (as_xlsx(FILM, TASK, change=lambda sheet: sheet.merge_cells("A2:A3")), [(2, "")]),
        (as_csv(), [(0, "")]),
        (as_csv(*[TASK] * 20_001), [(0, "")]),
    ],
)
def test_broken_lists_say_what_and_where(locales: object, content: bytes, problems: list[tuple[int, str]]) -> None:
    name = "a.xlsx" if content.startswith(b"PK") else "a.csv"
    with pytest.raises(InvalidTable) as error:
        read_list(content, name, "element")
    assert [(problem.row, problem.column) for problem in error.value.problems] == problems


def test_what_is_wrong_is_shown_and_nothing_is_stored(editor: Client) -> None:
    row = hand_in(editor, as_csv(but(6, "mange"), TASK))
    assert row.state == State.WRONG
    assert "Er ikke et helt tall" in page(editor, row)
    assert not LearningElement.objects.exists()


@pytest.mark.parametrize(
    ("given", "wrong"), [("01.02.2026", False), ("2026-02-01", False), ("ja", True), ("", True), ("31.02.2026", True)]
)
def test_a_consent_needs_its_day(locales: object, given: str, wrong: bool) -> None:
    heads = ["title (nb)", "country", "language", "consent given", "what the consent covers"]
    content = as_csv(["Siri Nes", "Norge", "nb", given, "Navn"], heads=heads)
    if wrong:
        with pytest.raises(InvalidTable):
            read_list(content, "a.csv", "speaker")
    else:
        assert read_list(content, "a.csv", "speaker").rows[0].facts["consent_given_on"] == date(2026, 2, 1)


@pytest.mark.parametrize(("kind", "model"), [("speaker", Speaker), ("case", IndustryCase)])
def test_the_other_kinds_come_in_as_well(editor: Client, kind: str, model: Any) -> None:
    facts = {"speaker": ["Norge", "norsk"], "case": ["Norge", "Kommune", "Lyngøy", "a", "b", "c"]}[kind]
    heads = {
        "speaker": ["country", "language"],
        "case": ["country", "sector", "organisation", "the challenge", "what they did", "the result"],
    }[kind]
    texts = ("organisation", "the challenge", "what they did", "the result")
    named = [f"{head} (nb)" if head in texts else head for head in heads]
    row = confirm(editor, hand_in(editor, as_csv(["Nytt", *facts], heads=["title (nb)", *named]), kind))
    assert (row.state, model.objects.get().title) == (State.DONE, "Nytt")


def test_what_is_there_is_left_or_gets_a_draft(editor: Client) -> None:
    there = make_element({"nb": "Vår film"})["nb"]
    row = hand_in(editor, as_csv(FILM))
    assert row.preview["counts"] == {"there": 1}
    confirm(editor, row)
    assert LearningElement.objects.count() == 1
    confirm(editor, hand_in(editor, as_csv(FILM)), "update")
    there.refresh_from_db()
    assert (there.live, there.lead, there.has_unpublished_changes) == (True, "", True)
    assert there.latest_revision.as_object().lead == "Se den"
    assert LearningElement.objects.get(locale__language_code="da").title == "Vores film"


def test_undoing_takes_back_what_nobody_has_touched(editor: Client) -> None:
    there = make_element({"nb": "Vår oppgave"})["nb"]
    before = there.latest_revision_id
    row = confirm(editor, hand_in(editor, as_csv(FILM, TASK)), "update")
    there.refresh_from_db()
    assert there.latest_revision_id != before
    asked = editor.get(reverse("library_lists:undo", args=[row.pk])).content.decode()
    assert "Ta tilbake 2 utkast?" in asked, "a film in two languages is one"
    editor.post(reverse("library_lists:undo", args=[row.pk]))
    work()
    row.refresh_from_db()
    there.refresh_from_db()
    assert (row.state, there.latest_revision_id, LearningElement.objects.count()) == (State.UNDONE, before, 1)
    assert not Thing.objects.filter(label="Vår film").exists()


def test_undoing_leaves_what_somebody_has_gone_on_with(editor: Client) -> None:
    row = confirm(editor, hand_in(editor, as_csv(FILM, TASK)))
    LearningElement.objects.get(title="Vår oppgave").save_revision()
    editor.post(reverse("library_lists:undo", args=[row.pk]))
    work()
    assert list(LearningElement.objects.values_list("title", flat=True)) == ["Vår oppgave"]
    assert "arbeidet videre" in page(editor, row)


def test_a_killed_worker_leaves_whole_steps_and_the_next_goes_on(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "chunk", 2)
    row = hand_in(editor, as_csv(*[[f"Film {number}", *FILM[1:1], "", *FILM[2:]] for number in range(5)]))
    course.confirm(row, by=row.job.started_by)
    job = Job.objects.latest("created_at")
    entering = course.entering(LibraryImport.objects.get(pk=row.pk))
    assert course._step(job, entering)
    row.refresh_from_db()
    assert (row.imported_rows, LearningElement.objects.count()) == (2, 2)
    work()
    row.refresh_from_db()
    titles = sorted(LearningElement.objects.values_list("title", flat=True))
    assert (row.state, titles) == (State.DONE, [f"Film {number}" for number in range(5)])


@pytest.mark.parametrize("existing", [False, True])
def test_a_step_takes_few_queries_however_many_rows(locales: object, existing: bool) -> None:
    """At most twenty queries for each thousand rows."""
    counts = []
    for number in (5, importing.CHUNK):
        titles = [f"Film {place} av {number}" for place in range(number)]
        if existing:
            importing_all(titles, update=False)
        with CaptureQueriesContext(connection) as queries:
            importing_all(titles, update=existing)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 10
    assert counts[1] <= 20


def importing_all(titles: list[str], *, update: bool) -> None:
    content = as_csv(*[[title, "", *FILM[2:]] for title in titles])
    row = LibraryImport(kind="element", file_name="a.csv", content=content, update_existing=update)
    importing.Entering(row).enter(0, len(titles), None)


def test_an_empty_list_has_headings_that_are_read(editor: Client) -> None:
    for kind in ("module", "element", "speaker", "case"):
        answer = editor.get(reverse("library_lists:template", args=[kind, "csv"]))
        heads = answer.content.decode("utf-8-sig").strip().split(";")
        with pytest.raises(InvalidTable) as error:
            read_list(as_csv(heads=heads), "a.csv", kind)
        assert [problem.row for problem in error.value.problems] == [0]  # nothing on it, and nothing else wrong


def test_others_find_nothing(client: Client, locales: object) -> None:
    client.force_login(staff("other@example.com", "add_enquiry"))
    assert client.get(reverse("library_lists:import"), follow=True).status_code == 404
