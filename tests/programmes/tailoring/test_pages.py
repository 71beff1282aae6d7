"""What staff see and do in the admin: lists, a new programme, the board, one module at a time."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from programmes.library.models import IndustryCase, Speaker
from programmes.tailoring import checks, services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from tests.growth import many
from tests.programmes.tailoring.factories import (
    give_speaker,
    make_guest,
    make_programme,
    make_template,
    publish,
)
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db
# With what Wagtail asks for its own frame: session, user, permissions, menu.
LIST_QUERIES, BOARD_QUERIES = 11, 24


# --- who may ----------------------------------------------------------------------------------------------------------


def pages(programme: Programme) -> list[str]:
    module = programme.modules.first()
    item, gathering = module.items.first(), module.gatherings.first()
    return [
        url("index"), url("board", programme.pk), url("edit", programme.pk), url("history", programme.pk),
        url("complete", programme.pk),
        url("module_add", programme.pk), url("module", module.pk), url("module_remove", module.pk),
        url("gathering_add", module.pk), url("gathering", gathering.pk), url("item", item.pk),
        url("item_remove", item.pk), url("items_add", module.pk, "preparation"), reverse("programme_templates:index"),
        reverse("programme_templates:add"),
    ]  # fmt: skip


def test_editors_see_every_page(editor: Client, programme: Programme) -> None:
    assert {page: editor.get(page).status_code for page in pages(programme)} == {page: 200 for page in pages(programme)}


def test_to_others_there_is_nothing(outsider: Client, programme: Programme) -> None:
    for page in pages(programme):
        assert outsider.get(page).status_code == 404, page


def test_others_change_nothing(outsider: Client, programme: Programme, item: ProgrammeItem) -> None:
    token = services.token_of(item.programme_module)
    outsider.post(url("item_remove", item.pk), {"token": token})
    outsider.post(url("status", programme.pk), {"status": "running"})
    programme.refresh_from_db()
    assert programme.status == "draft"
    assert ProgrammeItem.objects.filter(pk=item.pk).exists()


def test_readers_see_the_board_without_ways_to_edit(reader: Client, programme: Programme) -> None:
    page = text_of(reader.get(url("board", programme.pk)))
    assert "Lyngøy" in page
    assert url("edit", programme.pk) not in page
    assert "board__head" in page
    assert ">Rediger<" not in page
    assert reader.get(url("edit", programme.pk)).status_code == 404


# --- lists ------------------------------------------------------------------------------------------------------------


def test_lists_keep_templates_and_programmes_apart(editor: Client, programme: Programme) -> None:
    deliveries, templates = editor.get(url("index")), editor.get(reverse("programme_templates:index"))
    assert [row.pk for row in deliveries.context["object_list"]] == [programme.pk]
    assert [row.pk for row in templates.context["object_list"]] == [programme.template.pk]
    assert templates.context["object_list"][0].times_used == 1


@pytest.mark.parametrize(("query", "count"), [("Lyngøy", 1), ("kommune", 1), ("strandby", 0)])
def test_search_reads_titles_and_clients(editor: Client, programme: Programme, query: str, count: int) -> None:
    assert len(editor.get(url("index"), {"q": query}).context["object_list"]) == count


@pytest.mark.parametrize("rows", [5, many(20)])
def test_the_list_costs_the_same_for_any_number_of_rows(
    editor: Client, rows: int, django_assert_num_queries: Any
) -> None:
    template = make_template(modules=1)
    for _number in range(rows):
        make_programme(template)
    editor.get(url("index"))
    with django_assert_num_queries(LIST_QUERIES):
        editor.get(url("index"))


# --- a new template --------------------------------------------------------------------------------------------------


def test_a_template_starts_empty_and_takes_modules(editor: Client) -> None:
    thing = make_template(modules=1).modules.get().module
    editor.post(reverse("programme_templates:add"), {"title_nb": "Kort mal", "languages": ["nb", "da"]})
    template = Programme.objects.get(slug="kort-mal")
    assert template.is_template
    editor.post(url("module_add", template.pk), {"module": str(thing.pk)})
    assert [row.module for row in template.modules.all()] == [thing]
    assert list(editor.get(url("module_add", template.pk)).context["form"].fields["module"].queryset) == []
    assert "har allerede alle modulene" in text_of(editor.get(url("module_add", template.pk)))


@pytest.mark.parametrize("page", ["edit", "module_add"])
def test_forms_about_a_programme_lead_back_to_its_board(editor: Client, programme: Programme, page: str) -> None:
    assert editor.get(url(page, programme.pk)).context["back"] == url("board", programme.pk)


# --- the board --------------------------------------------------------------------------------------------------------


def test_the_board_shows_the_year(editor: Client, programme: Programme, item: ProgrammeItem) -> None:
    item.title_override = {"nb": "Vår egen film"}
    item.save()
    page = text_of(editor.get(url("board", programme.pk)))
    expected = [
        "Organisation", "1. februar – 2. mai 2027", "4. mars", "frist 16. april", "Vår egen film", "egen tittel",
        "følger biblioteket", "Utkast", "Lyngøy kommune", "4 av 4 timer",
    ]  # fmt: skip
    assert [words for words in expected if words not in page.replace("\N{NO-BREAK SPACE}", " ")] == []


def test_the_board_marks_updates(editor: Client, programme: Programme, item: ProgrammeItem) -> None:
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.RUNNING)
    item.pinned_edition = item.thing.current_edition
    item.save()
    publish(item.thing, 2)
    page = text_of(editor.get(url("board", programme.pk)))
    assert "utgave 1" in page
    assert "oppdatering tilgjengelig" in page


def test_one_module_is_open_at_a_time(editor: Client, module: ProgrammeModule) -> None:
    page = text_of(editor.get(url("module", module.pk)))
    assert page.count("board__module is-open") == 1
    assert url("items_add", module.pk, "gathering") in page


@pytest.mark.parametrize("items", [5, many(50)])
@pytest.mark.parametrize(("page", "more"), [("board", 0), ("module", 2)])
def test_the_board_costs_the_same_for_any_number_of_items(
    editor: Client, items: int, page: str, more: int, django_assert_num_queries: Any
) -> None:
    programme = make_programme(make_template(items_per_module=items), sector="health")
    item = give_speaker(programme.modules.first(), make_guest(Speaker))
    publish(item.thing, 2, case=str(make_guest(IndustryCase).pk))
    address = url("board", programme.pk) if page == "board" else url("module", programme.modules.first().pk)
    editor.get(address)
    with django_assert_num_queries(BOARD_QUERIES + more):
        editor.get(address)


# --- status -----------------------------------------------------------------------------------------------------------


def test_a_stop_keeps_a_programme_from_starting(editor: Client, programme: Programme, module: ProgrammeModule) -> None:
    module.gatherings.update(starts_at=None, ends_at=None)
    response = editor.post(url("status", programme.pk), {"status": "running"}, follow=True)
    programme.refresh_from_db()
    assert programme.status == "draft"
    assert "Samlingen i" in text_of(response)


@pytest.fixture
def without_others_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this room's checks: leader groups and rounds are other rooms' business."""
    own = [check for check in checks._checks if type(check).__module__.startswith(checks.__name__)]
    monkeypatch.setattr(checks, "_checks", own)


@pytest.mark.usefixtures("without_others_checks")
def test_a_programme_starts_and_ends(editor: Client, programme: Programme) -> None:
    for status in ("running", "completed"):
        editor.post(url("status", programme.pk), {"status": status})
        programme.refresh_from_db()
        assert programme.status == status
    assert not ProgrammeItem.objects.filter(programme_module__programme=programme, pinned_edition=None).exists()


def test_offering_leads_to_the_page_of_the_offer(editor: Client, programme: Programme) -> None:
    response = editor.post(url("status", programme.pk), {"status": "offered"})
    assert response.url == url("offer_new", programme.pk)
    programme.refresh_from_db()
    assert programme.status == "draft"


def test_completing_is_asked_about_first(editor: Client, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(status="running")
    assert url("complete", programme.pk) in editor.get(url("board", programme.pk)).content.decode()
    page = editor.get(url("complete", programme.pk))
    assert "Det kan ikke gjøres om" in text_of(page)
    assert url("status", programme.pk) in page.content.decode()


def test_there_is_no_way_back_from_completed(editor: Client, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(status="completed")
    editor.post(url("status", programme.pk), {"status": "running"})
    programme.refresh_from_db()
    assert programme.status == "completed"
