"""Review dates: the report of what is due, its export, and saying that something was read."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from programmes.library import reviewing
from programmes.library.models import IndustryCase, LearningElement, Thing
from programmes.library.vocabulary import Phase
from programmes.tailoring.services import add_things
from tests.growth import many
from tests.programmes.library.factories import make_case, make_element, make_module, make_speaker, thing_of
from tests.programmes.library.pages import text_of
from tests.programmes.tailoring.factories import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
REPORT_QUERIES, SEND_QUERIES = 17, 29


def report() -> str:
    return reverse("library_review:index")


def due(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def names(response: Any) -> list[str]:
    return [row.title for row in response.context["object_list"]]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 15), 12, date(2028, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 5, 1), 24, date(2029, 5, 1)),
    ],
)
def test_months_later_is_a_day_that_exists(day: date, months: int, later: date) -> None:
    assert reviewing.in_months(day, months) == later


def test_the_report_has_every_kind_and_what_is_due_comes_first(editor: Client) -> None:
    make_element({"nb": "Uten dato"})
    make_module({"nb": "Om litt"}, review_on=due(30))
    make_case({"nb": "Forfalt"}, review_on=due(-1))
    make_speaker({"nb": "Senere"}, review_on=due(300))
    page = editor.get(report())
    assert names(page) == ["Forfalt", "Om litt", "Senere", "Uten dato"]
    assert "over fristen" in text_of(page)
    assert reverse(IndustryCase.snippet_viewset.get_url_name("list")) in text_of(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"due": "overdue"}, ["Forfalt"]),
        ({"due": "soon"}, ["Om litt"]),
        ({"due": "none"}, ["Uten dato"]),
        ({"due": "consent"}, ["Senere"]),
        ({"kind": "module"}, ["Om litt"]),
        ({"due": "overdue", "kind": "module"}, []),
        ({"ordering": "-review_on"}, ["Senere", "Om litt", "Forfalt", "Uten dato"]),
    ],
)
def test_the_report_narrows(editor: Client, query: dict[str, str], found: list[str]) -> None:
    make_element({"nb": "Uten dato"})
    make_module({"nb": "Om litt"}, review_on=due(30))
    make_case({"nb": "Forfalt"}, review_on=due(-1), consent_expires_on=due(91))
    make_speaker({"nb": "Senere"}, review_on=due(300), consent_expires_on=due(90))
    assert names(editor.get(report(), query)) == found


def test_what_is_archived_is_not_reviewed(editor: Client) -> None:
    rows = make_element(review_on=due(-5))
    Thing.objects.filter(pk=thing_of(rows).pk).update(archived_at=timezone.now())
    assert names(editor.get(report())) == []


def test_it_exports(editor: Client) -> None:
    rows = make_element({"nb": "=1+1"}, review_on=due(-5))
    add_things(make_programme().modules.first(), [thing_of(rows)], Phase.PREPARATION)
    sheet = load_workbook(BytesIO(b"".join(editor.get(report(), {"export": "xlsx"}).streaming_content))).active
    assert sheet is not None
    head, *lines = sheet.iter_rows()
    assert [cell.value for cell in head][:4] == ["Tittel", "Type", "Les igjen innen", "Samtykke til"]
    mine = next(line for line in lines if line[0].value == "=1+1")
    assert (mine[0].data_type, mine[4].value) == ("s", 1)
    assert mine[2].value == due(-5)
    text = b"".join(editor.get(report(), {"export": "csv", "due": "overdue"}).streaming_content).decode()
    assert text.splitlines()[1].startswith("=1+1,Læringselement,")


def test_what_was_read_is_due_again_in_all_languages_and_drafts(editor: Client) -> None:
    rows = make_element(review_on=due(-5))
    rows["da"].title = "Kladde"
    rows["da"].save_revision()
    edition = thing_of(rows).current_edition
    response = editor.post(
        reverse("library_review:reviewed"), {"things": [rows["nb"].translation_key], "months": 6}, follow=True
    )
    next_time = reviewing.in_months(timezone.localdate(), 6)
    assert "1 er gjennomgått" in text_of(response)
    assert set(LearningElement.objects.values_list("review_on", flat=True)) == {next_time}
    draft = LearningElement.objects.get(pk=rows["da"].pk).get_latest_revision_as_object()
    assert (draft.review_on, draft.title) == (next_time, "Kladde")
    assert thing_of(rows).current_edition == edition
    assert ModelLogEntry.objects.filter(action=reviewing.REVIEWED).count() == 2


@pytest.mark.parametrize("form", [{"months": "6"}, {"months": "6", "things": "x"}, {"months": "7"}, {}])
def test_what_can_not_be_is_said(editor: Client, form: dict[str, str]) -> None:
    rows = make_element(review_on=due(-5))
    form = {"things": str(rows["nb"].translation_key), **form} if form.get("months") == "7" or not form else form
    editor.post(reverse("library_review:reviewed"), form)
    rows["nb"].refresh_from_db()
    assert rows["nb"].review_on == due(-5)


def test_the_list_and_the_page_of_one_have_it_too(editor: Client) -> None:
    rows = make_element(review_on=due(-5))
    edit = reverse(LearningElement.snippet_viewset.get_url_name("edit"), args=[rows["nb"].pk])
    assert "/reviewed/" in text_of(editor.get(edit))
    place = reverse("wagtail_bulk_action", args=["programmes", "learningelement", "reviewed"])
    editor.post(f"{place}?id={rows['nb'].pk}&next={edit}", {"months": 3})
    rows["nb"].refresh_from_db()
    assert rows["nb"].review_on == reviewing.in_months(timezone.localdate(), 3)
    history = reverse(LearningElement.snippet_viewset.get_url_name("history"), args=[rows["nb"].pk])
    assert "Gjennomgått" in text_of(editor.get(history))


@pytest.mark.parametrize("number", [5, many(20)])
def test_it_costs_the_same_for_any_number(editor: Client, number: int, django_assert_num_queries: Any) -> None:
    rows = [maker() for maker in (make_element, make_speaker, make_case, make_module) for _n in range(number // 5)]
    editor.get(report())
    with django_assert_num_queries(REPORT_QUERIES):
        assert len(names(editor.get(report()))) == number // 5 * 4
    keys = [row["nb"].translation_key for row in rows]
    with django_assert_num_queries(SEND_QUERIES):
        editor.post(reverse("library_review:reviewed"), {"things": keys, "months": 12})


def test_others_find_nothing(outsider: Client) -> None:
    rows = make_element(review_on=due(-5))
    assert outsider.get(report(), follow=True).status_code == 404
    form = {"things": [rows["nb"].translation_key], "months": 6}
    assert outsider.post(reverse("library_review:reviewed"), form, follow=True).status_code == 404
    rows["nb"].refresh_from_db()
    assert rows["nb"].review_on == due(-5)


def test_the_menu_leads_to_it(editor: Client) -> None:
    assert report() in text_of(editor.get(reverse("wagtailadmin_home")))


def test_use_is_told_by_how_far_programmes_have_come(editor: Client) -> None:
    rows = make_element()
    for status in ("running", "completed", "draft", "running"):
        programme = make_programme()
        add_things(programme.modules.first(), [thing_of(rows)], Phase.PREPARATION)
        type(programme).objects.filter(pk=programme.pk).update(status=status)
    page = text_of(editor.get(reverse(LearningElement.snippet_viewset.get_url_name("edit"), args=[rows["nb"].pk])))
    for words in ("Pågår: 2", "Planlagt: 1", "Gjennomført: 1"):
        assert words in page
