"""Our own films and podcasts: which files are taken, and where they lie. What a file is, its content says.

A recording lies in the private storage under a name made of its content: the same file handed in twice is kept once,
and what an edition names never becomes another file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from localisation.slugs import slugify
from programmes.library.models import LearningElement, private_storage
from programmes.library.vocabulary import ElementKind

CHUNK = 1024 * 1024
HEAD = 64
LONGEST_NAME = 80
MEGABYTE = 1024 * 1024


class Kind(NamedTuple):
    """A type of recording, and the ending it is kept with."""

    type: str
    ending: str


WAV, MP3, OGG = Kind("audio/wav", ".wav"), Kind("audio/mpeg", ".mp3"), Kind("audio/ogg", ".ogg")
M4A, MP4, WEBM = Kind("audio/mp4", ".m4a"), Kind("video/mp4", ".mp4"), Kind("video/webm", ".webm")
TYPES = {kind.ending: kind.type for kind in (WAV, MP3, OGG, M4A, MP4, WEBM)}
SOUND_BRANDS = (b"M4A ", b"M4B ")
QUICKTIME = b"qt  "


def allowed() -> str:
    """What is taken, in words."""
    words = _("MP4 or WebM for a film, MP3, M4A, OGG or WAV for a podcast, at most %(megabytes)d MB.")
    return words % {"megabytes": largest() // MEGABYTE}


def largest() -> int:
    """How large a recording may be, in bytes."""
    return settings.RECORDING_MEGABYTES * MEGABYTE


def type_of(name: str) -> str:
    """The type of a recording that is kept; "" for what is none."""
    return TYPES.get(PurePosixPath(name).suffix, "")


def checked(file: IO[bytes], size: int, element_kind: str) -> Kind:
    """What a file is. Raises ValidationError, in the reader's words, for one that can't be played here."""
    if size > largest():
        raise ValidationError(_("The file is larger than %(megabytes)d MB.") % {"megabytes": largest() // MEGABYTE})
    file.seek(0)
    kind = _kind(file.read(HEAD))
    if kind is None:
        raise ValidationError(_("This is no recording that browsers play. Taken are: %(kinds)s") % {"kinds": allowed()})
    if element_kind == ElementKind.VIDEO and not kind.type.startswith("video/"):
        raise ValidationError(_("This is sound alone. A film needs MP4 or WebM; for sound make it a podcast."))
    return kind


def _kind(head: bytes) -> Kind | None:
    """By the bytes a file begins with."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head[:4] == b"OggS":
        return OGG
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head:
        return WEBM
    if head[4:8] == b"ftyp" and head[8:12] != QUICKTIME:
        return M4A if head[8:12] in SOUND_BRANDS else MP4
    return MP3 if head[:3] == b"ID3" or _is_mpeg_frame(head) else None


def _is_mpeg_frame(head: bytes) -> bool:
    """Eleven bits set, then a layer, a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return bool(head[1] & 0x06) and head[2] & 0xF0 not in (0x00, 0xF0) and head[2] & 0x0C != 0x0C


def keep(file: IO[bytes], name: str, kind: Kind) -> str:
    """Store a checked recording; returns what `LearningElement.recording` holds."""
    storage = private_storage()
    stem = slugify(PurePosixPath(name.replace("\\", "/")).stem)[:LONGEST_NAME] or "recording"
    path = f"recordings/{_digest(file)}/{stem}{kind.ending}"
    if storage.exists(path):
        return path
    file.seek(0)
    return storage.save(path, File(file))


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    for piece in _pieces(file):
        found.update(piece)
    return found.hexdigest()[:32]


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def give(row: LearningElement, recording: str) -> LearningElement:
    """The newest draft of a row with another recording, "" for none; to be saved as a draft."""
    draft: LearningElement = row.get_latest_revision_as_object()
    draft.recording = recording
    return draft
