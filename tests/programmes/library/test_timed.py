"""Captions and chapters: what editors hand in is read, brought into one form, or refused with the line named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programmes.library import timed
from programmes.library.timed import Chapter, Cue, Malformed

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nHallo.\n\n00:00:04.500 --> 00:01:00.000\nVi snakker\nom ansvar.\n"
SRT = "1\n00:00:01,000 --> 00:00:04,000\nHallo.\n\n2\n00:00:04,500 --> 00:01:00,000\nVi snakker\nom ansvar.\n"


@pytest.fixture(autouse=True)
def norwegian() -> Iterator[None]:
    with translation.override("nb"):
        yield


def test_srt_becomes_webvtt_and_webvtt_stays() -> None:
    assert timed.webvtt(SRT) == timed.webvtt(SRT.replace("\n", "\r\n")) == VTT
    assert timed.webvtt("\ufeff" + VTT) == VTT
    assert timed.webvtt(" \n ") == ""


def test_what_is_no_caption_is_left_out() -> None:
    text = (
        "WEBVTT - Episode 1\nKind: captions\n\nNOTE Skrevet av redaktøren\n\nSTYLE\n::cue { color: red }\n\n"
        "innledning\n00:01.000 --> 00:02.000 align:start region:bill onclick:x\nHei\n"
    )
    assert timed.cues(text) == [Cue(1000, 2000, "Hei", "align:start")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dette er en avskrift.", "Linje 1: her skulle det stått tidspunkter"),
        ("WEBVTT\n\n00:04.000 --> 00:01.000\nHei", "Linje 3: slutten kommer ikke etter starten"),
        ("WEBVTT\n\n00:09.000 --> 00:10.000\nB\n\n00:01.000 --> 00:02.000\nA", "Linje 6: dette begynner før"),
        ("1\n00:00:01,000 --> 00:00:0x,000\nHei", "Linje 2: dette er ikke et tidspunkt"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\nHei", "Linje 3: det står ingen ord"),
        ("00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\nB", "Linje 2: det mangler en tom linje"),
        ("WEBVTT\n\nNOTE bare en merknad", "Linje 1: her er det ingen teksting"),
        ("x" * (timed.LONGEST + 1), "Linje 1: dette er for langt"),
    ],
)
def test_what_is_wrong_with_captions_is_said_by_the_line(text: str, said: str) -> None:
    with pytest.raises(Malformed) as found:
        timed.webvtt(text)
    assert str(found.value).startswith(said)


def test_chapters_are_kept_alike() -> None:
    assert timed.chapter_lines("00:00 Sjøen\r\n\r\n4:05 – Hvem eier adressen?\n1:02:03  Slutt") == (
        "0:00 Sjøen\n4:05 Hvem eier adressen?\n1:02:03 Slutt"
    )
    assert timed.chapters("75:10 Langt uti") == [Chapter(4510, "Langt uti")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0:00 Først\nSå kommer resten", "Linje 2: skriv et tidspunkt og en tittel"),
        ("0:10 Først\n\n0:10 Igjen", "Linje 3: dette begynner før"),
        ("0:75 Rart", "Linje 1: et minutt har 60 sekunder"),
        ("1:75:00 Rart", "Linje 1: et minutt har 60 sekunder"),
        (f"0:00 {'a' * 121}", "Linje 1: tittelen er lengre enn 120 tegn"),
    ],
)
def test_what_is_wrong_with_chapters_is_said_by_the_line(text: str, said: str) -> None:
    with pytest.raises(Malformed) as found:
        timed.chapters(text)
    assert str(found.value).startswith(said)


def kept_or_refused(kept: Callable[[str], str], text: str) -> str | int:
    """The text as it is kept, or the line that is wrong."""
    try:
        return kept(text)
    except Malformed as error:
        return error.line


@pytest.mark.parametrize("kept", [timed.webvtt, timed.chapter_lines])
@given(text=st.text(alphabet=st.sampled_from("WEBVTT 012:.,-->\n\r\t<b>åNOTE"), max_size=200))
def test_anything_is_read_or_refused_and_reading_twice_changes_nothing(kept: Callable[[str], str], text: str) -> None:
    once = kept_or_refused(kept, text)
    if isinstance(once, int):
        assert 1 <= once <= len(timed.LINE.split(text))
    else:
        assert kept(once) == once


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=20))
def test_what_is_written_is_read_again(spans: list[tuple[int, int]]) -> None:
    said = [Cue(start, start + length, "Ord") for start, length in sorted(spans)]
    text = "\n\n".join(f"{timed._clock(cue.start)} --> {timed._clock(cue.end)}\n{cue.text}" for cue in said)
    assert timed.cues(timed.webvtt(text)) == said
