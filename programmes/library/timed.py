"""Texts that follow a recording, as editors write them: captions (WebVTT or SRT) and chapters. Pure functions.

Captions are kept as WebVTT with nothing but cues: what a browser plays, whatever was handed in. What can't be read
raises `Malformed`, which names the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST = 400_000  # characters; a whole day of talking is less
LONGEST_TITLE = 120
HEADER = "WEBVTT"
ARROW = "-->"
LINE = re.compile(r"\r\n|\r|\n")
# Blocks of WebVTT that are no captions: remarks, and looks that our own page would not follow.
ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})")
SETTING = re.compile(r"(vertical|line|position|size|align):[a-z0-9.,%-]+")
CHAPTER = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})\s*[-–—]?\s+(\S.*)")


class Malformed(ValueError):
    """What is wrong in which line, in the reader's language. Never repeats what stands there."""

    def __init__(self, line: int, wrong: str) -> None:
        self.line = line
        super().__init__(_("Line %(line)d: %(wrong)s") % {"line": line, "wrong": wrong})


@dataclass(frozen=True)
class Cue:
    """What is said from `start` to `end`, in milliseconds; `settings`: where on the picture it stands."""

    start: int
    end: int
    text: str
    settings: str = ""


@dataclass(frozen=True)
class Chapter:
    """A part of a recording; `start` in seconds."""

    start: int
    title: str

    @property
    def clock(self) -> str:
        """Where it begins, as players show it: 4:05 or 1:04:05."""
        minutes, seconds = divmod(self.start, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


# --- captions ---------------------------------------------------------------------------------------------------------


def webvtt(text: str) -> str:
    """Captions as they are kept; "" for none. Raises `Malformed`."""
    if not text.strip():
        return ""
    parts = (_written(cue) for cue in cues(text))
    return "\n\n".join([HEADER, *parts]) + "\n"


def cues(text: str) -> list[Cue]:
    """The cues of WebVTT, or of SRT, in the order of time. Raises `Malformed`."""
    if len(text) > LONGEST:
        raise Malformed(1, _("this is too long to be captions"))
    found: list[Cue] = []
    for number, lines in _blocks(text):
        if not (ASIDE.match(lines[0]) or _is_header(number, lines)):
            found.append(_cue(number, lines, found[-1].start if found else 0))
    if not found:
        raise Malformed(1, _("there are no captions here, such as “00:01.000 --> 00:04.000” and the words below"))
    return found


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines without an empty one between them, with the number of the first."""
    block: list[str] = []
    lines = LINE.split(text.removeprefix("\ufeff").replace("\0", ""))
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []


def _is_header(number: int, lines: list[str]) -> bool:
    return lines[0].split()[0] == HEADER and not any(ARROW in line for line in lines)


def _cue(number: int, lines: list[str], after: int) -> Cue:
    """A block as a cue: perhaps its number or name, its times, its words."""
    times = 0 if ARROW in lines[0] else 1
    at = number + times
    if times >= len(lines) or ARROW not in lines[times]:
        raise Malformed(number, _("here should be times, such as “00:01.000 --> 00:04.000”"))
    begins, _arrow, rest = lines[times].partition(ARROW)
    ends, *settings = rest.split() or [""]
    start, end = _milliseconds(begins.strip(), at), _milliseconds(ends, at)
    if end <= start:
        raise Malformed(at, _("the end is not after the start"))
    if start < after:
        raise Malformed(at, _("this begins before what stands above it"))
    words = lines[times + 1 :]
    if any(ARROW in line for line in words):
        raise Malformed(at + 1, _("there is an empty line missing before the next times"))
    if not words:
        raise Malformed(at, _("there are no words below the times"))
    kept = " ".join(setting for setting in settings if SETTING.fullmatch(setting))
    return Cue(start, end, "\n".join(words), kept)


def _milliseconds(text: str, line: int) -> int:
    found = TIME.fullmatch(text)
    if found is None:
        raise Malformed(line, _("this is not a time, such as 00:01.000 or 01:02:03.500"))
    hours, minutes, seconds, rest = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _written(cue: Cue) -> str:
    return f"{_clock(cue.start)} {ARROW} {_clock(cue.end)} {cue.settings}".rstrip() + f"\n{cue.text}"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


# --- chapters ---------------------------------------------------------------------------------------------------------


def chapters(text: str) -> list[Chapter]:
    """The chapters, a line each: "04:05 Title". Raises `Malformed`."""
    found: list[Chapter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            chapter = _chapter(number, line.strip())
            if found and chapter.start <= found[-1].start:
                raise Malformed(number, _("this begins before what stands above it"))
            found.append(chapter)
    return found


def _chapter(number: int, line: str) -> Chapter:
    written = CHAPTER.fullmatch(line)
    if written is None:
        raise Malformed(number, _("write a time and a title, such as “04:05 Who owns the address?”"))
    hours, minutes, seconds = (int(part or 0) for part in written.groups()[:3])
    if seconds > 59 or (written[1] and minutes > 59):
        raise Malformed(number, _("a minute has 60 seconds, and an hour 60 minutes"))
    if len(written[4]) > LONGEST_TITLE:
        raise Malformed(number, _("the title is longer than %(most)d characters") % {"most": LONGEST_TITLE})
    return Chapter((hours * 60 + minutes) * 60 + seconds, written[4])


def chapter_lines(text: str) -> str:
    """Chapters as they are kept: one to a line, times alike. Raises `Malformed`."""
    return "\n".join(f"{chapter.clock} {chapter.title}" for chapter in chapters(text))
