"""A passkey, with a browser's own virtual device: made, logged in by, and worth nothing once it is removed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.accounts.models import User
from tests.browser.people import follow

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]
EMAIL = "mette.klitlund@strandby.example"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, client: Client) -> Iterator[Page]:
    """Somebody who is logged in, at a device that keeps passkeys and knows its owner."""
    client.force_login(User.objects.create_user(EMAIL, first_name="Mette", language="da"))
    # A number is no name that a passkey can be for.
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), locale="da-DK")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}
    context.add_cookies([cookie])
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def log_out(page: Page) -> None:
    page.goto("/da/konto/logout/")
    follow(page.locator("main button[type=submit]"))


def test_a_passkey_lets_its_owner_in_until_it_is_removed(page: Page) -> None:
    page.goto("/da/konto/2fa/webauthn/add/")
    page.get_by_role("button", name="Lav en adgangsnøgle").click()
    expect(page.get_by_role("heading", name="Gendannelseskoder")).to_be_visible()
    log_out(page)

    page.goto("/da/konto/login/code/")
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page).to_have_url(re.compile("/da/mit-forloeb/"))

    page.goto("/da/konto/2fa/webauthn/")
    follow(page.get_by_role("link", name="Fjern Min adgangsnøgle"))
    page.get_by_role("button", name="Brug adgangsnøglen").click()  # first they show who they are
    page.get_by_role("button", name="Fjern adgangsnøglen").click()
    expect(page.get_by_text("Du har ingen adgangsnøgle endnu.")).to_be_visible()
    log_out(page)

    page.goto("/da/konto/login/code/")
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.get_by_text("Koden virker ikke")).to_be_visible()
