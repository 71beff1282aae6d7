"""axe in a real browser on every page type, in both languages: desktop in light, phone in dark, nothing sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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
PARTICIPANT = {"nb": "sigrun.fossmyr@fjordvik.example", "da": "rasmus.tangvig@klitborg.example"}
PORTAL = {
    "nb": ["mitt-program/", "mitt-program/tidsplan/", "mitt-program/varsler/", "kartlegging/",
           "kartlegging/1/resultater/", "kartlegging/3/resultater/"],
    "da": ["mit-forloeb/", "mit-forloeb/tidsplan/", "mit-forloeb/paamindelser/", "kortlaegning/",
           "kortlaegning/4/", "kortlaegning/4/svar/", "kortlaegning/2/resultater/"],
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


@pytest.fixture(scope="module", params=["nb", "da"])
def cookies(browser: Browser, site: RunningSite, request: pytest.FixtureRequest) -> Iterator[tuple[str, list[object]]]:
    """A participant's session, by language."""
    language = request.param
    with people.somebody(browser, site) as page:
        people.log_in_by_code(page, site, PARTICIPANT[language], language)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hei" if language == "nb" else "Hej")
        yield language, page.context.cookies()


@SCREENS
def test_participants_pages(
    browser: Browser, site: RunningSite, cookies: tuple[str, list[object]], screen: dict[str, object]
) -> None:
    language, session = cookies
    with people.somebody(browser, site, **screen) as page:
        page.context.add_cookies(session)
        addresses = [f"/{language}/{path}" for path in PORTAL[language]]
        page.goto(addresses[0])
        for part in ("element", "samling"):
            addresses.append(page.locator(f"main a[href*='/{part}/'][href$='/']").first.get_attribute("href"))
        assert found_on(page, addresses) == {}


def test_our_part_of_the_staff_pages(browser: Browser, site: RunningSite) -> None:
    """Wagtail's own frame is Wagtail's; what we put into it is ours."""
    with people.somebody(browser, site, **DESKTOP) as page:
        people.log_in_as_staff(page)
        assert found_on(page, [f"/admin/{path}" for path in STAFF], within="main") == {}
