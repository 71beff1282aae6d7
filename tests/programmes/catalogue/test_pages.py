"""Every page of the catalogue in both languages, as visitors and machines see it, and what it costs."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from cms.pages.models import HomePage
from programmes.catalogue.models import OfferingPage
from tests.growth import many
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
PAIRS = {
    "home": ("/nb/", "/da/"),
    "overview": ("/nb/programmer/", "/da/forloeb/"),
    "offering": ("/nb/programmer/loftet-1/", "/da/forloeb/loeftet-1/"),
    "modules": ("/nb/moduler/", "/da/moduler/"),
    "module": ("/nb/moduler/modul-nb/", "/da/moduler/modul-da/"),
    "speakers": ("/nb/foredragsholdere/", "/da/oplaegsholdere/"),
    "speaker": ("/nb/foredragsholdere/anna-berg-nb/", "/da/oplaegsholdere/anna-berg-da/"),
    "cases": ("/nb/caser/", "/da/cases/"),
    "case": ("/nb/caser/case-nb/", "/da/cases/case-da/"),
    "text": ("/nb/om-oss/", "/da/om-os/"),
    "news list": ("/nb/nyheter/", "/da/nyheder/"),
    "news": ("/nb/nyheter/nb-1/", "/da/nyheder/da-1/"),
    "enquiry": ("/nb/foresporsel/", "/da/forespoergsel/"),
    "thanks": ("/nb/foresporsel/takk/", "/da/forespoergsel/tak/"),
}
ADDRESSES = [
    (name, language, pair[place]) for name, pair in PAIRS.items() for place, language in enumerate(("nb", "da"))
]


def fill(tree: Tree, number: int = 1) -> None:
    """So many of everything, with everything naming everything."""
    modules = [thing(add_module("Modul" if n == 1 else f"Modul {n}")) for n in range(1, number + 1)]
    speakers = [thing(add_speaker("Anna Berg" if n == 1 else f"Anna Berg {n}")) for n in range(1, number + 1)]
    cases = [thing(add_case("Case" if n == 1 else f"Case {n}")) for n in range(1, number + 1)]
    for n in range(1, number + 1):
        add_element(f"Film {n}", case=cases[0], speaker=speakers[0])
        add_offering(tree, n, modules=modules, speakers=speakers, cases=cases)


@pytest.fixture
def site(tree: Tree) -> Tree:
    fill(tree)
    return tree


@pytest.mark.parametrize(("name", "language", "address"), ADDRESSES)
def test_every_page_in_both_languages(site: Tree, client: Client, name: str, language: str, address: str) -> None:
    response = client.get(address)
    content = response.content.decode()
    assert response.status_code == 200
    assert content.count("<h1") == 1
    assert f'<html lang="{language}">' in content
    assert len(re.findall(r'aria-current="true"', content)) >= 1
    ids = re.findall(r'\sid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAIRS)
def test_switching_language_stays_on_the_page(site: Tree, client: Client, name: str) -> None:
    nb, da = PAIRS[name]
    for here in (nb, da):
        content = client.get(here).content.decode()
        assert f'href="{nb}" lang="nb" hreflang="nb"' in content
        assert f'href="{da}" lang="da" hreflang="da"' in content


@pytest.mark.parametrize("name", PAIRS)
def test_search_engines_get_both_languages(site: Tree, client: Client, name: str) -> None:
    nb, da = (f"{settings.BASE_URL}{address}" for address in PAIRS[name])
    for here, canonical in zip(PAIRS[name], (nb, da), strict=True):
        content = client.get(here).content.decode()
        assert f'<link rel="canonical" href="{canonical}">' in content
        found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', content))
        assert found == {"nb": nb, "da": da, "x-default": nb}
        assert f'<meta property="og:url" content="{canonical}">' in content


def structured(content: str) -> dict[str, dict]:
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', content, re.S).group(1)
    return {each["@type"]: each for each in json.loads(text)}


def test_what_machines_are_told(site: Tree, client: Client) -> None:
    def told(name: str) -> dict[str, dict]:
        return structured(client.get(PAIRS[name][0]).content.decode())

    programme = told("offering")["EducationalOccupationalProgram"]
    assert (programme["timeToComplete"], programme["hasCourse"][0]["name"]) == ("P12M", "Modul nb")
    assert told("module")["Course"]["inLanguage"] == "nb"
    assert told("speaker")["Person"]["worksFor"]["@type"] == "Organization"
    assert told("case")["Article"]["about"]["name"] == "Fjordvik"
    assert told("news")["NewsArticle"]["datePublished"] == "2026-11-02"
    assert "EducationalOrganization" in told("home")
    names = [item["name"] for item in told("case")["BreadcrumbList"]["itemListElement"]]
    assert names == ["Forsiden", "Caser", "Case nb"]


def test_structured_data_cannot_end_its_script(tree: Tree, client: Client) -> None:
    add_speaker("</script><script>alert(1)</script>", slug="ond")
    assert "<script>alert(1)" not in client.get("/nb/foredragsholdere/ond/").content.decode()


BUDGETS = {
    "overview": 10, "offering": 10, "modules": 10, "module": 10, "speakers": 10, "speaker": 10, "cases": 10, "case": 10,
}  # fmt: skip
# What each costs when nothing changed since the last visit; on Danish pages the way to the front page is one longer.
COSTS = {
    "overview": 7, "offering": 9, "modules": 7, "module": 8, "speakers": 7, "speaker": 8, "cases": 7, "case": 9,
}  # fmt: skip


@pytest.mark.parametrize("number", [5, many(50)])
def test_queries_do_not_grow_with_the_catalogue(
    tree: Tree, client: Client, number: int, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    fill(tree, number)
    for name, budget in BUDGETS.items():
        for place, address in enumerate(PAIRS[name]):
            client.get(address)
            with django_assert_num_queries(COSTS[name] + place):
                client.get(address)
            assert COSTS[name] + place <= budget
    for query in ("?audience=municipality&theme=strategy", "?country=NO&page=2", "?q=felles", "?q=xyzzy"):
        with django_assert_max_num_queries(BUDGETS["overview"]):
            assert client.get(f"/nb/programmer/{query}").status_code == 200


def test_cold_pages_read_what_they_remember_and_no_more(site: Tree, client: Client, django_assert_num_queries) -> None:
    client.get("/nb/programmer/")
    cache.clear()
    # Beside the warm ones: Wagtail's list of sites, the menu with its notice, the places of the lists, the counts.
    with django_assert_num_queries(COSTS["overview"] + 5):
        client.get("/nb/programmer/")


def test_lists_read_no_long_texts(site: Tree, client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20) as queries:
        client.get("/nb/programmer/")
    lists = [query["sql"] for query in queries.captured_queries if "programmes_offeringpage" in query["sql"]]
    assert lists
    assert not [sql for sql in lists if "for_whom" in sql or '"questions"' in sql or "search_text" in sql]


def test_a_list_is_cut_into_pages_that_keep_the_filters(tree: Tree, client: Client) -> None:
    for number in range(1, 15):
        add_offering(tree, number)
    first = client.get("/nb/programmer/?audience=municipality")
    content = first.content.decode()
    assert len(first.context["offerings"]) == 12
    assert "14 programmer" in content
    assert "?audience=municipality&amp;page=2" in content
    second = client.get("/nb/programmer/?audience=municipality&page=2")
    assert [offering["title"] for offering in second.context["offerings"]] == ["Løftet 13", "Løftet 14"]
    assert client.get("/nb/programmer/?page=nonsense").status_code == 200


def test_nothing_found_offers_a_way_on(site: Tree, client: Client) -> None:
    content = client.get("/nb/programmer/?q=xyzzy").content.decode()
    assert "Ingen programmer passer" in content
    assert "Fjern alle filtrene" in content


def test_a_draft_shows_the_modules_it_names(site: Tree) -> None:
    page = OfferingPage.objects.get(slug="loftet-1")
    named = thing(add_module("Utkast"))
    page.modules, page.speakers = [named], []
    page.save_revision()
    draft = page.get_latest_revision_as_object()
    assert [each.pk for each in draft.modules.all()] == [named.pk]
    assert [each.label for each in OfferingPage.objects.get(pk=page.pk).modules.all()] == ["Modul nb"]
    assert "Utkast nb" in draft.make_preview_request().content.decode()


def test_the_front_page_gathers(site: Tree, client: Client) -> None:
    home = HomePage.objects.get(slug="nb")
    danish = OfferingPage.objects.get(slug="loeftet-1").page_ptr
    home.doors = [("door", {"title": "Kommune", "text": "T", "page": danish, "link_label": "Les"})]
    home.result_today, home.result_ambition, home.result_heading = 2, 4, "Eksempel"
    home.quote = [("quote", {"text": "Ja", "person": "Ola"})]
    home.steps = [("step", {"title": f"Steg {n}", "text": "T"}) for n in range(4)]
    home.save()
    response = client.get("/nb/")
    content = response.content.decode()
    # The door leads to the page in this language, although another was chosen.
    assert response.context["doors"][0]["url"] == "/nb/programmer/loftet-1/"
    assert '<a href="/nb/moduler/modul-nb/" data-tone="strategi">' in content  # an island
    assert "«Ja»" in content
    assert "I dag 2,0, ambisjon 4,0" in content
    assert response.context["contact"]["name"] == "Marit Solvågen"
    assert [step["title"] for step in response.context["crossing"]] == ["Steg 1", "Steg 2", "Steg 3"]
    OfferingPage.objects.get(slug="loftet-1").unpublish()
    assert client.get("/nb/").context["doors"] == []
