"""What the library may have already is shown before something new is stored; nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from programmes.library import duplicates
from programmes.library.duplicates import ALIKE, likely, plain, share
from programmes.library.models import LearningElement, Module, Thing
from tests.programmes.library.factories import make_element, make_module, thing_of
from tests.programmes.library.pages import add_url, text_of

WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=12), min_size=1, max_size=7)
TITLES = WORDS.map(" ".join)


# --- the rule ---------------------------------------------------------------------------------------------------------


@given(TITLES, TITLES)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert share(one, other) == share(other, one)
    assert 0 <= share(one, other) <= 1


@given(TITLES)
def test_capitals_and_signs_make_no_difference(title: str) -> None:
    assert share(title, f"  {title.upper()}! ") == 1


@given(TITLES, TITLES)
def test_only_the_same_words_are_the_same(one: str, other: str) -> None:
    assert (share(one, other) == 1) == (plain(one) == plain(other))


@given(WORDS.filter(lambda words: len(" ".join(words)) >= 12), st.data())
def test_one_slip_of_the_pen_in_a_long_title_is_found(words: list[str], data: Any) -> None:
    title = " ".join(words)
    place = data.draw(st.integers(0, len(title) - 1))
    assert share(title, title[:place] + title[place + 1 :]) >= ALIKE


@given(st.text("abcdefgh ", min_size=3).filter(str.strip), st.text("opqrstuv ", min_size=3).filter(str.strip))
def test_titles_without_a_letter_in_common_are_not_alike(one: str, other: str) -> None:
    assert share(one, other) < ALIKE


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Strategi for digitale tjenester", "Strategi for digital tjeneste", True),
        ("Å lede i endring", "Lede i endringer", True),
        ("Refleksjonsøvelse: en vanlig tirsdag", "En vanlig tirsdag", True),
        ("Ledelse", "Teknologi", False),
        ("Ett team for hele familien", "Måledata som noen bruker", False),
    ],
)
def test_titles_as_people_write_them(one: str, other: str, alike: bool) -> None:
    assert (share(one, other) >= ALIKE) is alike


# --- in the library ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("locales")
@pytest.mark.parametrize("title", ["Økonomi og ledelse", "ØKONOMI OG LEDELSE", "Økonomi og leddelse", "Økonomi"])
def test_found_in_any_language_and_case(title: str) -> None:
    rows = make_element({"nb": "Økonomi og styring", "da": "Økonomi og ledelse"})
    make_element({"nb": "Noe helt annet"})
    make_module({"nb": title})
    assert [found.key for found in likely(LearningElement, [title])] == [rows["nb"].translation_key]


@pytest.mark.django_db
@pytest.mark.usefixtures("locales")
def test_it_reads_so_many_titles_and_no_more(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    for number in range(6):
        make_module({"nb": f"Ledelse {number}"}, publish=False)
    monkeypatch.setattr(duplicates, "READ", 3)
    with django_assert_num_queries(1):
        assert len(likely(Module, ["Ledelse"])) == 3
    assert likely(Module, ["", "…"]) == []


def form(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Digital ledelse i praksis", "promise": "Noe jeg skrev", "introduction": "", "outcomes-count": "0",
        "theme": "leadership", "weeks": "13", "order": "0", "review_on": "", "slug": "", **changes,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_warning_comes_first_and_a_second_click_saves(editor: Client) -> None:
    rows = make_module({"nb": "Digital ledelse i praksis"})
    page = editor.post(add_url(Module), form())
    said = text_of(page)
    assert page.status_code == 200
    assert Module.objects.filter(promise="Noe jeg skrev").count() == 0
    assert "Ingenting er lagret ennå" in said
    assert f"/edit/{rows['nb'].pk}/" in said
    assert 'value="Noe jeg skrev"' in said
    assert editor.post(add_url(Module), form(anyway=page.context["anyway"])).status_code == 302
    assert Module.objects.filter(promise="Noe jeg skrev").count() == 1


@pytest.mark.django_db
def test_another_title_is_looked_for_again(editor: Client) -> None:
    make_module({"nb": "Digital ledelse i praksis"})
    make_module({"nb": "Strategi som virker"})
    first = editor.post(add_url(Module), form())
    again = editor.post(add_url(Module), form(title="Strategi som virker!", anyway=first.context["anyway"]))
    assert [found.title for found, _url in again.context["alike"]] == ["Strategi som virker"]


@pytest.mark.django_db
def test_what_is_new_is_saved_at_once(editor: Client) -> None:
    make_module({"nb": "Noe helt annet"})
    assert editor.post(add_url(Module), form()).status_code == 302
    assert Thing.objects.filter(label="Digital ledelse i praksis").exists()


@pytest.mark.django_db
def test_nothing_is_stored_while_somebody_types(editor: Client) -> None:
    assert "data-w-autosave-interval-value" not in text_of(editor.get(add_url(Module)))


@pytest.mark.django_db
def test_archived_things_count_too(editor: Client) -> None:
    rows = make_module({"nb": "Digital ledelse i praksis"})
    Thing.objects.filter(pk=thing_of(rows).pk).update(archived_at="2026-01-01T00:00Z")
    assert editor.post(add_url(Module), form()).context["alike"]
