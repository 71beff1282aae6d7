"""What a participant plays: our own recordings in parts, captions and chapters, and those that wait at a provider."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from programmes.tailoring.models import ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.recorded import CAPTIONS, keep, make_recording, wav

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SOUND = wav()
VIMEO = "https://vimeo.com/123456789"


@pytest.fixture
def built() -> factories.Built:
    translation.activate("nb")
    return factories.make_programme(modules=1)


@pytest.fixture
def listener(client: Client, built: factories.Built) -> Client:
    client.force_login(factories.enrol(built))
    return client


def page_of(client: Client, item: ProgrammeItem, language: str = "nb") -> HttpResponse:
    with translation.override(language):
        response = client.get(reverse("my_element", args=[item.uuid]))
    assert response.status_code == 200
    return response


def played(client: Client, item: ProgrammeItem, asked: str = "", **headers: str) -> tuple[int, bytes, str]:
    response = client.get(reverse("my_recording", args=[item.uuid]), headers={"Range": asked, **headers})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content, response.headers.get("Content-Range", "")


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-99", 0, 100), ("bytes=8000-", 8000, len(SOUND)), ("bytes=-44", len(SOUND) - 44, len(SOUND)),
        ("bytes=44-999999", 44, len(SOUND)),
    ],
)  # fmt: skip
def test_a_part_of_a_recording_is_sent(
    listener: Client, built: factories.Built, asked: str, first: int, end: int
) -> None:
    item = make_recording(built, recording=keep(SOUND))
    assert played(listener, item, asked) == (206, SOUND[first:end], f"bytes {first}-{end - 1}/{len(SOUND)}")


def test_what_is_no_part_gets_the_whole_or_nothing(listener: Client, built: factories.Built) -> None:
    item = make_recording(built, recording=keep(SOUND))
    for asked in ("", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"):
        assert played(listener, item, asked)[:2] == (200, SOUND), asked
    assert played(listener, item, "bytes=0-9", **{"If-Range": '"another"'})[:2] == (200, SOUND)
    for asked in (f"bytes={len(SOUND)}-", "bytes=-0"):
        assert played(listener, item, asked) == (416, b"", f"bytes */{len(SOUND)}")
    head = listener.head(reverse("my_recording", args=[item.uuid]))
    assert (head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (str(len(SOUND)), "bytes")
    assert head.headers["Content-Type"] == "audio/wav"


def test_captions_are_there_in_the_languages_that_have_them(listener: Client, built: factories.Built) -> None:
    item = make_recording(built, said=("nb",), recording=keep(SOUND))
    response = listener.get(reverse("my_captions", args=[item.uuid, "nb"]))
    assert (response.content.decode(), response.headers["Content-Type"]) == (CAPTIONS, "text/vtt; charset=utf-8")
    for code in ("da", "xx"):
        assert listener.get(reverse("my_captions", args=[item.uuid, code])).status_code == 404
    silent = make_recording(built, said=())
    assert listener.get(reverse("my_captions", args=[silent.uuid, "nb"])).status_code == 404
    assert listener.get(reverse("my_recording", args=[silent.uuid])).status_code == 404


def test_a_recording_is_nothing_to_others(client: Client, built: factories.Built) -> None:
    """The addresses are there for its own participants, see above."""
    item = make_recording(built, recording=keep(SOUND))
    client.force_login(factories.enrol(factories.make_programme(modules=1)))
    for address in (reverse("my_recording", args=[item.uuid]), reverse("my_captions", args=[item.uuid, "nb"])):
        assert client.get(address).status_code == 404


def test_the_readers_own_captions_come_first_and_by_themselves(listener: Client, built: factories.Built) -> None:
    item = make_recording(built, said=("nb", "da"), kind="video", recording=keep(SOUND), spoken="nb")
    shown = {}
    for language in ("nb", "da"):
        tracks = page_of(listener, item, language).context["page"].recording.tracks
        shown[language] = [(track.srclang, track.default) for track in tracks]
    assert shown == {"nb": [("nb", False), ("da", False)], "da": [("da", True), ("nb", False)]}
    text = page_of(listener, item, "da").content.decode()
    assert 'srclang="da" label="Dansk" default>' in text
    assert "med undertekster på dansk" in text


def test_chapters_lead_into_our_own_recording_alone(listener: Client, built: factories.Built) -> None:
    ours, theirs = make_recording(built, recording=keep(SOUND)), make_recording(built, media_url=VIMEO)
    assert (
        f'href="{reverse("my_recording", args=[ours.uuid])}#t=65" data-start="65"'
        in page_of(listener, ours).content.decode()
    )
    text = page_of(listener, theirs).content.decode()
    assert '<span class="chapters__time">1:05</span>' in text
    assert "data-start" not in text


def test_a_film_at_a_provider_waits_for_a_press(listener: Client, built: factories.Built) -> None:
    item = make_recording(built, kind="video", media_url=VIMEO)
    response = page_of(listener, item)
    text = response.content.decode()
    assert "<iframe" not in text
    assert f'<a href="{VIMEO}" rel="noreferrer">Åpne hos Vimeo</a>' in text
    assert "får Vimeo vite IP-adressen din" in text
    assert "frame-src https://player.vimeo.com;" in response.headers["Content-Security-Policy"] + ";"


def test_no_other_page_may_hold_a_frame(listener: Client, built: factories.Built) -> None:
    for facts in ({"media_url": "https://film.example/1"}, {"recording": keep(SOUND)}, {}):
        response = page_of(listener, make_recording(built, **facts))
        assert "frame-src" not in response.headers["Content-Security-Policy"]
        assert "data-embed" not in response.content.decode()
