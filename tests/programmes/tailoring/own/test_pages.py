"""The pages of what one programme alone has."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from programmes.library.models import IndustryCase, LearningElement, Speaker, Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.copying import template_of
from programmes.tailoring.models import Programme
from tests.programmes.library.factories import make_element
from tests.programmes.tailoring.own.conftest import MARK, OwnThings


def url(name: str, *args: Any) -> str:
    return reverse(f"programmes:{name}", args=args)


def text(response: Any) -> str:
    return response.content.decode()


def test_the_board_marks_what_is_its_own_and_leads_to_something_new(editor: Client, own: OwnThings) -> None:
    board = text(editor.get(url("board", own.programme.pk)))
    assert board.count("bare i dette programmet") == 1
    assert url("own", own.programme.pk) in board
    assert url("own_new", own.programme.pk, "element") in board


def test_the_list_has_everything(editor: Client, own: OwnThings) -> None:
    page = text(editor.get(url("own", own.programme.pk)))
    for row in own.rows:
        assert str(row) in page
        assert url("own_move", row.translation_key) in page


@pytest.mark.parametrize(
    ("kind", "model", "facts"),
    [
        ("element", LearningElement, {"kind": "task", "minutes": 30, "phase": "after_work"}),
        ("speaker", Speaker, {"country": "DK", "language": "da"}),
        ("case", IndustryCase, {"organisation": "Lyngøy", "sector": "health", "country": "NO"}),
    ],
)
def test_something_new_is_begun_and_written_on_its_own_page(
    editor: Client, programme: Programme, kind: str, model: type, facts: dict[str, Any]
) -> None:
    place = {"module": programme.modules.last().pk} if kind == "element" else {}
    answer = editor.post(
        url("own_new", programme.pk, kind), {"title": "Vårt eget", "written_in": "nb", **facts, **place}
    )
    row = model.objects.get(title="Vårt eget")
    assert row.thing.own_to == programme
    assert answer.headers["Location"] == reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])
    page = text(editor.get(answer.headers["Location"]))
    assert url("own_move", row.translation_key) in page
    if kind == "element":
        item = programme.modules.last().items.get(thing=row.translation_key)
        assert (item.phase, row.theme) == ("after_work", item.programme_module.module.current_edition.facts["theme"])


def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(editor: Client, programme: Programme) -> None:
    answer = editor.post(url("own_new", programme.pk, "case"), {"title": "Vårt eget", "organisation": ""})
    assert {"organisation", "sector", "country", "written_in"} <= set(answer.context["form"].errors)
    assert "Vårt eget" in text(answer)
    assert not IndustryCase.objects.exists()


def test_the_page_of_a_new_element_knows_where_one_comes_from(editor: Client, programme: Programme) -> None:
    module = programme.modules.last()
    page = editor.get(url("own_new", programme.pk, "element"), {"module": module.pk, "phase": "gathering"})
    assert (page.context["form"]["module"].value(), page.context["form"]["phase"].value()) == (
        str(module.pk), "gathering",
    )  # fmt: skip


def test_moving_shows_what_is_like_it_and_then_everybody_has_it(editor: Client, own: OwnThings) -> None:
    make_element({"nb": f"{MARK} film"})
    address = url("own_move", own.element.translation_key)
    page = text(editor.get(address))
    assert "samme tittel" in page
    assert str(own.speaker) in page
    editor.post(address)
    assert not Thing.objects.filter(own_to__isnull=False).exists()
    assert str(own.element) in text(editor.get(reverse(LearningElement.snippet_viewset.get_url_name("list"))))
    history = text(editor.get(url("history", own.programme.pk)))
    assert "flyttet til biblioteket" in history
    assert editor.get(address, follow=True).status_code == 404


def test_those_who_make_a_template_read_what_stays_behind(editor: Client, own: OwnThings) -> None:
    page = text(editor.get(url("make_template", own.programme.pk)))
    assert str(own.element) in page
    assert url("own", own.programme.pk) in page


@pytest.mark.parametrize("kind", [ThingKind.MODULE.value, "nothing"])
def test_other_kinds_are_not_there(editor: Client, programme: Programme, kind: str) -> None:
    assert editor.get(url("own_new", programme.pk, kind), follow=True).status_code == 404


def test_a_template_has_nothing_of_its_own(editor: Client, programme: Programme) -> None:
    copy = template_of(programme)
    copy.programme.slug = "mal"
    template = copy.save()
    assert editor.get(url("own", template.pk), follow=True).status_code == 404
    assert editor.get(url("own_new", template.pk, "element"), follow=True).status_code == 404
    assert url("own", template.pk) not in text(editor.get(url("board", template.pk)))


def test_what_was_completed_gets_nothing_new(editor: Client, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(status="completed")
    facts = {"title": "Sent", "written_in": "nb", "country": "NO", "language": "nb"}
    editor.post(url("own_new", programme.pk, "speaker"), facts, follow=True)
    assert not Speaker.objects.exists()


def test_readers_read_and_no_more(reader: Client, own: OwnThings) -> None:
    page = text(reader.get(url("own", own.programme.pk)))
    assert str(own.element) in page
    assert url("own_move", own.element.translation_key) not in page
    assert reader.get(url("own_new", own.programme.pk, "element")).status_code != 200
    assert reader.post(url("own_move", own.element.translation_key)).status_code != 200
    assert own.element.thing.own_to == own.programme
