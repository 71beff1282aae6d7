"""Elements with recordings, for tests: our own with captions and chapters, and those at providers."""

from __future__ import annotations

import io
import struct

from programmes.library import recordings
from programmes.library.models import Edition, EditionText, Thing
from programmes.library.vocabulary import Phase, ThingKind
from programmes.tailoring.models import ProgrammeItem
from tests.programmes.participation.factories import Built

CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nHer hører du sjøen.\n"
CHAPTERS = "0:00 Først\n1:05 Så"
TITLES = {"nb": "Podkast", "da": "Podcast"}


def wav(seconds: int = 1, rate: int = 8000) -> bytes:
    """Silence as a WAV file, 8 bits."""
    size = seconds * rate
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, rate, 1, 8, b"data", size
    )
    return head + b"\x80" * size


def keep(content: bytes) -> str:
    return recordings.keep(io.BytesIO(content), "sea.wav", recordings.WAV)


def make_recording(
    built: Built, said: tuple[str, ...] = ("nb",), kind: str = "podcast", **facts: object
) -> ProgrammeItem:
    """An element that is open; `said`: the languages of our captions. Its chapters are the same in both languages."""
    number = Thing.objects.count()
    thing = Thing.objects.create(kind=ThingKind.ELEMENT, code=f"recorded-{number}", label="Podkast")
    facts = {"kind": kind, "theme": "organisation", "minutes": 2, **facts}
    edition = Edition.objects.create(thing=thing, number=1, kind="new", facts=facts)
    for language, title in TITLES.items():
        content = {"title": title, "lead": "", "body": [], "transcript": "", "chapters": CHAPTERS}
        content |= {"timed_captions": CAPTIONS} if language in said else {}
        EditionText.objects.create(
            edition=edition, language=language, title=title, content=content, captioned=language in said
        )
    Thing.objects.filter(pk=thing.pk).update(current_edition=edition)
    return ProgrammeItem.objects.create(
        programme_module=built.modules[0], thing=thing, phase=Phase.PREPARATION, position=50 + number
    )
