"""Places of an instrument in words, for those who never see its YAML: what is missing where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.instruments.coverage import gaps, place
from assessments.instruments.definition import Definition, InvalidDefinition, Item, read

WAY = re.compile(r"themes\[(\d+)\](?:\.items\[(\d+)\])?\.?(.*)")
FREE_TEXT = re.compile(r"texts\[(\d+)\]\.?(.*)")
NUMBERED = re.compile(r"(levels|dialogue)\[(\d+)\]|scale\.labels\.(\d+)")


@dataclass(frozen=True)
class Spot:
    """A place in words, and where it is edited: a theme (and item), the free-text questions, or the settings."""

    words: str
    theme: str = ""
    item: str = ""
    free_text: bool = False
    what: str = ""


def missing(definition: Definition, language: str) -> list[Spot]:
    """What is said in another language and not in this one."""
    return [spot(definition, place(way)) for way in gaps(definition, language)]


def unfinished(definition: Definition) -> list[Spot]:
    """What stands in the way of publishing in any language, each with what is wrong."""
    try:
        read(definition.data())
    except InvalidDefinition as error:
        return [spot(definition, problem.where, problem.what) for problem in error.found]
    return []


def spot(definition: Definition, where: str, what: str = "") -> Spot:
    """The place of a problem, as in themes[0].items[2].help, in words."""
    asked = FREE_TEXT.fullmatch(where)
    if asked:
        words = _("Free text %(number)d: %(part)s") % {"number": int(asked[1]) + 1, "part": _part(asked[2])}
        return Spot(words, free_text=True, what=what)
    found = WAY.fullmatch(where)
    if not found or int(found[1]) >= len(definition.themes):
        return Spot(_part(where), what=what)
    theme = definition.themes[int(found[1])]
    if found[2] is None or int(found[2]) >= len(theme.items):
        words = _("Theme “%(theme)s”: %(part)s") % {"theme": theme.title or theme.code, "part": _part(found[3])}
        return Spot(words, theme.code, what=what)
    item = theme.items[int(found[2])]
    words = _("“%(item)s”: %(part)s") % {"item": name(item), "part": _part(found[3])}
    return Spot(words, theme.code, item.code, what=what)


def name(item: Item) -> str:
    """What to call an item that may have no words yet."""
    return str(item.name) or item.code


def _part(path: str) -> str:
    numbered = NUMBERED.match(path)
    if numbered and numbered[3]:
        return _("name of step %(number)s") % {"number": numbered[3]}
    if numbered:
        number = {"number": int(numbered[2]) + 1}
        return (_("step %(number)d") if numbered[1] == "levels" else _("dialogue question %(number)d")) % number
    known = {
        "title": _("title"),
        "text": _("the question"),
        "help": _("help text"),
        "description": _("description"),
        "items": _("questions"),
        "themes": _("themes"),
        "levels": _("own words for the steps"),
        "dialogue": _("dialogue questions"),
        "scale.unknown": _("the words for “don't know”"),
    }
    return known.get(path, path)
