"""Every sort of page a participant meets, for whoever has no mouse, an enlarged window, or colours of their own.

Bokmål at 320 × 256 CSS pixels, which is a window of 1280 × 1024 at 400 %, in the dark; Danish on a wide screen in the
light, and then in the colours that the reader's computer chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import people
from tests.browser.keyboard import tab_to, troubles, without_edges
from tests.browser.reach_pages import pages_of
from tests.browser.site import RunningSite
from tests.browser.test_accessibility import problems

pytestmark = pytest.mark.any_database

ENLARGED = {"viewport": {"width": 320, "height": 256}, "color_scheme": "dark"}
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}


def look_at_all(page: Page, site: RunningSite, language: str, look: Callable[[], list[str]]) -> dict[str, list[str]]:
    """What is wrong on one page of each sort, by address; the person is logged in."""
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    addresses = pages_of(site.url, language, cookie)
    assert len(addresses) > 30
    found = {}
    for address in addresses:
        page.goto(address)
        if wrong := look():
            found[address] = wrong
    return found


def test_enlarged_to_400_per_cent(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, **ENLARGED) as page:
        people.log_in_by_code(page, site, people.PARTICIPANT["nb"], "nb")
        assert look_at_all(page, site, "nb", lambda: problems(page) + troubles(page)) == {}


def test_wide_and_in_the_readers_own_colours(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, **WIDE) as page:
        people.log_in_by_code(page, site, people.PARTICIPANT["da"], "da")

        def look() -> list[str]:
            page.emulate_media(forced_colors="none")
            found = problems(page)
            page.emulate_media(forced_colors="active")
            return found + troubles(page) + without_edges(page)

        assert look_at_all(page, site, "da", look) == {}


def press(page: Page, what: Locator) -> None:
    """Go to a link or button by the keyboard, and on to the page it leads to."""
    tab_to(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_whole_way_without_a_mouse(browser: Browser, site: RunningSite) -> None:
    """Log in by a code, do the next step, write a reflection and answer a question of a mapping."""
    with people.somebody(browser, site, **WIDE) as page:
        _log_in(page, site, people.PARTICIPANT["da"])
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hej")
        _skip_to_the_content(page)
        press(page, page.locator(".next .button"))
        done = page.get_by_role("button", name="Markér som gennemført")
        tab_to(page, done)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Fjern markeringen")).to_be_focused()
        press(page, page.locator(".brand"))
        press(page, page.get_by_role("link", name="Mine refleksioner"))
        press(page, page.locator("main form[action] button").first)
        tab_to(page, page.locator("textarea").first)
        page.keyboard.type("Jeg spurgte, før jeg svarede.")
        expect(page.get_by_text(re.compile(r"Gemt kl\."))).to_be_visible()
        press(page, page.locator(".brand"))
        press(page, page.get_by_role("link", name="Svar på kortlægningen").first)
        press(page, page.get_by_role("link", name="Begynd at svare"))
        tab_to(page, page.locator("form input[type=radio]").first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.locator("form input[type=radio]").nth(1)).to_be_checked()


def _log_in(page: Page, site: RunningSite, email: str) -> None:
    before = len(site.mails_to(email))
    page.goto("/da/konto/login/code/")
    tab_to(page, page.locator("input[type=email]"))
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    mail = site.wait_for_mail(email, after=before)
    code = re.search(r"^\s*([A-Z0-9]+(?:-[A-Z0-9]+)+)\s*$", mail.get_content(), re.MULTILINE)
    assert code is not None
    tab_to(page, page.locator("input[name=code]"))
    page.keyboard.type(code[1])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _skip_to_the_content(page: Page) -> None:
    page.reload()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_menus_and_folds_open_and_close_by_keyboard(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, **ENLARGED) as page:
        page.goto("/nb/foresporsel/")
        menu = page.locator("details.menu")
        summary = menu.locator("summary")
        for opens in ("Enter", "Space"):
            tab_to(page, summary)
            page.keyboard.press(opens)
            expect(menu).to_have_attribute("open", "")
            page.keyboard.press("Tab")
            assert menu.evaluate("one => one.contains(document.activeElement)")
            page.keyboard.press("Escape")
            expect(menu).not_to_have_attribute("open", "")
            expect(summary).to_be_focused()
