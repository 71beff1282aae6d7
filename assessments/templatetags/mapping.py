"""Template filters of the assessments."""

from __future__ import annotations

from django import template

from assessments.instruments.sheets import OCCASIONS
from localisation import languages
from localisation.text import LocalisedText

register = template.Library()


@register.filter
def said(text: LocalisedText, language: str) -> str:
    """The text in exactly this language; a dash where it is missing, so that translators see it."""
    return text.get(language) or "–"


@register.filter
def own_name(language: str) -> str:
    """Norsk, Dansk: a language as its readers call it."""
    return languages.OWN_NAMES[language]


@register.filter
def occasion(when: str) -> str:
    """When a dialogue question is asked, in words."""
    return str(OCCASIONS[when]).lower()
