"""The form that a participant fills in: an instrument's items in the reader's language, with what was sent, and what is
missing. Answers stay in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.ballots.boxes import Answers
from assessments.disclosure import Answer
from assessments.disclosure.texts import LONGEST_TEXT, length, tidy
from assessments.instruments.definition import Definition, Item, TextQuestion
from localisation import languages
from localisation.text import LocalisedText

MEASURES = ("today", "ambition")
UNKNOWN = "unknown"
FOREIGN = gettext_lazy(
    "Some of what was sent does not belong to this mapping. The questions below are the right ones: look through them, "
    "and deliver again."
)


def field_name(code: str, measure: str) -> str:
    """The name of a form field: `services-today`."""
    return f"{code}-{measure}"


@dataclass(frozen=True)
class Step:
    """One step of a question's scale, and whether it is chosen. `label` is a few words, `text` a whole sentence."""

    value: int
    label: LocalisedText
    text: LocalisedText | None
    today: bool
    ambition: bool


@dataclass(frozen=True)
class Question:
    """One item as the page shows it."""

    item: Item
    number: int
    steps: list[Step] = field(repr=False)
    unknown: bool = field(repr=False)
    error: str

    @property
    def id(self) -> str:
        return f"question-{self.item.code}"

    @property
    def statement(self) -> LocalisedText | None:
        """What is asked, when the heading is the item's title."""
        return self.item.text if self.item.title else None


@dataclass(frozen=True)
class Part:
    """A theme with its questions. `number` counts from 1."""

    number: int
    title: LocalisedText
    questions: list[Question]


@dataclass(frozen=True)
class TextField:
    """A question of free text as the page shows it. `typed` is as it came, `longest` in the browser's own measure."""

    asked: TextQuestion
    number: int
    typed: str = field(repr=False)
    error: str
    longest: int = LONGEST_TEXT

    @property
    def id(self) -> str:
        return f"question-{self.asked.code}"


class Questionnaire:
    """An instrument to answer. `sent` is what the browser posted, None before that. Free text is asked for when it is
    said from how many writers it is read: `fewest_texts`.

    `valid` says whether every item is answered or marked as "vet ikke", no text is too long, and nothing was sent that
    is not asked; then `answers` holds the answers, and `texts` what was written.
    """

    def __init__(
        self, content: Definition, sent: Mapping[str, str] | None = None, *, fewest_texts: int | None = None
    ) -> None:
        self.content = content
        self.sent = sent or {}
        self.is_sent = sent is not None
        self.answers: Answers = {item.code: self._answer(item) for item in content.items}
        self.fewest_texts = fewest_texts
        self.asked_texts = content.texts if fewest_texts else ()
        self.texts = {asked.code: tidy(self._typed(asked)) for asked in self.asked_texts}

    @property
    def valid(self) -> bool:
        return self.is_sent and not self.errors

    @cached_property
    def parts(self) -> list[Part]:
        numbers = {item.code: number for number, item in enumerate(self.content.items, 1)}
        return [
            Part(place, theme.title, [self._question(item, numbers[item.code]) for item in theme.items])
            for place, theme in enumerate(self.content.themes, 1)
        ]

    @cached_property
    def text_fields(self) -> list[TextField]:
        """The questions of free text, numbered on from the items."""
        first = len(self.content.items) + 1
        return [
            TextField(asked, number, self._typed(asked), self._text_error(asked))
            for number, asked in enumerate(self.asked_texts, first)
        ]

    @property
    def number_of_parts(self) -> int:
        """The themes, and free text as the last part."""
        return len(self.parts) + bool(self.asked_texts)

    @property
    def errors(self) -> list[dict[str, str]]:
        """One entry for each question with an error, as the component `error_summary` takes them."""
        questions = [*(question for part in self.parts for question in part.questions), *self.text_fields]
        foreign = [{"label": "", "message": FOREIGN, "id": ""}] if self._has_foreign_fields() else []
        return foreign + [
            {
                "label": _("Question %(number)d") % {"number": question.number},
                "message": question.error,
                "id": question.id,
            }
            for question in questions
            if question.error
        ]

    @property
    def shown_language(self) -> str:
        """The language of the texts when it is not the page's own, otherwise ''."""
        shown = self.content.items[0].text.shown_language
        return "" if shown == languages.current() else shown

    def _has_foreign_fields(self) -> bool:
        """Whether something was answered that this instrument doesn't ask."""
        known = {item.code for item in self.content.items}
        names = (name.rpartition("-") for name in self.sent)
        return any(last in (*MEASURES, UNKNOWN) and code not in known for code, _dash, last in names)

    def _question(self, item: Item, number: int) -> Question:
        unknown = self._is_unknown(item)
        today, ambition = (None, None) if unknown else self.answers[item.code]
        texts: tuple[LocalisedText | None, ...] = item.levels or (None,) * len(self.content.scale.steps)
        steps = [
            Step(step, self.content.scale.labels[step], text, step == today, step == ambition)
            for step, text in zip(self.content.scale.steps, texts, strict=True)
        ]
        return Question(item, number, steps, unknown, self._error(item))

    def _typed(self, asked: TextQuestion) -> str:
        return self.sent.get(field_name(asked.code, "text"), "")

    def _text_error(self, asked: TextQuestion) -> str:
        over = length(self.texts[asked.code]) - LONGEST_TEXT
        if over <= 0:
            return ""
        return ngettext("Shorten the text by %(over)d character.", "Shorten the text by %(over)d characters.", over) % {
            "over": over
        }

    def _is_unknown(self, item: Item) -> bool:
        return bool(self.sent.get(field_name(item.code, UNKNOWN)))

    def _answer(self, item: Item) -> Answer:
        """What was sent. "Vet ikke" wins over steps, since without a script a choice can't be taken back."""
        if self._is_unknown(item):
            return None, None
        return self._step(item, "today"), self._step(item, "ambition") if self.content.ambition else None

    def _step(self, item: Item, measure: str) -> int | None:
        value = self.sent.get(field_name(item.code, measure), "")
        return self._steps.get(value)

    @cached_property
    def _steps(self) -> dict[str, int]:
        return {str(step): step for step in self.content.scale.steps}

    def _is_off_the_scale(self, item: Item) -> bool:
        values = (self.sent.get(field_name(item.code, measure), "") for measure in self._measures)
        return any(value and value not in self._steps for value in values)

    @property
    def _measures(self) -> tuple[str, ...]:
        return MEASURES if self.content.ambition else MEASURES[:1]

    def _error(self, item: Item) -> str:
        if not self.is_sent or self._is_unknown(item):
            return ""
        if self._is_off_the_scale(item):
            return _("What was sent is not a step of the scale. Choose again.")
        today, ambition = self.answers[item.code]
        words: dict[str, Any] = {"unknown": self.content.scale.unknown}
        if today is None:
            return _("Choose where you stand today, or tick “%(unknown)s”.") % words
        if ambition is None and self.content.ambition:
            return _("Choose where you want to be in three years, or tick “%(unknown)s”.") % words
        return ""
