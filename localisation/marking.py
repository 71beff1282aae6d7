"""Text in another language than its page, as markup that says so: for those who hear the page, and for browsers."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from localisation import languages
from localisation.text import LocalisedText


def marked(text: str, language: str) -> str:
    """The text with its language; as it is when there is nothing to say ('')."""
    return format_html('<span lang="{}">{}</span>', language, text) if language and text else text


def marked_text(text: LocalisedText, language: str) -> str:
    """As a reader of `language` sees it, with its own language where that is another one."""
    return marked(text.in_(language), strange_language(text, language))


def strange_language(text: LocalisedText, language: str) -> str:
    """The language of what a reader of `language` sees, where it is not theirs; else ''."""
    shown = text.language_for(language)
    return shown if shown != language else ""


def filled(sentence: str, **texts: str) -> SafeString:
    """A sentence with gaps as `%(name)s`, and texts in them that may be marked."""
    return mark_safe(conditional_escape(sentence) % {name: conditional_escape(text) for name, text in texts.items()})


def marked_here(text: LocalisedText) -> str:
    """In the language of the page that is being made."""
    return marked_text(text, languages.current())
