"""Staff compose a programme: from the front page to a complete, checked year for six leader groups, in a few clicks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import people
from tests.browser.people import follow
from tests.browser.site import RunningSite

pytestmark = pytest.mark.any_database

GROUPS = ["Rådmannens ledergruppe", "Oppvekst", "Helse og velferd", "Teknisk", "Kultur og næring"]
# A Thursday in its fifth week is Maundy Thursday.
FIRST_DAY, EASTER = "2027-02-22", "torsdag 25. mars 2027"
# With the proposed dates, and with a case that the sector proposes. First it took 7 screens, 7 clicks and 22 fields.
MOST_SCREENS, MOST_CLICKS, MOST_FIELDS = 4, 3, 7
VISIBLE_FIELDS = """() => new Set([...document.querySelectorAll(
  "main form :is(input:not([type=hidden]), select, textarea)")]
  .filter((field) => field.name && field.checkVisibility()).map((field) => field.name)).size"""


class Effort:
    """What composing costs: screens seen, clicks that lead on, and fields shown."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page, self.pictures = page, pictures
        self.screens = self.clicks = self.fields = 0
        self.look()

    def look(self) -> None:
        self.screens += 1
        self.fields += self.page.evaluate(VISIBLE_FIELDS)
        self.page.screenshot(path=self.pictures / f"composing-{self.screens}.png", full_page=True)

    def follow(self, what: Locator) -> None:
        self.clicks += 1
        follow(what)
        self.look()


def write_client(page: Page, name: str) -> None:
    page.fill("[name=client]", name)
    page.fill("[name=groups]", "\n".join([*GROUPS, "Havrum kommune: Økonomi"]))
    page.select_option("[name=sector]", "municipality")


def test_from_the_front_page_to_a_checked_year(browser: Browser, site: RunningSite, tmp_path: Path) -> None:
    with people.somebody(browser, site, viewport={"width": 1280, "height": 900}) as page:
        people.log_in_as_staff(page)
        page.goto("/admin/")
        effort = Effort(page, tmp_path)
        effort.follow(page.get_by_role("link", name="Nytt program fra Kompetanseløftet"))
        write_client(page, "Tareholmen kommune")
        effort.follow(page.get_by_role("button", name="Rett til oppsummeringen"))
        expect(page.locator("main tbody tr")).to_have_count(4)
        expect(page.locator("main")).to_contain_text("Kultur og næring")
        expect(page.locator(".checks .badge", has_text="Stopp")).to_have_count(0)
        effort.follow(page.get_by_role("button", name="Lag utkastet"))
        check_the_draft(page, "Tareholmen kommune")
        assert (effort.screens, effort.clicks) == (MOST_SCREENS, MOST_CLICKS)
        assert effort.fields <= MOST_FIELDS


def check_the_draft(page: Page, client: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Kompetanseløftet – {client}")
    for module in ("Organisasjon", "Ledelse", "Strategi", "Teknologi"):
        expect(page.get_by_role("heading", name=re.compile(module)).first).to_be_visible()
    expect(page.locator("main")).to_contain_text("6 ledergrupper")
    expect(page.locator(".checks .badge", has_text="Stopp")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_day_that_will_not_do_is_moved(browser: Browser, site: RunningSite, scripts: bool) -> None:
    with people.somebody(browser, site, java_script_enabled=scripts) as page:
        people.log_in_as_staff(page)
        page.goto("/admin/programmes/new/")
        follow(page.get_by_role("button", name="Bruk").first)
        client = f"Ytre Sund {'med' if scripts else 'uten'}"
        write_client(page, client)
        follow(page.get_by_role("button", name="Neste"))
        page.fill("[name=starts_on]", FIRST_DAY)
        follow(page.get_by_role("button", name="Regn ut datoene på nytt"))
        expect(page.locator("main")).to_contain_text(re.compile(EASTER.replace(" ", r"\s")))
        follow(page.get_by_role("button", name=re.compile("Flytt til onsdag")))
        expect(page.locator("main")).to_contain_text(re.compile(r"onsdag\s24\.\smars\s2027"))
        there_and_back(page, client)
        follow(page.get_by_role("button", name="Neste"))
        follow(page.get_by_role("button", name="Lag utkastet"))
        check_the_draft(page, client)


def there_and_back(page: Page, client: str) -> None:
    """Back by the button, on, back by the browser, and again after a reload: nothing is lost."""
    schedule = page.url.split("#", maxsplit=1)[0]
    follow(page.get_by_role("button", name="Tilbake"))
    assert_written(page, client)
    page.reload()
    assert_written(page, client)
    follow(page.get_by_role("button", name="Neste"))
    page.go_back()
    assert_written(page, client)
    page.goto(schedule)
    expect(page.locator("[name=starts_on]")).to_have_value(FIRST_DAY)


def assert_written(page: Page, client: str) -> None:
    expect(page.locator("[name=client]")).to_have_value(client)
    expect(page.locator("[name=groups]")).to_have_value(re.compile("Kultur og næring"))


def test_the_keyboard_is_enough(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site) as page:
        people.log_in_as_staff(page)
        page.goto("/admin/programmes/new/")
        press(page, page.get_by_role("button", name="Bruk").first)
        page.locator("[name=client]").focus()
        page.keyboard.type("Lyngøy kommune")
        # Enter in a field goes on, not back to an earlier step.
        leave(page, lambda: page.keyboard.press("Enter"))
        expect(page.locator("[name=starts_on]")).to_be_visible()
        press(page, page.get_by_role("button", name="Neste"))
        expect(page.locator("main")).to_contain_text("Programmet har ingen ledergruppe.")
        press(page, page.locator(".checks a").first)
        expect(page).to_have_url(re.compile(r"/client/#id_groups$"))


def press(page: Page, what: Locator) -> None:
    what.focus()
    leave(page, lambda: page.keyboard.press("Enter"))


def leave(page: Page, how: Callable[[], None]) -> None:
    with page.expect_navigation():
        how()
