"""Texts in several languages, and which of them a reader is shown."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from localisation import languages
from localisation.fields import LocalisedFormField
from localisation.resolve import choose
from localisation.slugs import slugify
from localisation.text import LocalisedText

TEXT = LocalisedText({"nb": "Samling på Fjordvik", "da": "Samling i Fjordvik"})


@pytest.mark.parametrize(("language", "shown"), [("nb", "Samling på Fjordvik"), ("da", "Samling i Fjordvik")])
def test_reads_in_the_language_of_the_page(language: str, shown: str) -> None:
    with override(language):
        assert str(TEXT) == shown


def test_a_missing_language_falls_back_and_says_which() -> None:
    only_danish = LocalisedText({"da": "Kun på dansk", "nb": ""})
    with override("nb"):
        assert str(only_danish) == "Kun på dansk"
        assert only_danish.shown_language == "da"


def test_an_empty_text_is_false_and_reads_as_nothing() -> None:
    assert not LocalisedText({"nb": ""})
    assert str(LocalisedText()) == ""


@given(st.sets(st.sampled_from(["nb", "da"])), st.sampled_from(["nb", "da"]))
def test_own_language_is_chosen_whenever_it_is_there(available: set[str], language: str) -> None:
    chosen = choose(available, language)
    assert (chosen is None) == (not available)
    assert language not in available or chosen == language


def test_every_language_has_an_order_without_gaps() -> None:
    for code in languages.codes():
        assert set(languages.preference(code)) == set(languages.codes())
        assert languages.preference(code)[0] == code


class OneText(forms.Form):
    title = LocalisedFormField(max_length=20)


def test_form_keeps_both_languages_and_wants_at_least_one() -> None:
    form = OneText({"title_nb": "Norsk", "title_da": ""})
    assert form.is_valid()
    assert form.cleaned_data["title"] == {"nb": "Norsk"}
    empty = OneText({"title_nb": "", "title_da": ""})
    with override("da"):
        assert empty.errors["title"] == ["Skriv dette på mindst ét sprog."]


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Én familie og sju kontorer", "nb", "en-familie-og-sju-kontorer"),
        ("Åpen på øya", "nb", "apen-pa-oya"),
        ("Åben på øen", "da", "aaben-paa-oeen"),
        ("Kortlægning", "da", "kortlaegning"),
    ],
)
def test_addresses_are_readable(text: str, language: str, slug: str) -> None:
    assert slugify(text, language) == slug
