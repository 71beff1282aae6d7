"""The recording of an element: our own with captions and chapters, one at a provider, or a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from cms.templatetags.look import language_name
from programmes.library import timed
from programmes.library.recordings import type_of
from programmes.library.services import Content, contents
from programmes.library.vocabulary import ElementKind
from programmes.participation.providers import Embed, embed_of
from programmes.participation.ways import Ways
from programmes.tailoring.models import ProgrammeItem

SPOKEN_KINDS = (ElementKind.VIDEO, ElementKind.PODCAST)
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Track:
    """Captions in a language. `default`: shown without being asked for."""

    src: str
    srclang: str
    label: str
    default: bool


@dataclass(frozen=True)
class Part:
    """A chapter in the list below the player; `url` leads there without script, '' where nothing can."""

    start: int
    clock: str
    title: str
    url: str


@dataclass(frozen=True)
class Recording:
    """`own` is played on the page, `embed` when the reader presses play; anything else is the link `url`."""

    title: str
    kind: str
    url: str
    own: bool
    type: str
    embed: Embed | None
    tracks: list[Track]
    chapters: list[Part]


def recording_of(
    item: ProgrammeItem, content: Content | None, title: str, language: str, ways: Ways
) -> Recording | None:
    """What is played on the page of an item; None for what is no recording, or has none yet."""
    facts = _facts_of(item)
    url, kind = _address(item, facts, ways), "audio" if _is_podcast(facts) else "video"
    if not url:
        return None
    own = url.startswith("/") or urlsplit(url).netloc == urlsplit(settings.BASE_URL).netloc
    return Recording(
        title=title,
        kind=kind,
        url=url,
        own=own,
        type=type_of(str(facts.get("recording") or "")),
        embed=None if own else embed_of(url),
        tracks=_tracks(item, content, facts, language, ways) if own else [],
        chapters=_chapters(content, url if own else ""),
    )


def _facts_of(item: ProgrammeItem) -> Facts:
    facts = item.edition.facts if item.edition else {}
    return facts if facts.get("kind") in SPOKEN_KINDS else {}


def _is_podcast(facts: Facts) -> bool:
    return facts.get("kind") == ElementKind.PODCAST


def _address(item: ProgrammeItem, facts: Facts, ways: Ways) -> str:
    return ways.recording(item.uuid) if facts.get("recording") else str(facts.get("media_url") or "")


def _tracks(item: ProgrammeItem, content: Content | None, facts: Facts, language: str, ways: Ways) -> list[Track]:
    foreign = facts.get("spoken") != language
    return [
        Track(ways.captions(item.uuid, code), code, language_name(code).capitalize(), foreign and code == language)
        for code in (content.captioned if content else ())
    ]


def _chapters(content: Content | None, url: str) -> list[Part]:
    lines = str(content.content.get("chapters") or "") if content else ""
    return [
        Part(part.start, part.clock, part.title, f"{url}#t={part.start}" if url else "")
        for part in timed.chapters(lines)
    ]


def recording_file(item: ProgrammeItem) -> tuple[str, str]:
    """The file of our own recording and its type. Raises Http404 where there is none."""
    name = str(_facts_of(item).get("recording") or "")
    if not name:
        raise Http404
    return name, type_of(name)


def captions_in(item: ProgrammeItem, language: str) -> str:
    """The captions of an item's edition in a language; one query. Raises Http404 where there are none."""
    edition = item.edition if _facts_of(item) else None
    content = contents([edition], language, whole=True).get(edition.pk) if edition else None
    if content is None or content.fallback or not content.content.get("timed_captions"):
        raise Http404
    return str(content.content["timed_captions"])


# --- in words ---------------------------------------------------------------------------------------------------------


def missing(item: ProgrammeItem) -> str:
    """What stands where a recording should be, when there is none yet."""
    facts = _facts_of(item)
    if not facts or facts.get("media_url") or facts.get("recording"):
        return ""
    if _is_podcast(facts):
        return _("The recording has not been added yet. You can read the podcast as text.")
    return _("The recording has not been added yet. You can read the film as text.")


def spoken_note(item: ProgrammeItem, content: Content | None, language: str) -> str:
    """That a recording is in another language, and which captions it has."""
    facts = _facts_of(item)
    spoken = facts.get("spoken")
    if not spoken or spoken == language:
        return ""
    captions = {*(facts.get("captions") or []), *(content.captioned if content else ())}
    texts = {"spoken": language_name(spoken), "captions": language_name(language)}
    if language not in captions:
        return _("The recording is in %(spoken)s.") % texts
    if _is_podcast(facts):
        return _("The recording is in %(spoken)s. You can read it in %(captions)s.") % texts
    return _("The recording is in %(spoken)s, with captions in %(captions)s.") % texts
