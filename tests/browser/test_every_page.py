"""Every page that can be clicked to, in both languages: it answers, has one heading, and says its language."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser import people
from tests.browser.crawler import Seen, crawl, visit
from tests.browser.site import RunningSite

LANGUAGES = ("nb", "da")


@pytest.fixture(scope="module")
def public(site: RunningSite) -> list[Seen]:
    return crawl(site.url, [f"/{language}/" for language in LANGUAGES], below=("/nb/", "/da/"))


def html(pages: list[Seen]) -> list[Seen]:
    return [page for page in pages if page.language]


def test_every_link_leads_somewhere(public: list[Seen]) -> None:
    assert len(html(public)) > 80
    assert [(page.path, page.status, page.found_on) for page in public if page.status != 200] == []


def test_every_page_has_one_heading_and_its_language(public: list[Seen]) -> None:
    wrong = [
        (page.path, page.headings, page.language)
        for page in html(public)
        if page.headings != 1 or page.language != page.path.split("/")[1]
    ]
    assert wrong == []


def test_pages_in_two_languages_point_at_each_other(public: list[Seen]) -> None:
    by_path = {page.path: page for page in public}
    pairs = 0
    for page in html(public):
        for language, address in page.alternates.items():
            other = by_path.get(urlsplit(address).path)
            if language in LANGUAGES and other is not None and "?" not in page.path:
                pairs += 1
                assert urlsplit(other.alternates[page.language]).path == page.path
    assert pairs > 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_says_so_in_the_language(site: RunningSite, language: str) -> None:
    assert visit(site.url, f"/{language}/finnes-ikke-findes-ikke/").status == 404


def test_staff_see_every_page_of_a_programme_as_participants_do(browser: Browser, site: RunningSite) -> None:
    """From the board, in both languages: the programme, its schedule, modules, elements and gatherings."""
    with people.somebody(browser, site) as page:
        people.log_in_as_staff(page)
        page.goto("/admin/programmes/3/")
        links = page.locator("main a[href*='/programme-preview/']")
        starts = [links.nth(number).get_attribute("href") or "" for number in range(links.count())]
        cookie = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    assert [start.rstrip("/").rsplit("/", 1)[1] for start in starts] == list(LANGUAGES)
    pages = crawl(site.url, starts, below=("/admin/programme-preview/",), cookie=cookie)
    assert {kind for seen in pages for kind in seen.path.split("/")[5:6]} >= {
        "schedule",
        "module",
        "element",
        "gathering",
    }
    assert [(seen.path, seen.status, seen.found_on) for seen in pages if seen.status != 200] == []
    wrong = [
        (seen.path, seen.headings, seen.language)
        for seen in pages
        # A chapter leads into its recording, which is no page.
        if not seen.path.endswith("/recording") and (seen.headings != 1 or seen.language != seen.path.split("/")[4])
    ]
    assert wrong == []
