"""axe in a real browser on every public page type and on staff's, in both languages: desktop in light, phone in dark,
nothing sideways. Participants' pages: `test_reach.py`."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import people
from tests.browser.site import RunningSite

pytestmark = pytest.mark.any_database

DESKTOP = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
SCREENS = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop-light", "phone-dark"])

PUBLIC = {
    "nb": [
        "", "programmer/", "programmer/?audience=municipality", "programmer/kompetanseloftet-for-kommuner/", "moduler/",
        "moduler/organisasjon/", "foredragsholdere/", "foredragsholdere/henrik-solbraten/", "caser/",
        "caser/brev-som-innbyggerne-forstar-forste-gang/", "nyheter/", "om-oss/", "foresporsel/", "konto/login/code/",
        "konto/login/", "finnes-ikke/",
    ],
    "da": [
        "", "forloeb/", "forloeb/?audience=municipality", "forloeb/kompetenceloeftet-i-danmark/", "moduler/",
        "moduler/organisation/", "oplaegsholdere/", "oplaegsholdere/henrik-solbraaten/", "cases/",
        "cases/breve-som-borgerne-forstaar-foerste-gang/", "nyheder/", "om-os/", "forespoergsel/", "konto/login/code/",
        "konto/login/", "findes-ikke/",
    ],
}  # fmt: skip
STAFF = [
    "programmes/",
    "programmes/new/",
    "programmes/2/",
    "programmes/modules/5/",
    "rounds/1/",
    "participants/import/",
]


def problems(page: Page, within: str = "") -> list[str]:
    """What axe finds, in a line each; and whether the page must be scrolled sideways."""
    context = {"include": [[within]]} if within else None
    found = Axe().run(page, context=context).response["violations"]
    lines = [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        lines.append("the page is wider than the screen")
    return lines


def found_on(page: Page, addresses: list[str], within: str = "") -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        page.goto(address)
        if lines := problems(page, within):
            found[address] = lines
    return found


@SCREENS
@pytest.mark.parametrize("language", ["nb", "da"])
def test_public_pages(browser: Browser, site: RunningSite, language: str, screen: dict[str, object]) -> None:
    with people.somebody(browser, site, **screen) as page:
        assert found_on(page, [f"/{language}/{path}" for path in PUBLIC[language]]) == {}


def test_our_part_of_the_staff_pages(browser: Browser, site: RunningSite) -> None:
    """Wagtail's own frame is Wagtail's; what we put into it is ours."""
    with people.somebody(browser, site, **DESKTOP) as page:
        people.log_in_as_staff(page)
        assert found_on(page, [f"/admin/{path}" for path in STAFF], within="main") == {}
