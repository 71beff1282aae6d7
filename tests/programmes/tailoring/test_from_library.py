"""Elements ticked in the library go into a programme: chosen, shown what is there, added, remembered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from programmes.library.models import Thing
from programmes.library.vocabulary import Phase
from programmes.tailoring import from_library
from programmes.tailoring.models import Programme, ProgrammeModule
from programmes.tailoring.services import add_things
from tests.growth import many
from tests.programmes.library.factories import make_element, thing_of
from tests.programmes.tailoring.factories import make_programme
from tests.programmes.tailoring.pages import text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
CHOICE_QUERIES, SEND_QUERIES = 20, 32


def address(*rows: Any, **asked: Any) -> str:
    place = reverse("wagtail_bulk_action", args=["programmes", "learningelement", "add-to-programme"])
    return f"{place}?{urlencode({'id': [row.pk for row in rows], 'next': '/admin/', **asked}, doseq=True)}"


def elements(number: int) -> list[Any]:
    return [make_element({"nb": f"Film {n}"})["nb"] for n in range(number)]


def test_a_programme_is_chosen_first(editor: Client, programme: Programme) -> None:
    done = make_programme()
    Programme.objects.filter(pk=done.pk).update(status="completed")
    page = editor.get(address(*elements(1)))
    offered = [row for _label, rows in page.context["choices"] for row in rows]
    assert programme in offered
    assert done not in offered
    assert page.context["programme"] is None
    assert "Vis modulene" in text_of(page)


def test_ticked_elements_are_added_by_one_post(editor: Client, module: ProgrammeModule) -> None:
    rows = elements(2)
    place = address(*rows, programme=module.programme_id)
    assert editor.get(place).context["form"].initial["phase"] == Phase.PREPARATION
    response = editor.post(place, {"module": module.pk, "phase": "after_work"})
    assert response.headers["Location"] == "/admin/"
    last = list(module.items.filter(phase="after_work"))[-2:]
    assert [item.thing for item in last] == [row.thing for row in rows]
    entry = ModelLogEntry.objects.get(action=from_library.ADDED)
    assert (entry.data["titles"], entry.data["phase"], str(entry.user)) == ("Film 0, Film 1", "after_work", "Kari Nes")
    assert "Film 0, Film 1" in text_of(editor.get(url("history", module.programme_id)))


def test_what_is_there_is_shown_and_not_added_again(editor: Client, module: ProgrammeModule) -> None:
    there, new = elements(2)
    add_things(module, [there.thing], Phase.PREPARATION)
    place = address(there, new, programme=module.programme_id)
    page = editor.get(place)
    assert [len(line["there"]) for line in page.context["items"]] == [1, 0]
    assert "forarbeid" in text_of(page)
    said = text_of(editor.post(place, {"module": module.pk, "phase": "gathering"}, follow=True))
    assert "1 sto der allerede." in said
    assert module.items.filter(thing=there.thing).count() == 1
    assert module.items.get(thing=new.thing).phase == "gathering"


def test_what_is_archived_or_a_draft_is_left_out_and_said(editor: Client, module: ProgrammeModule) -> None:
    draft = make_element({"nb": "Kladd"}, publish=False)["nb"]
    gone, fine = elements(2)
    Thing.objects.filter(pk=gone.translation_key).update(archived_at="2026-01-01T00:00Z")
    page = editor.get(address(draft, gone, fine, programme=module.programme_id))
    assert [line["item"] for line in page.context["items"]] == [fine]
    assert page.context["left_out"] == 2


def test_nothing_chosen_is_said_by_the_field(editor: Client, module: ProgrammeModule) -> None:
    response = editor.post(address(*elements(1), programme=module.programme_id), {"phase": "lunch"})
    assert set(response.context["form"].errors) == {"module", "phase"}


def test_another_programmes_module_is_refused(editor: Client, module: ProgrammeModule) -> None:
    other = make_programme().modules.first()
    place = address(*elements(1), programme=module.programme_id)
    assert set(editor.post(place, {"module": other.pk, "phase": "gathering"}).context["form"].errors) == {"module"}


@pytest.mark.parametrize("programme", ["999999", "x", ""])
def test_an_unknown_programme_is_not_there(editor: Client, programme: str) -> None:
    place = address(*elements(1), programme=programme)
    assert editor.post(place, {"phase": "gathering"}, follow=True).status_code == 404


def test_a_completed_programme_is_not_there(editor: Client, module: ProgrammeModule) -> None:
    Programme.objects.filter(pk=module.programme_id).update(status="completed")
    place = address(*elements(1), programme=module.programme_id)
    assert editor.post(place, {"module": module.pk, "phase": "gathering"}, follow=True).status_code == 404


@pytest.mark.parametrize("number", [5, many(50)])
def test_it_costs_the_same_for_any_number(
    editor: Client, module: ProgrammeModule, number: int, django_assert_num_queries: Any
) -> None:
    place = address(*elements(number), programme=module.programme_id)
    editor.get(place)
    with django_assert_num_queries(CHOICE_QUERIES):
        editor.get(place)
    with django_assert_num_queries(SEND_QUERIES):
        editor.post(place, {"module": module.pk, "phase": "gathering"})


def test_one_draft_has_its_thing(module: ProgrammeModule) -> None:
    rows = make_element()
    assert from_library.put(module.pk, [thing_of(rows)], "gathering", None) == 1
    assert from_library.put(module.pk, [thing_of(rows)], "gathering", None) == 0
