"""Two editors on one module: the second is told who was faster, sees the difference, and loses nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from programmes.tailoring import services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from tests.programmes.conftest import staff
from tests.programmes.tailoring.pages import text_of, url
from tests.programmes.tailoring.test_editing import gathering_form, item_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(locales: object) -> Client:
    """Somebody else who edits."""
    client = Client()
    user = staff("other@example.com", "add_programme", "change_programme", "view_programme")
    user.first_name, user.last_name = "Ragna", "Eikås"
    user.save()
    client.force_login(user)
    return client


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def differing(response: Any) -> dict[str, tuple[str, str]]:
    found = response.context["differences"]
    return {row.name: (plain(row.mine), plain(row.stored)) for row in found}


def test_the_second_is_told_who_and_sees_the_difference(editor: Client, other: Client, item: ProgrammeItem) -> None:
    mine = item_form(item, title_override_nb="Min tittel", minutes_override=35, due_on="2027-03-05")
    other.post(url("item", item.pk), item_form(item, title_override_nb="Ragnas tittel", required=""))
    response = editor.post(url("item", item.pk), mine)
    item.refresh_from_db()
    assert str(item.title_override) == "Ragnas tittel"
    assert "Ragna Eikås endret denne modulen" in text_of(response)
    assert 'value="Min tittel"' in text_of(response)
    assert differing(response) == {
        "required": ("Ja", "Nei"),
        "due_on": ("5. mars 2027", "26. februar 2027"),
        "title_override": ("Min tittel", "Ragnas tittel"),
        "minutes_override": ("35", "–"),
    }


def test_each_field_is_chosen_for_itself(editor: Client, other: Client, item: ProgrammeItem) -> None:
    mine = item_form(item, title_override_nb="Min tittel", minutes_override=35)
    other.post(url("item", item.pk), item_form(item, title_override_nb="Ragnas tittel", minutes_override=50))
    token = editor.post(url("item", item.pk), mine).context["token"]
    editor.post(url("item", item.pk), {**mine, "token": token, "take": ["title_override", "nonsense"]})
    item.refresh_from_db()
    assert (str(item.title_override), item.minutes_override) == ("Ragnas tittel", 35)


def test_what_was_chosen_is_remembered_while_something_else_is_mended(editor: Client, item: ProgrammeItem) -> None:
    form = {**item_form(item, due_on="nonsense", title_override_nb="Min tittel"), "take": ["title_override"]}
    page = text_of(editor.post(url("item", item.pk), form))
    assert '<input type="hidden" name="take" value="title_override">' in page


def test_time_and_gatherings_are_compared_too(editor: Client, other: Client, module: ProgrammeModule) -> None:
    gathering = module.gatherings.get()
    mine = gathering_form(module, day="2027-03-11")
    time = {"token": services.token_of(module), "weeks": 9, "starts_on": "2027-02-15"}
    other.post(url("gathering", gathering.pk), gathering_form(module, begins="10:00"))
    response = editor.post(url("gathering", gathering.pk), mine)
    assert set(differing(response)) == {"day", "begins"}
    response = editor.post(url("module", module.pk), time)
    assert differing(response) == {"weeks": ("9", "13"), "starts_on": ("15. februar 2027", "1. februar 2027")}
    token = response.context["token"]
    editor.post(url("module", module.pk), {**time, "token": token, "take": ["starts_on"]})
    module.refresh_from_db()
    assert (module.weeks, module.starts_on) == (9, date(2027, 2, 1))


def test_moving_to_another_module_is_told_by_its_name(
    editor: Client, other: Client, programme: Programme, item: ProgrammeItem
) -> None:
    first, second, *_others = programme.modules.all()
    mine = item_form(item, module=second.pk)
    other.post(url("item", item.pk), item_form(item, minutes_override=50))
    assert differing(editor.post(url("item", item.pk), mine))["module"] == ("Leadership (nb)", "Organisation (nb)")
    assert first.items.filter(pk=item.pk).exists()
