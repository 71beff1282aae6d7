"""Many library objects at once: archived, brought back, deleted when nothing uses them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from programmes.catalogue.reading import visible
from programmes.library import archiving
from programmes.library.models import LearningElement, LibraryObject, Module, Speaker, Thing
from programmes.library.vocabulary import Phase
from programmes.tailoring.models import ProgrammeItem
from programmes.tailoring.services import add_things
from tests.growth import many
from tests.programmes.library.factories import make_element, make_module, make_speaker, thing_of
from tests.programmes.library.pages import list_url, text_of, titles
from tests.programmes.tailoring.factories import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
# With what Wagtail asks for its own frame; writing adds the statements of the archive.
PAGE_QUERIES, SEND_QUERIES = 12, 17


def address(model: type[LibraryObject], action: str, *rows: Any, **asked: Any) -> str:
    ids = [getattr(row, "pk", row) for row in rows]
    place = reverse("wagtail_bulk_action", args=["programmes", model._meta.model_name, action])
    return f"{place}?{urlencode({'id': ids, 'next': list_url(model), **asked}, doseq=True)}"


def use(rows: dict[str, Any]) -> ProgrammeItem:
    return add_things(make_programme().modules.first(), [thing_of(rows)], Phase.PREPARATION)[0]


def test_archived_things_leave_lists_choosers_and_the_catalogue(editor: Client) -> None:
    module = make_module({"nb": "Ledelse", "da": "Ledelse på dansk"})
    assert visible(Module).count() == 2
    response = editor.post(address(Module, "archive", module["nb"]), follow=True)
    assert "1 ble arkivert." in text_of(response)
    assert thing_of(module).archived_at is not None
    assert titles(editor.get(list_url(Module))) == []
    assert visible(Module).count() == 0
    assert thing_of(module) not in Thing.objects.on_offer("module")


def test_what_is_used_stays_where_it_is_used(editor: Client) -> None:
    rows = make_element({"nb": "Filmen"})
    item = use(rows)
    page = text_of(editor.get(address(LearningElement, "archive", rows["nb"])))
    assert "brukt i 1 program" in page
    editor.post(address(LearningElement, "archive", rows["nb"]))
    item.refresh_from_db()
    assert (item.thing.archived_at is not None, item.removed_at) == (True, None)
    assert item.edition == rows["nb"].thing.current_edition


def test_the_archive_is_listed_for_whoever_asks(editor: Client) -> None:
    old, new = make_element({"nb": "Gammel"}), make_element({"nb": "Ny"})
    Thing.objects.filter(pk=thing_of(old).pk).update(archived_at=timezone.now())
    assert titles(editor.get(list_url(LearningElement))) == ["Ny"]
    assert titles(editor.get(list_url(LearningElement), {"archived": "only"})) == ["Gammel"]
    response = editor.get(list_url(LearningElement), {"archived": "too"})
    assert titles(response) == ["Gammel", "Ny"]
    assert "1 · " in text_of(response)
    assert "arkivert" in text_of(response)
    editor.post(address(LearningElement, "bring-back", old["nb"], new["nb"]))
    assert titles(editor.get(list_url(LearningElement))) == ["Gammel", "Ny"]


def test_its_history_says_who_did_it_in_every_language(editor: Client) -> None:
    rows = make_element()
    editor.post(address(LearningElement, "archive", rows["nb"]))
    editor.post(address(LearningElement, "archive", rows["nb"]))
    entries = ModelLogEntry.objects.filter(action=archiving.ARCHIVED)
    assert {entry.object_id for entry in entries} == {str(row.pk) for row in rows.values()}
    assert {str(entry.user) for entry in entries} == {"Kari Nes"}


@pytest.mark.parametrize("number", [5, many(50)])
def test_archiving_costs_the_same_for_any_number(editor: Client, number: int, django_assert_num_queries: Any) -> None:
    rows = [make_speaker({"nb": f"Speaker {n}"})["nb"] for n in range(number)]
    place = address(Speaker, "archive", *rows)
    editor.get(place)
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(editor.get(place).context["items"]) == number
    with django_assert_num_queries(SEND_QUERIES):
        editor.post(place)
    assert Thing.objects.filter(archived_at__isnull=False).count() == number


def test_everything_means_what_the_list_shows(editor: Client) -> None:
    make_element({"nb": "Stum film"})
    make_element({"nb": "Leseark"}, kind="literature")
    place = address(LearningElement, "archive", "all", next=f"{list_url(LearningElement)}?kind=literature")
    editor.post(place)
    assert titles(editor.get(list_url(LearningElement))) == ["Stum film"]
    place = address(LearningElement, "archive", "all", next=f"{list_url(LearningElement)}?q=finnes+ikke")
    editor.post(place)
    assert titles(editor.get(list_url(LearningElement))) == ["Stum film"]


def test_strange_ids_are_nothing(editor: Client) -> None:
    page = editor.get(address(LearningElement, "archive", "x", "0", "9999999"))
    assert page.status_code == 200
    assert page.context["items"] == []


def test_many_are_deleted_and_the_used_ones_stay(editor: Client) -> None:
    used, free = make_element({"nb": "Brukt"}), make_element({"nb": "Ledig"})
    use(used)
    place = address(LearningElement, "delete", used["nb"], free["nb"])
    assert "brukt i 1 program" in text_of(editor.get(place))
    editor.post(place)
    assert list(LearningElement.objects.values_list("title", flat=True)) == ["Brukt"]


@pytest.mark.parametrize("action", ["archive", "bring-back", "delete", "add-to-programme"])
def test_others_find_nothing_and_change_nothing(outsider: Client, action: str) -> None:
    rows = make_element()
    place = address(LearningElement, action, rows["nb"])
    assert outsider.get(place, follow=True).status_code == 404
    assert outsider.post(place, follow=True).status_code == 404
    assert thing_of(rows).archived_at is None
    assert LearningElement.objects.count() == 2


def test_an_archived_thing_says_so_where_it_is_edited(editor: Client) -> None:
    row = make_element({"nb": "Film"})["nb"]
    edit = reverse(LearningElement.snippet_viewset.get_url_name("edit"), args=[row.pk])
    assert "/archive/" in text_of(editor.get(edit))
    archiving.archive(LearningElement, [row.translation_key], by=None)
    assert "/bring-back/" in text_of(editor.get(edit))
