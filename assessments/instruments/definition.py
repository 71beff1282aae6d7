"""What a questionnaire is: a scale, themes and items, and what is asked in one's own words, in any number of languages.

`read` checks data (from YAML, or as stored) and names every place that is wrong; `Definition.data` is the way back.
Nothing here knows how many steps a scale has, or how many themes and items there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessments.instruments.reading import Place, Problem, Problems
from localisation.text import LocalisedText

CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")
MOST_STEPS = 10
MOST_TEXTS = 5
ALWAYS = "always"
# When a dialogue question is asked; what each means stands with the other rules in assessments.results.dialogue.
NEEDS_AMBITION = ("big_gap", "high_ambition_low_agreement", "agreed_far_to_go", "ambition_unclear", "careful_ambition")
WHEN = (ALWAYS, *NEEDS_AMBITION, "low_agreement", "two_camps", "low_today", "high_today", "differs_from_programme")


class InvalidDefinition(ValueError):
    """The data is no instrument. `problems`: one sentence each, with the place it is about."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.found = problems
        self.problems = [str(problem) for problem in problems]


@dataclass(frozen=True)
class Scale:
    """Steps from `min`, which is 1, to `max`. `labels` names each; `unknown` is the way to have no answer."""

    min: int
    max: int
    labels: Mapping[int, LocalisedText]
    unknown: LocalisedText

    @property
    def steps(self) -> range:
        return range(self.min, self.max + 1)


@dataclass(frozen=True)
class Dialogue:
    """A question to talk over when an item's result is on the table. `when`: one of `WHEN`."""

    text: LocalisedText
    when: str = ALWAYS

    def data(self) -> dict[str, Any]:
        return {**({} if self.when == ALWAYS else {"when": self.when}), **self.text}


@dataclass(frozen=True)
class Item:
    """One question. `levels`, when given, describes each step of the scale in this question's own words."""

    code: str
    text: LocalisedText
    kind: str = "organisational"
    title: LocalisedText = field(default_factory=LocalisedText)
    title_example: bool = False
    help: LocalisedText = field(default_factory=LocalisedText)
    levels: tuple[LocalisedText, ...] = ()
    dialogue: tuple[Dialogue, ...] = ()

    @property
    def name(self) -> LocalisedText:
        """What pictures call it: its title, or the question itself."""
        return self.title or self.text

    def data(self) -> dict[str, Any]:
        return _filled(
            {
                "code": self.code,
                "kind": self.kind,
                "title": self.title,
                "title_example": self.title_example,
                "text": self.text,
                "help": self.help,
                "levels": [dict(level) for level in self.levels],
                "dialogue": [question.data() for question in self.dialogue],
            }
        )


@dataclass(frozen=True)
class Theme:
    code: str
    title: LocalisedText
    items: tuple[Item, ...]

    def data(self) -> dict[str, Any]:
        return {"code": self.code, "title": dict(self.title), "items": [item.data() for item in self.items]}


@dataclass(frozen=True)
class TextQuestion:
    """A question that is answered in one's own words, in the rounds that ask such questions at all."""

    code: str
    text: LocalisedText
    help: LocalisedText = field(default_factory=LocalisedText)

    def data(self) -> dict[str, Any]:
        return _filled({"code": self.code, "text": self.text, "help": self.help})


