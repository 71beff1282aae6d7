"""Only what may be shown, and in the reader's language or with a visible note."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from programmes.catalogue.reading import find, readable, visible
from programmes.library.models import IndustryCase, Module, Speaker, Thing
from tests.programmes.catalogue.factories import (
    Tree,
    add_case,
    add_element,
    add_module,
    add_offering,
    add_speaker,
    thing,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NO_CONSENT = [
    {"consent_given_on": None},
    {"consent_given_on": TODAY + timedelta(days=1)},
    {"consent_given_on": TODAY - timedelta(days=9), "consent_expires_on": TODAY - timedelta(days=1)},
]


@pytest.mark.parametrize("consent", [{}, {"consent_expires_on": TODAY}])
def test_a_speaker_with_consent_has_a_page(tree: Tree, client: Client, consent: dict) -> None:
    add_speaker(**consent)
    assert client.get("/nb/foredragsholdere/anna-berg-nb/").status_code == 200
    assert "Anna Berg nb" in client.get("/nb/foredragsholdere/").content.decode()


@pytest.mark.parametrize("consent", NO_CONSENT)
def test_a_speaker_without_consent_is_nowhere(tree: Tree, client: Client, consent: dict) -> None:
    rows = add_speaker(**consent)
    add_offering(tree, speakers=[thing(rows)])
    for address in ("/nb/foredragsholdere/anna-berg-nb/", "/da/oplaegsholdere/anna-berg-da/"):
        assert client.get(address).status_code == 404
    for address in ("/nb/foredragsholdere/", "/nb/programmer/loftet-1/", "/sitemap.xml"):
        content = client.get(address).content.decode()
        assert "Anna Berg" not in content
        assert "anna-berg" not in content


@pytest.mark.parametrize("consent", NO_CONSENT)
def test_a_case_without_consent_is_nowhere(tree: Tree, client: Client, consent: dict) -> None:
    rows = add_case(**consent)
    add_offering(tree, cases=[thing(rows)])
    assert client.get("/nb/caser/case-nb/").status_code == 404
    assert "Case nb" not in client.get("/nb/caser/").content.decode()
    assert "Case nb" not in client.get("/nb/programmer/loftet-1/").content.decode()


def test_what_is_archived_or_unpublished_is_gone_at_once(tree: Tree, client: Client) -> None:
    rows = add_module()
    other = add_module("Annen")
    assert client.get("/nb/moduler/modul-nb/").status_code == 200
    archived = thing(rows)
    archived.archived_at = timezone.now()
    archived.save()
    other["nb"].unpublish()
    assert client.get("/nb/moduler/modul-nb/").status_code == 404
    assert "Modul nb" not in client.get("/nb/moduler/").content.decode()
    content = client.get("/nb/moduler/").content.decode()
    assert "Annen nb" not in content
    assert "Annen da" in content  # the Danish one stands in


def test_one_row_of_each_thing_in_the_nearest_language(tree: Tree) -> None:
    both, danish = add_module("Begge"), add_module("Dansk", languages=("da",))
    assert {row.title for row in readable(Module, "nb")} == {"Begge nb", "Dansk da"}
    assert {row.title for row in readable(Module, "da")} == {"Begge da", "Dansk da"}
    both["nb"].unpublish()
    assert {row.title for row in readable(Module, "nb")} == {"Begge da", "Dansk da"}
    assert Thing.objects.filter(pk=danish["da"].translation_key).exists()


def test_a_fallback_says_so_and_marks_its_language(tree: Tree, client: Client) -> None:
    add_case("Dansk", languages=("da",))
    content = client.get("/nb/caser/dansk-da/").content.decode()
    assert "teksten er på dansk" in content
    assert '<h1 lang="da">Dansk da</h1>' in content
    assert f'<link rel="canonical" href="{settings.BASE_URL}/da/cases/dansk-da/">' in content
    assert 'rel="alternate"' not in content
    assert 'href="/da/cases/dansk-da/"' in content  # the switcher stays
    listed = client.get("/nb/caser/").content.decode()
    assert 'lang="da"' in listed.split("<main")[1]


def test_an_address_of_the_other_language_leads_to_ones_own(tree: Tree, client: Client) -> None:
    add_module("Ledelse")
    response = client.get("/nb/moduler/ledelse-da/")
    assert response.status_code == 302
    assert response["Location"] == "/nb/moduler/ledelse-nb/"
    assert client.get("/nb/moduler/finnes-ikke/").status_code == 404


def test_the_same_slug_in_two_languages_is_ones_own_first(tree: Tree) -> None:
    add_module("Norsk", languages=("nb",), slug="samme")
    add_module("Dansk", languages=("da",), slug="samme")
    assert find(visible(Module), "samme", "nb").row.title == "Norsk nb"
    assert find(visible(Module), "samme", "da").row.title == "Dansk da"


def test_speakers_named_by_editors_come_first_and_the_row_is_filled(tree: Tree, client: Client) -> None:
    for number in range(5):
        add_speaker(f"Bo {number}")
    named = [thing(add_speaker(f"Åse {number}", country="DK")) for number in range(2)]
    add_offering(tree, speakers=named)
    page = tree.overview["nb"].get_children().get().specific
    shown = client.get(page.get_url()).context["from_library"].speakers
    assert [entry["title"] for entry in shown] == ["Åse 0 nb", "Åse 1 nb", "Bo 0 nb", "Bo 1 nb"]


def test_a_case_names_the_modules_it_is_used_in(tree: Tree, client: Client) -> None:
    add_module("Strategi"), add_module("Teknologi", theme="technology")
    add_element(case=thing(add_case()))
    response = client.get("/nb/caser/case-nb/")
    assert [module["title"] for module in response.context["modules"]] == ["Strategi nb"]
    assert response.context["tone"] == "strategi"


def test_visible_and_readable_hold_for_every_kind(tree: Tree) -> None:
    add_speaker(), add_case()
    for model in (Speaker, IndustryCase):
        assert visible(model).count() == 2
        assert readable(model, "da").count() == 1
