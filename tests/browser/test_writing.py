"""Writing in a real browser: without network, after an expired log-in, in two places at once, and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.accounts.models import User
from programmes.participation.deliveries.models import Delivery
from programmes.participation.reflections.models import Reflection
from programmes.tailoring.models import DeliveredBy, ProgrammeItem
from tests.browser.test_accessibility import PHONE, problems
from tests.browser.test_answering import computer, log_in
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
SAVED = "Lagret kl."
NO_CONTACT = "Ingen kontakt. Teksten ligger i denne nettleseren"


@pytest.fixture(autouse=True)
def _key_directory(settings: Any, tmp_path: Path) -> None:
    settings.REFLECTIONS_KEY_DIR = tmp_path / "reflection-keys"


@pytest.fixture
def built() -> Built:
    return factories.make_programme()


@pytest.fixture
def writer(built: Built) -> User:
    return factories.enrol(built)


@pytest.fixture
def address(built: Built, writer: User) -> str:
    row = Reflection.objects.create(author=writer, programme_module=built.modules[0])
    with translation.override("nb"):
        return reverse("my_reflection", args=[row.uuid])


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, writer: User) -> Iterator[BrowserContext]:
    with computer(browser, live_server, **PHONE) as made:
        log_in(made, live_server, writer)
        yield made


def text(page: Page) -> Any:
    return page.locator("textarea").first


def log_in_here(context: BrowserContext, user: User) -> None:
    """Within the session that the browser has, as the log-in page does it."""
    name = settings.SESSION_COOKIE_NAME
    key = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == name)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()


def stored() -> list[str]:
    return Reflection.objects.get().unseal()


def test_a_lost_connection_and_an_expired_log_in_lose_nothing(
    context: BrowserContext, live_server: LiveServer, writer: User, address: str
) -> None:
    page = context.new_page()
    page.goto(address)
    text(page).fill("Skrevet med nett.")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert stored() == ["Skrevet med nett."]
    context.set_offline(True)
    text(page).fill("Skrevet med nett. Og uten.")
    expect(page.get_by_text(NO_CONTACT)).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert stored() == ["Skrevet med nett. Og uten."]
    Session.objects.all().delete()
    text(page).fill("Skrevet med nett. Og uten. Og utlogget.")
    expect(page.get_by_text("Du er logget ut")).to_be_visible()
    assert page.get_by_role("link", name="Logg inn").get_attribute("href").endswith(f"?next={address}")
    assert problems(page) == []
    page.close()
    log_in(context, live_server, writer)
    back = context.new_page()
    back.goto(address)
    expect(text(back)).to_have_value("Skrevet med nett. Og uten. Og utlogget.")
    expect(back.get_by_text(SAVED)).to_be_visible()
    assert stored() == ["Skrevet med nett. Og uten. Og utlogget."]
    assert back.evaluate("Object.keys(localStorage).length") == 0


def test_two_members_write_the_same_after_work(
    browser: Browser, live_server: LiveServer, built: Built, writer: User, context: BrowserContext
) -> None:
    item = next(item for item in built.items if item.phase == "after_work")
    ProgrammeItem.objects.filter(pk=item.pk).update(delivered_by=DeliveredBy.GROUP, opens_on=None)
    with translation.override("nb"):
        address = reverse("my_delivery", args=[item.uuid])
    mine = context.new_page()
    mine.goto(address)
    with computer(browser, live_server) as elsewhere:
        log_in(elsewhere, live_server, factories.enrol(built))
        theirs = elsewhere.new_page()
        theirs.goto(address)
        text(theirs).fill("Fra den andre.")
        expect(theirs.get_by_text(SAVED)).to_be_visible()
    text(mine).fill("Fra meg.")
    expect(mine.get_by_text("Begge tekstene er tatt vare på")).to_be_visible()
    expect(text(mine)).to_have_value("Fra den andre.\n— — —\nFra meg.")
    assert Delivery.objects.get().text == "Fra den andre.\n— — —\nFra meg."
    assert problems(mine) == []
    mine.get_by_role("button", name="Lever").click()
    expect(mine.get_by_text("Levert. Nå ser kurslederen det.")).to_be_visible()


def test_without_script_the_same_form_works(
    browser: Browser, live_server: LiveServer, writer: User, address: str
) -> None:
    with computer(browser, live_server, java_script_enabled=False) as plain:
        log_in(plain, live_server, writer)
        page = plain.new_page()
        page.goto(address)
        text(page).fill("Uten skript.")
        Session.objects.all().delete()
        page.get_by_role("button", name="Lagre", exact=True).click()
        expect(page).to_have_url(re.compile("next="))
        log_in_here(plain, writer)
        page.goto(address)
        expect(text(page)).to_have_value("Uten skript.")
        assert stored() == ["Uten skript."]