@dataclass(frozen=True)
class Definition:
    """An instrument in one version. `ambition`: every item also asks where one wants to be. `texts`: free text."""

    code: str
    version: int
    example: bool
    title: LocalisedText
    description: LocalisedText
    scale: Scale
    ambition: bool
    themes: tuple[Theme, ...]
    texts: tuple[TextQuestion, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order they are asked."""
        return tuple(item for theme in self.themes for item in theme.items)

    def data(self) -> dict[str, Any]:
        """The definition as JSON and YAML hold it; `read(definition.data())` is the same definition."""
        scale = {
            "min": self.scale.min,
            "max": self.scale.max,
            "unknown": dict(self.scale.unknown),
            "labels": {str(step): dict(label) for step, label in self.scale.labels.items()},
        }
        asked = {"themes": [theme.data() for theme in self.themes], "texts": [each.data() for each in self.texts]}
        return {
            "code": self.code,
            "version": self.version,
            "example": self.example,
            "title": dict(self.title),
            "description": dict(self.description),
            "scale": scale,
            "ambition": self.ambition,
            **{key: value for key, value in asked.items() if value},
        }


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, and with texts as plain dicts."""
    plain = {key: dict(value) if isinstance(value, LocalisedText) else value for key, value in values.items()}
    return {key: value for key, value in plain.items() if value}


def read(data: Any, *, draft: bool = False) -> Definition:
    """The definition that this data is. Raises InvalidDefinition with all that is wrong, each with its place.

    A draft may be unfinished: texts, themes and items may be missing.
    """
    problems = Problems(unfinished=draft)
    top = Place(data, "", problems)
    top.knows("code", "version", "example", "title", "description", "scale", "ambition", "themes", "texts")
    scale = _scale(top.inside("scale"))
    definition = Definition(
        code=top.code("code", CODE),
        version=top.whole("version", 1, least=1),
        example=top.flag("example"),
        title=top.text("title", required=True),
        description=top.text("description"),
        scale=scale,
        ambition=top.flag("ambition"),
        themes=tuple(_theme(place, scale) for place in top.each("themes", required=True)),
        texts=tuple(_text(place) for place in top.each("texts")),
    )
    _check_codes(definition, problems)
    _check_rules(definition, problems)
    if problems.found:
        raise InvalidDefinition(problems.found)
    return definition


def _scale(place: Place) -> Scale:
    place.knows("min", "max", "labels", "unknown")
    low, high = place.whole("min", 1), place.whole("max", 0)
    if low != 1:
        place.wrong("min", _("a scale starts at 1"))
    if not 2 <= high <= MOST_STEPS:
        place.wrong("max", _("a scale has 2 to %(most)d steps") % {"most": MOST_STEPS})
        high = 2
    labels = place.inside("labels")
    labels.knows(*(str(step) for step in range(1, high + 1)))
    named = {step: labels.text(str(step), required=True) for step in range(1, high + 1)}
    return Scale(1, high, named, place.text("unknown", required=True))


def _theme(place: Place, scale: Scale) -> Theme:
    place.knows("code", "title", "items")
    items = tuple(_item(each, scale) for each in place.each("items", required=True))
    return Theme(place.code("code", CODE), place.text("title", required=True), items)


def _item(place: Place, scale: Scale) -> Item:
    place.knows("code", "kind", "title", "title_example", "text", "help", "levels", "dialogue")
    levels = place.texts("levels")
    if levels and len(levels) != len(scale.steps):
        words = {"steps": len(scale.steps), "here": len(levels)}
        place.wrong("levels", _("the scale has %(steps)d steps, here are %(here)d") % words)
    return Item(
        code=place.code("code", CODE),
        kind=place.code("kind", CODE, "organisational"),
        title=place.text("title"),
        title_example=place.flag("title_example"),
        text=place.text("text", required=True),
        help=place.text("help"),
        levels=levels,
        dialogue=tuple(Dialogue(each.rest(), each.choice("when", WHEN, ALWAYS)) for each in place.each("dialogue")),
    )


def _text(place: Place) -> TextQuestion:
    place.knows("code", "text", "help")
    return TextQuestion(place.code("code", CODE), place.text("text", required=True), place.text("help"))


def _check_codes(definition: Definition, problems: Problems) -> None:
    """No theme and no question twice: answers in all languages and rounds add up by these codes."""
    if len(definition.texts) > MOST_TEXTS:
        problems.add("texts", _("there are at most %(most)d") % {"most": MOST_TEXTS})
    items, texts = ([each.code for each in asked] for asked in (definition.items, definition.texts))
    for code in sorted({code for code in items if code and code in texts}):
        problems.add("texts", _("the code %(code)s is an item's") % {"code": code})
    for what, codes in (("themes", [theme.code for theme in definition.themes]), ("items", items), ("texts", texts)):
        for code in sorted({code for code in codes if code and codes.count(code) > 1}):
            problems.add(what, _("the code %(code)s is used twice") % {"code": code})


def _check_rules(definition: Definition, problems: Problems) -> None:
    """No question waits for an ambition that nobody is asked for."""
    if definition.ambition or problems.unfinished:
        return
    for number, theme in enumerate(definition.themes):
        for place, item in enumerate(theme.items):
            for question in item.dialogue:
                if question.when in NEEDS_AMBITION:
                    where = f"themes[{number}].items[{place}].dialogue"
                    problems.add(where, _("%(rule)s needs an ambition to be asked") % {"rule": question.when})
