"""Which addresses are films that a page can hold."""

from __future__ import annotations

import pytest

from programmes.participation.providers import embed_of

VIMEO = "https://vimeo.com/123456789"


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=10", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtu.be/abc-_fghijk?si=x", "https://www.youtube-nocookie.com/embed/abc-_fghijk"),
        ("https://www.youtube.com/shorts/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        (VIMEO, "https://player.vimeo.com/video/123456789"),
        ("https://vimeo.com/123456789/0a1b2c3d4e", "https://player.vimeo.com/video/123456789"),
        ("https://player.vimeo.com/video/123456789?h=0a1b2c3d4e", "https://player.vimeo.com/video/123456789"),
    ],
)
def test_films_are_known_by_their_addresses(url: str, frame: str) -> None:
    found = embed_of(url)
    assert found is not None
    assert found.frame.partition("?")[0] == frame
    assert ("&h=0a1b2c3d4e" in found.frame) == ("0a1b2c3d4e" in url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@kanal", "https://vimeo.com/about", "https://youtube.com.example/watch?v=abcdefghijk",
        "http://vimeo.com/123456789", "https://www.youtube.com/watch?v=abc", "https://film.example/1",
        "https://vimeo.com/123456789?h=%22onload",
    ],
)  # fmt: skip
def test_any_other_address_is_a_link(url: str) -> None:
    found = embed_of(url)
    assert found is None or "onload" not in found.frame
