"""The frame round every page: menus, languages, what search engines get, who may see what."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client, RequestFactory
from wagtail.models import Page, PageViewRestriction

from cms.accounts.models import User
from cms.pages import changes, portal
from cms.pages.context import site_frame
from cms.pages.models import StandardPage
from tests.programmes.catalogue.factories import Tree, add_news, add_pair

pytestmark = pytest.mark.django_db


def labels(client: Client, address: str, name: str) -> list[str]:
    return [entry["label"] for entry in client.get(address).context[name]]


def test_menus_follow_the_pages_of_the_language(tree: Tree, client: Client) -> None:
    assert labels(client, "/nb/om-oss/", "menu") == ["Programmer", "Moduler", "Foredragsholdere", "Caser"]
    assert labels(client, "/da/om-os/", "menu") == ["Forloeb", "Moduler", "Oplaegsholdere", "Cases"]
    assert labels(client, "/nb/om-oss/", "footer_menu") == ["Om-oss", "Nyheter"]
    tree.case["nb"].unpublish()
    assert labels(client, "/nb/om-oss/", "menu") == ["Programmer", "Moduler", "Foredragsholdere"]
    overview = Page.objects.get(slug="programmer").specific
    overview.title = "Våre programmer"
    overview.save_revision().publish()
    assert labels(client, "/nb/om-oss/", "menu")[0] == "Våre programmer"
    Page.objects.get(slug="om-oss").delete()
    assert labels(client, "/nb/", "footer_menu") == ["Nyheter"]


def test_a_moved_page_moves_in_the_menu(tree: Tree, client: Client) -> None:
    labels(client, "/nb/om-oss/", "menu")
    Page.objects.get(slug="caser").move(Page.objects.get(slug="programmer"), "left")
    assert labels(client, "/nb/om-oss/", "menu")[0] == "Caser"


def test_the_current_place_is_marked(tree: Tree, client: Client) -> None:
    menu = client.get("/nb/moduler/").context["menu"]
    assert [entry["current"] for entry in menu] == [False, True, False, False]


def test_the_notice_stands_once(tree: Tree, client: Client) -> None:
    content = client.get("/nb/").content.decode()
    assert content.count("Eksempel") == 1
    assert "notice" not in content.split("<main")[0]


def test_languages_of_views_and_of_what_is_not_found(tree: Tree, client: Client) -> None:
    content = client.get("/nb/foresporsel/takk/").content.decode()
    assert 'href="/da/forespoergsel/tak/" lang="da"' in content
    missing = client.get("/nb/finnes/ikke/")
    assert missing.status_code == 404
    assert 'href="/da/" lang="da"' in missing.content.decode()


def test_a_page_without_translation_leads_to_the_other_front_page(tree: Tree, client: Client) -> None:
    tree.about["da"].unpublish()
    content = client.get("/nb/om-oss/").content.decode()
    assert 'href="/da/" lang="da"' in content
    assert 'rel="alternate"' not in content
    assert client.get("/da/om-os/").status_code == 404


def test_addresses_below_a_page_that_has_none_are_not_found(tree: Tree, client: Client) -> None:
    assert client.get("/nb/om-oss/mer/").status_code == 404
    assert client.get("/nb/" + "a/" * 300).status_code == 404
    assert client.get("/nb/moduler/en/to/").status_code == 404


def test_news_has_its_date_and_its_list(tree: Tree, client: Client) -> None:
    for number in range(2, 15):
        add_news(tree.news, number)
    response = client.get("/nb/nyheter/")
    assert [item["title"] for item in response.context["news"]][:2] == ["Nb-14", "Nb-13"]
    assert len(response.context["news"]) == 12
    assert "?page=2" in response.content.decode()
    front = client.get("/nb/").context["news"]
    assert [item["title"] for item in front] == ["Nb-14", "Nb-13", "Nb-12"]
    assert "2.\N{NO-BREAK SPACE}november 2026" in client.get("/nb/nyheter/nb-1/").content.decode()


def test_breadcrumbs_lead_all_the_way(tree: Tree, client: Client) -> None:
    crumbs = client.get("/da/nyheder/da-1/").context["crumbs"]
    assert [(crumb["label"], crumb["url"]) for crumb in crumbs] == [
        ("Forsiden", "/da/"),
        ("Nyheder", "/da/nyheder/"),
        ("Da-1", "/da/nyheder/da-1/"),
    ]


@pytest.mark.parametrize("restricted", ["news", "one"])
def test_restrictions_hold_for_a_page_and_what_is_below(tree: Tree, client: Client, restricted: str) -> None:
    page = Page.objects.get(slug="nyheter" if restricted == "news" else "nb-1")
    assert client.get("/nb/nyheter/nb-1/").status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/nb/nyheter/nb-1/").status_code == 302
    assert client.get("/nb/om-oss/").status_code == 200
    assert "nb-1" not in client.get("/sitemap.xml").content.decode()


def test_an_alias_is_restricted_with_its_page(tree: Tree, client: Client) -> None:
    page = Page.objects.get(slug="om-oss")
    page.create_alias(parent=Page.objects.get(slug="nyheter"), update_slug="kopi")
    assert client.get("/nb/nyheter/kopi/").status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/nb/nyheter/kopi/").status_code == 302


def test_drafts_are_not_found(tree: Tree, client: Client) -> None:
    add_pair(StandardPage, tree.home, {"nb": "utkast", "da": "udkast"}, live=False)
    assert client.get("/nb/utkast/").status_code == 404
    assert "utkast" not in client.get("/sitemap.xml").content.decode()


def test_the_sitemap_knows_every_language(tree: Tree, client: Client) -> None:
    response = client.get("/sitemap.xml")
    content = response.content.decode()
    assert response["Content-Type"] == "application/xml"
    nb, da = f"{settings.BASE_URL}/nb/om-oss/", f"{settings.BASE_URL}/da/om-os/"
    for address in (nb, da):
        entry = content[content.index(f"<loc>{address}</loc>") :].split("</url>")[0]
        assert f'hreflang="nb" href="{nb}"' in entry
        assert f'hreflang="da" href="{da}"' in entry
        assert f'hreflang="x-default" href="{nb}"' in entry


def test_robots_are_told_where_it_is(client: Client) -> None:
    content = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in content
    assert "Disallow: /admin/" in content


def test_an_address_never_comes_from_the_visitor(tree: Tree, client: Client) -> None:
    content = client.get("/nb/om-oss/", headers={"host": "localhost"}).content.decode()
    assert f'<link rel="canonical" href="{settings.BASE_URL}/nb/om-oss/">' in content


def test_the_way_in_depends_on_who_one_is(tree: Tree, client: Client) -> None:
    def way_in() -> str:
        return client.get("/nb/om-oss/").context["tool_links"][0]["label"]

    assert way_in() == "Logg inn"
    client.force_login(User.objects.create_user("deltaker@example.org"))
    assert way_in() == "Mitt program"
    client.force_login(User.objects.create_superuser("sjef@example.org"))
    assert way_in() == "Administrasjon"


def test_visitors_without_a_session_are_not_looked_up(django_assert_num_queries) -> None:
    request = RequestFactory().get("/nb/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert site_frame(request)["tool_links"][0]["label"] == "Logg inn"


def test_the_frame_costs_nothing_until_it_is_shown(django_assert_num_queries) -> None:
    request = RequestFactory().get("/admin/")
    with django_assert_num_queries(0):
        engines["django"].from_string("{{ 1 }}").render({}, request)


def test_the_portal_menu_is_filled_by_the_rooms_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "_entries", [])
    portal.register("Takk", "enquiry_thanks", order=20)
    portal.register("Spør", "enquiry", order=10)
    with pytest.raises(ValueError, match="enquiry"):
        portal.register("Igjen", "enquiry")
    menu = portal.portal_menu(SimpleNamespace(path="/nb/foresporsel/takk/"))
    assert [(entry["label"], entry["current"]) for entry in menu] == [("Spør", False), ("Takk", True)]


def test_what_is_remembered_is_made_once_until_a_change() -> None:
    made = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [changes.remember("x", make), changes.remember("x", make), changes.remember("y", make)] == [1, 1, 2]
    changes.changed()
    assert changes.remember("x", make) == 3


def test_a_slow_reader_does_not_keep_the_old_after_a_change() -> None:
    def make_while_somebody_publishes() -> str:
        changes.changed()
        return "old"

    assert changes.remember("x", make_while_somebody_publishes) == "old"
    assert changes.remember("x", lambda: "new") == "new"
