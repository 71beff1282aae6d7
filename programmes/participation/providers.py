"""Whose players a page can hold: they are asked for nothing before the reader presses play."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Provider:
    """`company`: who gets to know that somebody watches. `found`: the key of a film in a path, or `query` in the query.

    `frame` is the address of the player for a `{key}`, with `{secret}` for films that only those with the link see.
    """

    name: str
    company: str
    hosts: frozenset[str]
    found: re.Pattern[str]
    frame: str
    query: str = ""
    secret: str = ""

    @property
    def origin(self) -> str:
        """The one place from which the page may load a frame."""
        parts = urlsplit(self.frame)
        return f"{parts.scheme}://{parts.netloc}"


PROVIDERS = (
    Provider(
        name="YouTube",
        company="Google",
        hosts=frozenset({"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"}),
        found=re.compile(r"/(?:embed/|shorts/|live/)?(?P<key>[\w-]{11})/?"),
        query="v",
        frame="https://www.youtube-nocookie.com/embed/{key}?autoplay=1&rel=0",
    ),
    Provider(
        name="Vimeo",
        company="Vimeo",
        hosts=frozenset({"vimeo.com", "player.vimeo.com"}),
        found=re.compile(r"/(?:video/)?(?P<key>\d{6,12})(?:/(?P<secret>[0-9a-f]{6,20}))?/?"),
        secret="&h={secret}",
        frame="https://player.vimeo.com/video/{key}?autoplay=1&dnt=1",
    ),
)


@dataclass(frozen=True)
class Embed:
    """A recording at a provider: `frame` is loaded when the reader presses play."""

    provider: Provider
    frame: str


def embed_of(url: str) -> Embed | None:
    """The player of a film's address; None for any address that is not a film at a known provider."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    provider = next((known for known in PROVIDERS if host in known.hosts), None)
    if provider is None or parts.scheme != "https":
        return None
    query = parse_qs(parts.query)
    path = f"/{query[provider.query][0]}" if provider.query in query else parts.path
    film = provider.found.fullmatch(path)
    if film is None:
        return None
    named = {"secret": query.get("h", [""])[0], **{name: value for name, value in film.groupdict().items() if value}}
    secret = provider.secret.format(**named) if named["secret"].isalnum() else ""
    return Embed(provider, provider.frame.format(**named) + secret)
