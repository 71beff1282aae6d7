"""A short text in several languages, for things that are not pages or library objects: a programme's title, a venue."""

from __future__ import annotations

from localisation import languages


class LocalisedText(dict[str, str]):
    """Language code -> text. As a string it reads in the language of the page, or in the nearest there is."""

    def in_(self, language: str) -> str:
        """The text in `language`, or in the first language of its fallback order that has one, or ''."""
        return self.get(self.language_for(language), "")

    def language_for(self, language: str) -> str:
        """The code of the language that `in_` would use."""
        return next((code for code in languages.preference(language) if self.get(code)), language)

    @property
    def shown_language(self) -> str:
        """The language in which `str()` reads now; templates set it as `lang` when it is not the page's."""
        return self.language_for(languages.current())

    def __str__(self) -> str:
        return self.in_(languages.current())

    def __bool__(self) -> bool:
        return any(self.values())


def key_of(name: str) -> str:
    """What two spellings of a name have in common."""
    return " ".join(name.split()).casefold()
