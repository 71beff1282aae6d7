"""Recordings of our own, their captions and chapters, as editors hand them in, and as editions hold them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.tables.problems import InvalidTable
from programmes.library import filters, recordings
from programmes.library.lists.rows import read_list
from programmes.library.models import LearningElement, private_storage
from programmes.library.vocabulary import EditionKind
from tests.programmes.library.factories import make_element, thing_of
from tests.programmes.library.test_admin import save, url
from tests.programmes.library.test_editions import publish
from tests.programmes.participation.recorded import wav

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}
SRT = "1\n00:00:01,000 --> 00:00:04,000\nHallo.\n"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nHallo.\n"
FILM = b"\0\0\0\x18ftypisom\0\0\0\0"


def text_in(rows: dict[str, LearningElement], language: str) -> Any:
    return thing_of(rows).current_edition.texts.get(language=language)


def test_captions_and_chapters_come_into_the_edition(editor: Client) -> None:
    rows = make_element({"nb": "Film", "da": "Film på dansk"})
    save(editor, rows["nb"], timed_captions=SRT, chapters="00:00 Sjøen\r\n1:05 Land", **PUBLISH)
    said = text_in(rows, "nb")
    assert (said.captioned, said.content["timed_captions"]) == (True, VTT)
    assert said.content["chapters"] == "0:00 Sjøen\n1:05 Land"
    assert not text_in(rows, "da").captioned
    assert list(filters.without_captions(LearningElement.objects.all())) == []


def test_what_is_wrong_stands_by_its_field_with_its_line(editor: Client) -> None:
    row = make_element()["nb"]
    response = save(editor, row, timed_captions="WEBVTT\n\nHei", chapters="0:10 A\n0:05 B", **PUBLISH)
    errors = response.context["form"].errors
    assert errors["chapters"] == ["Linje 2: dette begynner før det som står over"]
    assert errors["timed_captions"][0].startswith("Linje 3: her skulle det stått tidspunkter")


def test_a_correction_keeps_the_other_languages_captions() -> None:
    rows = make_element({"nb": "Film", "da": "Film på dansk"}, timed_captions=VTT)
    publish(rows["nb"], timed_captions="", publish_as=EditionKind.CORRECTION)
    assert [text_in(rows, code).captioned for code in ("nb", "da")] == [False, True]


def test_a_field_that_came_later_makes_no_edition() -> None:
    """Editions from before captions and recordings lack them, which says the same as having none."""
    rows = make_element()
    edition, said = thing_of(rows).current_edition, text_in(rows, "nb")
    old = {name: value for name, value in said.content.items() if name not in ("chapters", "timed_captions")}
    facts = {name: value for name, value in edition.facts.items() if name != "recording"}
    # Editions refuse to change; the clock can't be turned back otherwise.
    super(type(type(edition).objects.all()), type(edition).objects.filter(pk=edition.pk)).update(facts=facts)
    type(said).objects.filter(pk=said.pk).update(content=old)
    publish(rows["nb"])
    assert thing_of(rows).editions.count() == 1


HEADS = "Tittel (nb);Kapitler (nb);Teksting med tidspunkter (nb);Type;Tema;Minutter\n"


def test_a_list_brings_them_along(editor: Client) -> None:
    row = f'Film;"0:00 Først\n1:05 Så";"{SRT}";Video;Ledelse;20\n'
    [found] = read_list((HEADS + row).encode(), "liste.csv", "element").rows
    assert found.texts["nb"] == {"title": "Film", "chapters": "0:00 Først\n1:05 Så", "timed_captions": VTT}


def test_a_list_says_in_which_line_of_a_cell_something_is_wrong(editor: Client) -> None:
    row = 'Film;"0:00 Først\nSå";Hei;Video;Ledelse;20\n'
    with pytest.raises(InvalidTable) as refused:
        read_list((HEADS + row).encode(), "liste.csv", "element")
    said = [(problem.row, str(problem.message).partition(":")[0]) for problem in refused.value.problems]
    assert said == [(2, "Linje 2"), (2, "Linje 1")]


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (wav(), recordings.WAV), (b"ID3\x04rest", recordings.MP3), (b"\xff\xfb\x90\x44rest", recordings.MP3),
        (b"OggS\0\x02", recordings.OGG), (b"\0\0\0\x1cftypM4A \0", recordings.M4A), (FILM, recordings.MP4),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", recordings.WEBM),
    ],
)  # fmt: skip
def test_a_recording_is_known_by_its_content(content: bytes, kind: recordings.Kind) -> None:
    assert recordings.checked(io.BytesIO(content), len(content), "podcast") == kind


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\0", b"<html><script>", b"\0\0\0\x14ftypqt  \0", b"\x1a\x45\xdf\xa3matroska", b"\xff\xff\xff\xff"],
)
def test_what_browsers_do_not_play_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError, match="MP4"):
        recordings.checked(io.BytesIO(content), len(content), "podcast")


def hand_in(editor: Client, row: LearningElement, content: bytes, name: str = "Vår film!.mp4") -> Any:
    return editor.post(url(LearningElement, "recording", row.pk), {"file": SimpleUploadedFile(name, content)})


def test_a_recording_reaches_participants_when_it_is_published(editor: Client) -> None:
    rows = make_element({"nb": "Film", "da": "Film på dansk"})
    assert "Last opp opptaket" in editor.get(url(LearningElement, "recording", rows["nb"].pk)).content.decode()
    assert hand_in(editor, rows["nb"], FILM).headers["Location"] == url(LearningElement, "edit", rows["nb"].pk)
    assert thing_of(rows).current_edition.facts["recording"] == ""
    assert "var-film.mp4" in editor.get(url(LearningElement, "edit", rows["nb"].pk)).content.decode()
    save(editor, rows["nb"], **PUBLISH)
    name = thing_of(rows).current_edition.facts["recording"]
    assert private_storage().open(name).read() == FILM
    rows["da"].refresh_from_db()
    assert rows["da"].recording.name == name
    editor.post(url(LearningElement, "recording", rows["da"].pk), {"remove": "yes"})
    save(editor, rows["da"], **PUBLISH)
    assert thing_of(rows).current_edition.facts["recording"] == ""
    assert private_storage().exists(name)


def test_a_file_that_is_too_large_or_sound_for_a_film_is_refused(editor: Client, settings: Any) -> None:
    row = make_element()["nb"]
    assert "bare lyd" in hand_in(editor, row, wav()).content.decode()
    settings.RECORDING_MEGABYTES = 0
    assert "større enn 0 MB" in hand_in(editor, row, FILM).content.decode()
    assert not row.get_latest_revision_as_object().recording
