"""A passkey, with a browser's own virtual device: made, logged in by, and asked for after a code by mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import follow, log_in_by_code
from tests.browser.site import RunningSite

pytestmark = pytest.mark.browser
PERSON = "mette.klitlund@strandby.example"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def log_out(page: Page) -> None:
    page.goto("/da/konto/logout/")
    follow(page.locator("main button[type=submit]"))


def test_a_passkey_is_made_and_lets_in_its_owner_alone(browser: Browser, site: RunningSite) -> None:
    # A number is no name that a passkey can be for.
    context = browser.new_context(base_url=site.url.replace("127.0.0.1", "localhost"), locale="da-DK")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kept = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    log_in_by_code(page, site, PERSON, "da")

    page.goto("/da/konto/2fa/webauthn/add/")
    page.get_by_role("button", name="Lav en adgangsnøgle").click()
    expect(page.get_by_role("heading", name="Gendannelseskoder")).to_be_visible()
    log_out(page)

    page.goto("/da/konto/login/code/")
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page).to_have_url(re.compile("/da/mit-forloeb/"))
    page.goto("/da/konto/2fa/webauthn/")
    follow(page.get_by_role("link", name="Fjern Min adgangsnøgle"))
    follow(page.locator("main button[type=submit]"))
    expect(page.get_by_text("Du har ingen adgangsnøgle endnu.")).to_be_visible()
    log_out(page)

    page.goto("/da/konto/login/code/")
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page).to_have_url(re.compile("/login/"))
    expect(page.get_by_role("alert").or_(page.get_by_text("Koden virker ikke"))).to_be_visible()
    device.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": kept["authenticatorId"]})
    context.close()
