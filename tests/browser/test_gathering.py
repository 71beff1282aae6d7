"""The page of a gathering stays open on a phone while its hour comes; and the calendar's address is copied."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import people
from tests.browser.site import RunningSite
from tests.browser.test_accessibility import PHONE

pytestmark = pytest.mark.any_database


def test_the_way_in_comes_forward_and_goes_by_itself(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, **PHONE, permissions=["clipboard-read", "clipboard-write"]) as page:
        people.log_in_by_code(page, site, people.PARTICIPANT["nb"])
        page.goto("/nb/mitt-program/tidsplan/")
        page.get_by_role("button", name="Kopier adressen").click()
        expect(page.get_by_text("Kopiert", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").endswith(".ics")
        people.follow(page.get_by_role("link", name="Se samlingen").last)
        door = page.locator("[data-door]")
        opens, closes = (datetime.fromisoformat(door.get_attribute(f"data-{name}")) for name in ("opens", "closes"))
        page.clock.install(time=opens - timedelta(minutes=2))
        page.reload()
        button, small = page.get_by_role("link", name="Bli med på video"), page.get_by_role("link", name="Videolenke")
        expect(small).to_be_visible()
        expect(button).to_be_hidden()
        page.clock.fast_forward("03:00")
        expect(button).to_be_visible()
        expect(small).to_be_hidden()
        page.clock.fast_forward((closes - opens) // timedelta(milliseconds=1))
        expect(button).to_be_hidden()
        expect(small).to_be_visible()
