"""Rules of the whole house: nothing untranslated, nothing that does not belong in the tree."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
APPS = ("cms", "localisation", "programmes", "assessments", "templates")


def tracked(*patterns: str) -> list[Path]:
    found = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in found.stdout.splitlines() if (ROOT / line).exists()]


CATALOGUES = tracked("*.po")


@pytest.fixture(scope="session")
def template_catalogue(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """Every string the code marks for translation, extracted anew from a copy of the tree."""
    copy = tmp_path_factory.mktemp("tree")
    for app in APPS:
        shutil.copytree(ROOT / app, copy / app, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    (copy / "locale").mkdir()
    shutil.copy(ROOT / "manage.py", copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr(settings, "LOCALE_PATHS", [str(copy / "locale")])
        call_command("makemessages", locale=["nb"], keep_pot=True, verbosity=0)
    return polib.pofile(str(copy / "locale" / "django.pot"))


def untranslated(catalogue: polib.POFile, template: polib.POFile) -> list[str]:
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    missing = []
    for wanted in template:
        entry = entries.get((wanted.msgctxt, wanted.msgid))
        parts = [] if entry is None else list(entry.msgstr_plural.values()) if wanted.msgid_plural else [entry.msgstr]
        if not parts or not all(parts) or "fuzzy" in entry.flags:
            missing.append(
                f"{wanted.msgctxt + ': ' if wanted.msgctxt else ''}{wanted.msgid} ({wanted.occurrences[:1]})"
            )
    return missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_untranslated(language: str, template_catalogue: polib.POFile) -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    assert untranslated(catalogue, template_catalogue) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_compiled_messages_are_those_of_the_source(path: Path) -> None:
    source, compiled = polib.pofile(str(path)), polib.mofile(str(path.with_suffix(".mo")))
    wanted = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in source if entry.msgid}
    assert {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled if entry.msgid
    } == wanted


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_placeholders_survive_translation(path: Path) -> None:
    def names(text: str) -> list[str]:
        return sorted(re.findall(r"%\((\w+)\)|\{(\w*)\}|%([sd])|href=\"([^\"]*)\"", text))

    def kept(entry: polib.POEntry) -> bool:
        # "One page" may be written out where "%(count)s pages" has a number, and the other way round.
        sources = [names(entry.msgid), names(entry.msgid_plural)]
        if entry.msgid_plural:
            return all(names(text) in sources for text in entry.msgstr_plural.values())
        return names(entry.msgstr) == sources[0]

    assert [entry.msgid for entry in polib.pofile(str(path)) if entry.translated() and not kept(entry)] == []


DANISH_IN_NORWEGIAN = r"\b(forløb|oplægsholder|gennemført|kommunaldirektør|ydelser|deltager)\b"
NORWEGIAN_IN_DANISH = (
    r"\b(foredragsholder|gjennomført|fullført|kommunedirektør|tjenester|deltaker|deltakere|bedrift"
    r"|programmet|programmets)\b"
)


@pytest.mark.parametrize(("language", "foreign"), [("nb", DANISH_IN_NORWEGIAN), ("da", NORWEGIAN_IN_DANISH)])
def test_each_language_keeps_its_own_words(language: str, foreign: str) -> None:
    catalogues = [polib.pofile(str(path)) for path in CATALOGUES if path.parts[-3] == language]
    entries = [entry for catalogue in catalogues for entry in catalogue]
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(foreign, text, re.IGNORECASE)] == []


def test_no_inline_style_or_script_in_templates() -> None:
    inline = re.compile(
        r"<script(?![^>]*(?:src=|type=\"application/(?:ld\+)?json\"))|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
    )
    found = [
        f"{path.relative_to(ROOT)}"
        for path in tracked("templates/**.html", "templates/*.html")
        if inline.search(path.read_text())
    ]
    assert found == []


def test_text_files_name_no_machine() -> None:
    """No path of a machine, no package registry: the tree must mean the same everywhere."""
    # Written so that it does not find itself.
    elsewhere = re.compile(r"index[-]url|find[-]links|https?://[^ \"]+\.(?:whl|tar\.gz)\b|" + re.escape(f"{ROOT}/"))
    text = {".py", ".md", ".toml", ".txt", ".yaml", ".html", ".css", ".js", ""}  # the scripts have no ending
    files = [path for path in tracked() if path.suffix in text]
    assert [str(path) for path in files if elsewhere.search(path.read_text(encoding="utf-8"))] == []
