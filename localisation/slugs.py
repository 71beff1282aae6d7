"""Addresses from Nordic titles: the letters that Django drops or Wagtail writes as numbers."""

from django.utils.text import slugify as django_slugify

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", "ð": "d", "þ": "th", "ß": "ss"}
)
_NORWEGIAN = str.maketrans({"ø": "o", "å": "a", "Ø": "o", "Å": "a"})


def slugify(text: str, language: str = "nb") -> str:
    """A slug of `text` as readers of the language expect it: nb «ønske på» -> onske-pa; da ”ønske på” -> oenske-paa."""
    if language == "nb":
        text = text.translate(_NORWEGIAN)
    return django_slugify(text.translate(_LETTERS))
