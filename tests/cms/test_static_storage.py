"""The style sheets as production serves them: one file each, with the same rules and working addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from cms.static_storage import ENTRIES, JoinedStaticFilesStorage, join

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture
def found():
    source = FileSystemStorage(STATIC)
    names = [str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()]
    return {name: (source, name) for name in names if name.startswith(("css/", "fonts/", "img/"))}


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_holds_everything_it_imports(entry, found):
    text = join(entry, found)
    assert "@import" not in text
    for name in re.findall(r'@import "([^"]+)"', (STATIC / entry).read_text()):
        assert f"/* {name.rpartition('/')[2]} " in text, "every sheet begins with its own name"
    assert text.count("{") == text.count("}")


def test_every_component_sheet_is_served():
    imported = set(re.findall(r'@import "([^"]+)"', "".join((STATIC / entry).read_text() for entry in ENTRIES)))
    assert {f"components/{path.name}" for path in (STATIC / "css" / "components").glob("*.css")} <= imported


def test_missing_import_stops_the_build(found):
    del found["css/tokens.css"]
    with pytest.raises(KeyError, match="tokens"):
        join("css/site.css", found)


def test_collected_sheet_is_one_hashed_compressed_file(found, tmp_path, settings):
    settings.DEBUG = False
    storage = JoinedStaticFilesStorage(location=tmp_path, base_url="/static/")
    for name, (source, path) in found.items():
        with source.open(path) as file:
            storage.save(name, file)
    failed = [result for result in storage.post_process(found) if isinstance(result[2], Exception)]
    assert failed == []
    hashed = storage.stored_name("css/site.css")
    text = (tmp_path / hashed).read_text()
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", hashed)
    assert "@import" not in text
    for font in re.findall(r'url\("\.\./(fonts/[^"]+)"\)', text):
        assert (tmp_path / font).is_file()
    assert (tmp_path / f"{hashed}.gz").stat().st_size < 20_000
