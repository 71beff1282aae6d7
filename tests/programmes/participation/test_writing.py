"""Texts that are not lost: merging, padding, and changing the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from programmes.library.vocabulary import Phase
from programmes.participation.reflections.models import Reflection
from programmes.participation.sealing import boxes, checks, keys
from programmes.participation.writing.merging import MARK, merge
from tests.programmes.participation import factories

LINES = st.lists(st.sampled_from(["a", "b", "c", "ab", "abc", "", "d e"]), max_size=6).map("\n".join)


@given(LINES, LINES, LINES)
def test_no_new_line_is_lost_and_nothing_is_made_up(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    lines, known = merged.text.split("\n"), set(base.split("\n"))
    for text in (mine, theirs):
        new = [line for line in text.split("\n") if line not in known]
        assert [line for line in new if not any(kept.startswith(line) for kept in lines)] == []
    made_up = set(lines) - set(mine.split("\n")) - set(theirs.split("\n"))
    assert made_up <= {MARK}
    assert merged.clashed == (MARK in lines)


@given(LINES, LINES)
def test_whoever_wrote_alone_is_followed(base: str, text: str) -> None:
    assert merge(base, text, base).text == text
    assert merge(base, base, text).text == text
    assert merge(base, text, text).text == text


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "clashed"),
    [
        ("En\nTo", "En!\nTo", "En\nTo?", "En!\nTo?", False),
        ("En\n\nTo", "En!\n\nTo", "En\n\nTo?", "En!\n\nTo?", False),
        ("", "Jeg", "Jeg skriver", "Jeg skriver", False),
        ("", "Ett", "Annet", f"Annet\n{MARK}\nEtt", True),
        ("En\nTo", "To", "En\nTo\nTre", "To\nTre", False),
    ],
)
def test_merging_by_example(base: str, mine: str, theirs: str, merged: str, clashed: bool) -> None:
    found = merge(base, mine, theirs)
    assert (found.text, found.clashed) == (merged, clashed)


@given(st.binary(max_size=5000))
def test_padding_tells_little_and_loses_nothing(content: bytes) -> None:
    padded = boxes.pad(content)
    assert boxes.unpad(padded) == content
    assert len(padded) in (1024, 2048, 4096, 8192)


@pytest.mark.parametrize("padded", [b"", b"\0", b"\0\0\1\0short"])
def test_what_was_never_padded_is_refused(padded: bytes) -> None:
    with pytest.raises(ValueError, match="not padded"):
        boxes.unpad(padded)


@pytest.fixture
def key_directory(settings: Any, tmp_path: Path) -> Path:
    settings.REFLECTIONS_KEY_DIR = tmp_path / "reflection-keys"
    return settings.REFLECTIONS_KEY_DIR


def test_a_site_without_a_key_is_told_so(settings: Any, key_directory: Path) -> None:
    settings.DEMO = False
    assert [found.id for found in checks.key_for_reflections(None)] == ["programmes.E001"]
    with pytest.raises(keys.MissingKey):
        boxes.seal(["Noe."], "here")
    made = keys.create()
    assert checks.key_for_reflections(None) == []
    assert key_directory.stat().st_mode & 0o777 == 0o700
    assert (key_directory / f"{made.name}.key").stat().st_mode & 0o777 == 0o600
    assert made.secret.hex() not in repr(made)
    settings.REFLECTIONS_KEY_DIR = settings.MEDIA_ROOT / "keys"
    assert [found.id for found in checks.keys_apart(None)] == ["programmes.E002"]


@pytest.mark.django_db
def test_the_key_is_changed_and_what_was_written_stays(key_directory: Path) -> None:
    built = factories.make_programme()
    author, item = factories.enrol(built), built.item(Phase.PREPARATION)
    rows = [Reflection(author=author, programme_module=built.modules[0]) for _number in range(3)]
    rows[0].item = item
    for row in rows[:2]:
        row.seal(["Det samme.", "Og mer."])
    Reflection.objects.bulk_create(rows)
    assert bytes(rows[0].box) != bytes(rows[1].box)
    assert len(rows[0].box) == len(rows[1].box)
    (old,) = keys.names()
    call_command("renew_reflection_key")
    (new,) = keys.names()
    assert new != old
    for row in Reflection.objects.exclude(key=""):
        assert (row.key, row.unseal()) == (new, ["Det samme.", "Og mer."])
    keys.destroy(new)
    call_command("renew_reflection_key")
    assert {row.key for row in Reflection.objects.all()} == {new, ""}  # left as they were, should the key be found
    for row in Reflection.objects.exclude(key=""):
        with pytest.raises(boxes.Unreadable):
            row.unseal()
