"""A recording of our own goes on where one left it, at one's own speed; and the page asks nobody else for anything."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Route, expect
from pytest_django.live_server_helper import LiveServer

from cms.accounts.models import User
from programmes.library.vocabulary import Phase
from programmes.tailoring.models import ProgrammeItem
from tests.browser.test_answering import computer, log_in
from tests.programmes.participation import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
RATE, SECONDS = 8000, 120


def silence() -> bytes:
    """Two minutes of nothing, as WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"\x80" * RATE * SECONDS)
    return out.getvalue()


@pytest.fixture
def podcast() -> ProgrammeItem:
    built = factories.make_programme()
    thing = factories.make_thing(
        "Podkast", {"nb": "Podkast"}, kind="podcast", minutes=2, spoken="nb", media_url="/media/episode.wav"
    )
    return ProgrammeItem.objects.create(
        programme_module=built.modules[0], thing=thing, phase=Phase.PREPARATION, position=50
    )


@pytest.fixture
def listener(podcast: ProgrammeItem) -> User:
    built = factories.Built(podcast.programme_module.programme)
    return factories.enrol(built, group=factories.make_group(built.programme))


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, listener: User) -> Iterator[BrowserContext]:
    with computer(browser, live_server) as made:
        log_in(made, live_server, listener)
        yield made


def test_it_goes_on_where_one_left_it(
    context: BrowserContext, live_server: LiveServer, podcast: ProgrammeItem, listener: User
) -> None:
    sound = silence()

    def serve(route: Route) -> None:
        route.fulfill(body=sound, content_type="audio/wav", headers={"Accept-Ranges": "bytes"})

    context.route("**/episode.wav", serve)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    with translation.override("nb"):
        address = live_server.url + reverse("my_element", args=[podcast.uuid])
    page = context.new_page()
    page.goto(address)
    speed = page.get_by_label("Hastighet")
    expect(speed).to_have_value("1")
    speed.select_option("1.5")
    audio = page.locator("audio")
    expect(audio).to_have_js_property("duration", SECONDS)
    audio.evaluate("media => { media.currentTime = 60; media.dispatchEvent(new Event('pause')); }")
    page.goto(address)
    expect(page.get_by_label("Hastighet")).to_have_value("1.5")
    expect(audio).to_have_js_property("playbackRate", 1.5)
    expect(audio).to_have_js_property("currentTime", 57)
    assert {url.split("/")[2] for url in asked} == {live_server.url.split("/")[2]}
