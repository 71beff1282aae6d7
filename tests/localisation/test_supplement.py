"""Staff read the packages' own screens in their language: every string of every installed package has its words."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.test import RequestFactory
from django.utils.translation import gettext, ngettext, override
from django.views.i18n import JSONCatalog
from wagtail.admin.menu import help_menu
from wagtail.admin.views.account import password_reset_enabled
from wagtail.hooks import search_for_hooks
from wagtail_localize.views.report import TranslationsReportFilterSet

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DOMAINS = ("django", "djangojs")
OURS = Path(settings.BASE_DIR) / "locale"
SUPPLEMENT = Path(settings.BASE_DIR) / "localisation" / "supplement"
PACKAGES = {config.name: Path(config.path) / "locale" for config in apps.get_app_configs()}
DJANGO = Path(django.__file__).parent / "conf" / "locale"

Key = tuple[str | None, str]


def strings(folder: Path, domain: str) -> set[Key]:
    """What a package says: its English catalogue, or all it has where it ships none."""
    english = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
    sources = [english] if english.exists() else folder.glob(f"*/LC_MESSAGES/{domain}.po")
    return {
        (entry.msgctxt, entry.msgid) for source in sources for entry in polib.pofile(str(source)) if not entry.obsolete
    }


@cache
def said(folder: Path, language: str, domain: str) -> frozenset[Key]:
    """What a catalogue has words for."""
    source = folder / language / "LC_MESSAGES" / f"{domain}.po"
    entries = polib.pofile(str(source)) if source.exists() else []
    return frozenset((entry.msgctxt, entry.msgid) for entry in entries if entry.translated())


def missing(language: str, domain: str) -> dict[str, set[Key]]:
    """By package, what staff would read in another language. Pages share the words of all packages, scripts don't."""
    shared = set(said(SUPPLEMENT, language, domain))
    if domain == "django":
        shared = shared.union(*(said(folder, language, domain) for folder in (OURS, DJANGO, *PACKAGES.values())))
    found = {
        name: strings(folder, domain) - shared - said(folder, language, domain) for name, folder in PACKAGES.items()
    }
    return {name: keys for name, keys in found.items() if keys}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_every_package_has_words(language: str, domain: str) -> None:
    assert missing(language, domain) == {}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_no_package_says(language: str, domain: str) -> None:
    known = set().union(*(strings(folder, domain) for folder in PACKAGES.values()))
    assert said(SUPPLEMENT, language, domain) - known == set()


@pytest.mark.parametrize(
    ("language", "draft", "deleted"),
    [("nb", "Lagre utkast", "2 sider er slettet"), ("da", "Gem kladde", "2 sider er slettet")],
)
def test_our_words_win_over_the_packages(language: str, draft: str, deleted: str) -> None:
    forms = "%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"
    with override(language):
        assert gettext("Save draft") == draft
        assert ngettext(*forms, 2) % {"num_parent_objects": 2} == deleted


@pytest.mark.parametrize(("language", "retry"), [("nb", "Prøv igjen"), ("da", "Prøv igen")])
def test_scripts_get_our_words_too(language: str, retry: str) -> None:
    with override(language):
        answer = JSONCatalog.as_view(packages=["wagtail.admin"])(RequestFactory().get("/"))
    assert json.loads(answer.content)["catalog"]["Retry"] == retry


@pytest.mark.parametrize(("language", "label"), [("nb", "Oversatt til"), ("da", "Oversat til")])
def test_filters_named_after_their_fields_have_words(language: str, label: str) -> None:
    search_for_hooks()
    with override(language):
        assert TranslationsReportFilterSet.base_filters["target_locale"].label == label


def test_the_help_menu_has_no_reading_that_is_only_in_english() -> None:
    items = help_menu.menu_items_for_request(RequestFactory().get("/admin/"))
    assert [item.name for item in items] == ["keyboard-shortcuts-trigger"]


def test_the_admin_has_no_password_form_of_its_own() -> None:
    assert not password_reset_enabled()
