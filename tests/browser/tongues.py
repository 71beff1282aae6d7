"""Which language a page or a mail speaks, found out mechanically: by what the other language says and this one doesn't.

What the site itself says comes from the catalogues of translations, what the programme says from whoever built it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import polib
from django.conf import settings
from playwright.sync_api import Page

OTHER = {"nb": "da", "da": "nb"}
ENGLISH = "en"
# Shorter pieces are alike by accident: words and letters that one has at least, English less than the neighbour's.
SHORTEST = {"nb": (3, 14), "da": (3, 14), ENGLISH: (2, 9)}
GAPS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^{}]*\}|<[^<>]*>")
SPACE = re.compile(r"\s+")

# All text that a reader may meet and that no element marks as being in another language than the page.
UNMARKED = """() => {
  const ours = element => element.closest("[lang]") === document.documentElement;
  const silent = "script, style, template, noscript";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement;
    if (ours(around) && !around.closest(silent)) found.push(walker.currentNode.textContent);
  }
  for (const element of document.querySelectorAll("[aria-label], [alt], [placeholder], [title]"))
    if (ours(element))
      for (const name of ["aria-label", "alt", "placeholder", "title"]) found.push(element.getAttribute(name) ?? "");
  // A page is called what its heading says.
  return [document.querySelector("h1[lang]") ? "" : document.title, ...found].join(" ");
}"""


def plain(text: str) -> str:
    return SPACE.sub(" ", text.replace("\N{NO-BREAK SPACE}", " "))


def strange_in(text: str, language: str, said: Mapping[str, Iterable[str]]) -> list[str]:
    """What stands in the text though it is English, or the other language's. `said`: what a programme says in each."""
    text = plain(text)
    theirs = {plain(each) for each in said[OTHER[language]]} - {plain(each) for each in said[language]}
    return sorted(piece for piece in (*_foreign(language), *theirs) if piece in text)


def strange_on(page: Page, language: str, said: Mapping[str, Iterable[str]]) -> list[str]:
    """The same for a page, where what is marked with its language may stand; and whether the page says its own."""
    found = strange_in(page.evaluate(UNMARKED), language, said)
    shown = page.locator("html").get_attribute("lang")
    return found if shown == language else [f"the page says it is in {shown}", *found]


@cache
def _foreign(language: str) -> tuple[str, ...]:
    """What the site says in English and in the other language, and nowhere in this one."""
    own = " ".join(_all(language))
    tongues = (OTHER[language], ENGLISH)
    pieces = {piece for tongue in tongues for text in _all(tongue) for piece in _pieces(text, *SHORTEST[tongue])}
    return tuple(piece for piece in pieces if piece not in own)


def _pieces(text: str, words: int, letters: int) -> list[str]:
    """A sentence between the gaps that are filled in later."""
    found = (piece.strip(" .,:;!?") for piece in GAPS.split(text))
    return [piece for piece in found if len(piece) >= letters and len(piece.split()) >= words]


@cache
def _all(language: str) -> tuple[str, ...]:
    catalogue = polib.pofile(
        str(settings.BASE_DIR / "locale" / language.replace(ENGLISH, "nb") / "LC_MESSAGES/django.po")
    )
    texts = []
    for entry in catalogue:
        if language == ENGLISH:
            texts += [entry.msgid, entry.msgid_plural]
        else:
            texts += [entry.msgstr, *entry.msgstr_plural.values()]
    return tuple(plain(text) for text in texts if text)
