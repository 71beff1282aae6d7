"""The taxonomy: abilities in the admin, and what things develop."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from programmes.library import taxonomy
from programmes.library.abilities import Ability, Development
from programmes.library.models import Edition, IndustryCase, LearningElement, Module, Speaker
from tests.growth import many
from tests.programmes.conftest import staff
from tests.programmes.library.factories import make_case, make_element, make_module, make_speaker
from tests.programmes.library.test_admin import text_of, titles, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]


def ability(code: str = "small_trials", theme: str = "organisation", **fields: Any) -> Ability:
    defaults = {"name": {"nb": "Å prøve i det små", "da": "At prøve i det små"}}
    return Ability.objects.create(code=code, theme=theme, **{**defaults, **fields})


@pytest.fixture
def keeper(client: Client, locales: object) -> Client:
    """The test client, logged in as somebody who keeps the taxonomy."""
    codes = [f"{action}_ability" for action in ("add", "change", "delete", "view")]
    client.force_login(staff("keeper@example.com", *codes))
    return client


def form_of(response: Any) -> dict[str, Any]:
    """What the form of an edit page would send."""
    form = response.context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() is not None}
    streams = {"body-count": "0", "outcomes-count": "0"}
    return {name: value for name, value in sent.items() if name not in ("body", "outcomes")} | streams


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_development_is_towards_an_ability_or_a_theme() -> None:
    thing = make_element()["nb"].thing
    with pytest.raises(IntegrityError):
        Development.objects.create(thing=thing, ability=ability(), theme="strategy")


def test_an_ability_has_no_themes_code() -> None:
    with pytest.raises(IntegrityError):
        ability("strategy", "strategy")


def test_an_ability_that_something_develops_stays() -> None:
    row = ability()
    taxonomy.develop(make_element()["nb"].translation_key, [row.code])
    with pytest.raises(ProtectedError):
        row.delete()


def test_what_a_thing_develops_is_just_what_was_said_last() -> None:
    key = make_element()["nb"].translation_key
    ability()
    ability("curiosity", "leadership")
    taxonomy.develop(key, ["small_trials", "strategy", "unheard_of"])
    assert taxonomy.developed([key]) == {key: ["small_trials", "strategy"]}
    taxonomy.develop(key, ["strategy", "curiosity"])
    assert taxonomy.developed([key]) == {key: ["strategy", "curiosity"]}
    taxonomy.develop(key, [])
    assert taxonomy.developed([key]) == {}


def test_a_theme_is_met_by_its_abilities() -> None:
    ability()
    keys = [make_element()["nb"].translation_key for _number in range(3)]
    for key, code in zip(keys, ["small_trials", "organisation", "strategy"], strict=True):
        taxonomy.develop(key, [code])
    met = Development.objects.towards(["organisation"]).values_list("thing", flat=True)
    assert set(met) == set(keys[:2])


def test_codes_that_no_ability_has(django_assert_num_queries: Any) -> None:
    ability()
    with django_assert_num_queries(1):
        assert taxonomy.unknown(["citizens", "small_trials", "data"]) == ["citizens", "data"]


# --- the abilities in the admin ---------------------------------------------------------------------------------------


def test_others_see_no_abilities(outsider: Client) -> None:
    response = outsider.get(reverse("abilities:index"))
    assert response.status_code in (302, 404)
    assert reverse("abilities:index") not in text_of(outsider.get(reverse("wagtailadmin_home")))


def test_an_ability_is_added_and_its_code_stays(keeper: Client) -> None:
    sent = {"code": "small_trials", "theme": "organisation", "name_nb": "Å prøve", "name_da": "At prøve", "order": "1"}
    keeper.post(reverse("abilities:add"), sent)
    row = Ability.objects.get()
    assert (row.code, row.name) == ("small_trials", {"nb": "Å prøve", "da": "At prøve"})
    keeper.post(reverse("abilities:edit", args=[row.pk]), {**sent, "code": "other", "name_nb": "Prøve"})
    row.refresh_from_db()
    assert (row.code, row.name["nb"]) == ("small_trials", "Prøve")


@pytest.mark.parametrize("code", ["strategy", "Små forsøk", "1st", "small_trials"])
def test_a_code_that_is_none_is_refused_beside_its_field(keeper: Client, code: str) -> None:
    ability()
    sent = {"code": code, "theme": "organisation", "name_nb": "Å prøve", "name_da": "", "order": "1"}
    response = keeper.post(reverse("abilities:add"), sent)
    assert response.context["form"].errors.keys() == {"code"}
    assert response.context["form"]["name"].value() == ["Å prøve", ""]


@pytest.mark.parametrize("rows", [5, many(50)])
def test_the_list_of_abilities_costs_the_same(keeper: Client, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        row = ability(f"ability_{number}")
        if number < 5:
            taxonomy.develop(make_element()["nb"].translation_key, [row.code])
    keeper.get(reverse("abilities:index"))
    with django_assert_num_queries(10):
        response = keeper.get(reverse("abilities:index"))
    assert len(response.context["object_list"]) == rows
    assert sum(row.times_developed for row in response.context["object_list"]) == 5


# --- on the pages of the library --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_module, make_element, make_case])
def test_an_editor_ticks_what_a_thing_develops(editor: Client, make: Any) -> None:
    ability()
    rows = make()
    address = url(type(rows["nb"]), "edit", rows["nb"].pk)
    before = Edition.objects.count()
    page = editor.get(address)
    assert "Å prøve i det små" in text_of(page)
    editor.post(address, {**form_of(page), "develops": ["small_trials", "strategy"]})
    assert taxonomy.developed([rows["nb"].translation_key]) == {
        rows["nb"].translation_key: ["small_trials", "strategy"]
    }
    assert Edition.objects.count() == before, "what is found by a new word says nothing new"
    danish = editor.get(url(type(rows["da"]), "edit", rows["da"].pk)).context["form"]
    assert danish["develops"].value() == ["small_trials", "strategy"]


def test_a_new_element_develops_what_was_ticked(editor: Client) -> None:
    ability()
    sent = {
        "title": "Film", "kind": "video", "theme": "organisation", "phase": "preparation", "minutes": "12",
        "body-count": "0", "develops": ["small_trials"],
    }  # fmt: skip
    editor.post(url(LearningElement, "add"), sent)
    key = LearningElement.objects.get().translation_key
    assert taxonomy.developed([key]) == {key: ["small_trials"]}


def test_speakers_develop_nothing_themselves(editor: Client) -> None:
    row = make_speaker()["nb"]
    assert "develops" not in editor.get(url(Speaker, "edit", row.pk)).context["form"].fields


@pytest.mark.parametrize(
    ("model", "make"), [(Module, make_module), (LearningElement, make_element), (IndustryCase, make_case)]
)
def test_a_list_is_narrowed_by_what_things_develop(editor: Client, model: type, make: Any) -> None:
    ability()
    for title, codes in (("Forsøk", ["small_trials"]), ("Hele", ["organisation"]), ("Uten", [])):
        taxonomy.develop(make({"nb": title})["nb"].translation_key, codes)
    address = url(model, "list")
    assert titles(editor.get(address, {"develops": "small_trials"})) == ["Forsøk"]
    assert titles(editor.get(address, {"develops": "organisation"})) == ["Forsøk", "Hele"]
    assert titles(editor.get(address, {"attention": "develops"})) == ["Uten"]


def test_nobody_asks_what_a_speaker_develops(editor: Client) -> None:
    response = editor.get(url(Speaker, "list"))
    assert "develops" not in dict(response.context["filters"].form.fields["attention"].choices)
