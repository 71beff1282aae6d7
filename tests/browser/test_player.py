"""A recording of our own goes on where one left it, at one's own speed, with its words and chapters; the page asks
nobody else for anything before somebody presses play.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from cms.accounts.models import User
from programmes.tailoring.models import ProgrammeItem
from tests.browser.test_answering import computer, log_in
from tests.programmes.participation import factories
from tests.programmes.participation.recorded import keep, make_recording, wav

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
SECONDS = 120


@pytest.fixture
def built() -> factories.Built:
    return factories.make_programme(modules=1)


@pytest.fixture
def listener(built: factories.Built) -> User:
    return factories.enrol(built)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, listener: User) -> Iterator[BrowserContext]:
    with computer(browser, live_server) as made:
        log_in(made, live_server, listener)
        yield made


def open_page(context: BrowserContext, live_server: LiveServer, item: ProgrammeItem) -> tuple[Page, list[str]]:
    """The page of an element, and the hosts that are asked for anything from then on."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.split("/")[2]))
    with translation.override("nb"):
        address = live_server.url + reverse("my_element", args=[item.uuid])
    page = context.new_page()
    page.goto(address)
    return page, asked


def test_it_goes_on_where_one_left_it(context: BrowserContext, live_server: LiveServer, built: factories.Built) -> None:
    podcast = make_recording(built, said=("nb", "da"), spoken="da", recording=keep(wav(SECONDS)))
    page, asked = open_page(context, live_server, podcast)
    speed, audio = page.get_by_label("Hastighet"), page.locator("audio")
    expect(speed).to_have_value("1")
    speed.select_option("1.5")
    expect(audio).to_have_js_property("duration", SECONDS)
    expect(page.get_by_label("Teksting")).to_have_value("nb")
    expect(page.get_by_text("Her hører du sjøen.")).to_be_visible()
    audio.evaluate("media => { media.currentTime = 60; media.dispatchEvent(new Event('pause')); }")
    page.reload()
    expect(speed).to_have_value("1.5")
    expect(audio).to_have_js_property("playbackRate", 1.5)
    expect(audio).to_have_js_property("currentTime", 57)
    here = page.locator("[data-start][aria-current=true]")
    expect(here).to_have_text("0:00 Først")
    page.get_by_role("link", name="1:05 Så").click()
    expect(here).to_have_text("1:05 Så")
    assert audio.evaluate("media => media.currentTime") >= 65
    assert page.url.endswith("/")
    assert set(asked) == {live_server.url.split("/")[2]}


def test_a_provider_is_asked_when_somebody_presses_play(
    context: BrowserContext, live_server: LiveServer, built: factories.Built
) -> None:
    def serve(route: Route) -> None:
        route.fulfill(body="<!doctype html><p>Filmen</p>", content_type="text/html")

    context.route("https://player.vimeo.com/**", serve)
    film = make_recording(built, kind="video", media_url="https://vimeo.com/123456789")
    page, asked = open_page(context, live_server, film)
    press = page.get_by_role("button", name="Spill av «Podkast»")
    expect(press).to_be_visible()
    expect(page.get_by_text("får Vimeo vite IP-adressen din")).to_be_visible()
    assert set(asked) == {live_server.url.split("/")[2]}
    press.click()
    frame = page.locator("iframe[title=Podkast]")
    expect(frame.content_frame.get_by_text("Filmen")).to_be_visible()
    assert asked[-1] == "player.vimeo.com"
    expect(frame).to_be_focused()
