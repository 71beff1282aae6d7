"""The site's languages, and which one stands in for another. A new locale is a line in the settings and one here."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

# What a reader of the key language is shown, in this order, when their own is missing.
FALLBACKS: dict[str, tuple[str, ...]] = {"nb": ("da",), "da": ("nb",)}

# Each language by its own name, as language switchers show it.
OWN_NAMES = {"nb": "Norsk", "da": "Dansk"}


def codes() -> tuple[str, ...]:
    """The codes of all languages of the site, the main one first."""
    return tuple(code for code, _name in settings.LANGUAGES)


def current() -> str:
    """The language of the page that is being made."""
    active = get_language() or settings.LANGUAGE_CODE
    return active if active in codes() else settings.LANGUAGE_CODE


def preference(language: str) -> tuple[str, ...]:
    """The language itself, then its fallbacks, then any other: an order without gaps."""
    order = (language, *FALLBACKS.get(language, ()), *codes())
    return tuple(dict.fromkeys(order))
