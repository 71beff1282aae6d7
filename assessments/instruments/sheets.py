"""A theme with all its questions as one form. Rows may come and go and change places; what is written is never lost."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.instruments.definition import (
    ALWAYS,
    CODE,
    MOST_TEXTS,
    NEEDS_AMBITION,
    Definition,
    Dialogue,
    Item,
    TextQuestion,
    Theme,
)
from assessments.instruments.drafting import free_code
from assessments.instruments.forms import SHORT, CodeField, TextField
from localisation.text import LocalisedText

NEW = "0"  # no code begins with a digit
KINDS = {"organisational": gettext_lazy("The organisation"), "personal": gettext_lazy("Oneself as a leader")}
OCCASIONS = {
    ALWAYS: pgettext_lazy("question", "Always"),
    "big_gap": pgettext_lazy("question", "Large gap between today and the ambition"),
    "high_ambition_low_agreement": pgettext_lazy("question", "High ambition, and low agreement on today"),
    "agreed_far_to_go": pgettext_lazy("question", "Agreement on today, and far to go"),
    "ambition_unclear": pgettext_lazy("question", "Low agreement on the ambition"),
    "careful_ambition": pgettext_lazy("question", "The lowest ambition of all"),
    "low_agreement": pgettext_lazy("question", "Low agreement on today"),
    "two_camps": pgettext_lazy("question", "Answers at both ends of the scale"),
    "low_today": pgettext_lazy("question", "Low today"),
    "high_today": pgettext_lazy("question", "The highest today of all"),
    "differs_from_programme": pgettext_lazy("question", "The group differs from the whole programme"),
}


class ThemeForm(forms.Form):
    title = TextField(label=gettext_lazy("The theme's title"), of=SHORT, required=True)
    code = CodeField(label=gettext_lazy("Code"))


class ItemForm(forms.Form):
    """One question: what is asked, help, own words for the steps, and what to talk over afterwards."""

    title = TextField(
        label=gettext_lazy("Short name"), of=SHORT,
        help_text=gettext_lazy("What pictures call it. Without one they show the question itself."),
    )  # fmt: skip
    text = TextField(label=gettext_lazy("Question or statement"), required=True)
    help = TextField(label=gettext_lazy("Help text"))
    kind = forms.ChoiceField(label=gettext_lazy("It is about"), choices=[])
    title_example = forms.BooleanField(label=gettext_lazy("The short name is made up for the example"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=[])
    code = CodeField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "The question's identity in all versions and languages: rounds are compared by it. Keep it as long as the "
            "question asks for the same thing."
        ),
    )

    def __init__(self, *args: Any, item: Item | None, row: str, theme: str, definition: Definition, **kwargs: Any):
        self.item, self.row, self.definition = item, row, definition
        super().__init__(*args, initial=_initial(item, theme), prefix=f"item-{row}", **kwargs)
        kinds = {**KINDS, item.kind: KINDS.get(item.kind, item.kind)} if item else KINDS
        self.fields["kind"].choices = list(kinds.items())
        self.fields["theme"].choices = [(each.code, str(each.title) or each.code) for each in definition.themes]
        for step in definition.scale.steps:
            label = f"{step}. {definition.scale.labels.get(step) or ''}"
            self.fields[f"level_{step}"] = TextField(label=label)
        if not definition.example:
            del self.fields["title_example"]
        self._add_questions()

    def _add_questions(self) -> None:
        """A place for every question there is, in the data or in the item, and for one more."""
        written = sum(1 for name in self.data if name.startswith(f"{self.prefix}-when_"))
        known = len(self.item.dialogue) if self.item else 0
        when = [choice for choice in OCCASIONS.items() if self.definition.ambition or choice[0] not in NEEDS_AMBITION]
        for number in range(max(written, known + 1)):
            held = self.item.dialogue[number].when if self.item and number < known else ALWAYS
            choices = when if any(held == value for value, _words in when) else [*when, (held, OCCASIONS[held])]
            number_of = {"number": number + 1}
            self.fields[f"question_{number}"] = TextField(label=_("Dialogue question %(number)d") % number_of)
            self.fields[f"when_{number}"] = forms.ChoiceField(
                label=_("When it is asked"), choices=choices, required=False, initial=held
            )

    @property
    def is_new(self) -> bool:
        return self.row == NEW

    @property
    def name(self) -> str:
        """What the summary calls it, as it was stored."""
        return str(self.item.name) if self.item else ""

    @property
    def levels(self) -> list[forms.BoundField]:
        return [self[f"level_{step}"] for step in self.definition.scale.steps]

    @property
    def has_levels(self) -> bool:
        return any(any(field.value() or ()) for field in self.levels) or self.has_errors("level_")

    @property
    def questions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        numbers = range(sum(1 for name in self.fields if name.startswith("question_")))
        return [(self[f"question_{number}"], self[f"when_{number}"]) for number in numbers]

    @property
    def number_of_questions(self) -> int:
        return len(self.item.dialogue) if self.item else 0

    def has_errors(self, start: str) -> bool:
        return self.is_bound and any(name.startswith(start) for name in self.errors)

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything into a row for a new question."""
        texts = (name for name, field in self.fields.items() if isinstance(field, TextField))
        return self.item is None and not any(any(self[name].value() or ()) for name in texts)

    def written(self, taken: list[str]) -> Item:
        """The item as it was filled in; its code made from its words when it has none."""
        data = self.cleaned_data
        levels = tuple(data[f"level_{step}"] or LocalisedText() for step in self.definition.scale.steps)
        pairs = ((data[field.name], data[when.name]) for field, when in self.questions)
        title: LocalisedText = data["title"] or LocalisedText()
        return Item(
            code=data["code"] or free_code(str(title or data["text"]), taken, "question"),
            text=data["text"],
            kind=data["kind"],
            title=title,
            title_example=data.get("title_example", bool(self.item and self.item.title_example)),
            help=data["help"] or LocalisedText(),
            levels=levels if any(levels) else (),
            dialogue=tuple(Dialogue(text, when or ALWAYS) for text, when in pairs if text),
        )


def _initial(item: Item | None, theme: str) -> dict[str, Any]:
    if item is None:
        return {"theme": theme}
    levels = {f"level_{step}": text for step, text in enumerate(item.levels, 1)}
    questions = {f"question_{number}": question.text for number, question in enumerate(item.dialogue)}
    plain = {name: getattr(item, name) for name in ("title", "text", "help", "kind", "title_example", "code")}
    return {"theme": theme, **plain, **levels, **questions}


class ThemeSheet:
    """The form of one theme in a draft. `data`: what was posted.

    The rows come in the order in which they were posted, each called by the code its question had then, or `NEW`. A
    question that somebody else removed meanwhile comes back: what is written is not thrown away.
    """

    def __init__(self, definition: Definition, theme: Theme, data: QueryDict | None = None) -> None:
        self.definition, self.old = definition, theme
        initial = {"title": theme.title, "code": theme.code}
        self.theme_form = ThemeForm(data, prefix="theme", initial=initial)
        known = {item.code: item for item in theme.items}
        posted = [row for row in data.getlist("row") if row == NEW or CODE.fullmatch(row)] if data else [*known, NEW]
        self.rows = [
            ItemForm(data, item=known.get(row), row=row, theme=theme.code, definition=definition)
            for row in dict.fromkeys(posted)
        ]

    @cached_property
    def filled(self) -> list[ItemForm]:
        """The rows in which something is written."""
        return [row for row in self.rows if not row.is_blank]

    @cached_property
    def is_valid(self) -> bool:
        forms_are = [form.is_valid() for form in (self.theme_form, *self.filled)]
        return all(forms_are) and self._codes_are_free()

    @property
    def errors(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields to be mended, by the name of their question ('' for the theme)."""
        forms_of = [("", self.theme_form), *((row.name, row) for row in self.filled)]
        found = ((name, [form[field] for field in form.errors if field in form.fields]) for name, form in forms_of)
        return [(name, fields) for name, fields in found if fields]

    def _codes_are_free(self) -> bool:
        """Codes are written once in the whole instrument; those of other themes and of the free texts count too."""
        free = True
        others = {item.code for theme in self.definition.themes if theme is not self.old for item in theme.items}
        seen = {*others, *(text.code for text in self.definition.texts)}
        for row in self.filled:
            code = row.cleaned_data["code"]
            if code and code in seen:
                row.add_error("code", _("Another question has this code."))
                free = False
            seen.add(code)
        themes = {theme.code for theme in self.definition.themes if theme is not self.old}
        if self.theme_form.cleaned_data["code"] in themes:
            self.theme_form.add_error("code", _("Another theme has this code."))
            free = False
        return free

    def written(self) -> tuple[Theme, dict[str, list[Item]]]:
        """The theme as it was filled in, and the items that were sent to other themes, by their codes."""
        title = self.theme_form.cleaned_data["title"]
        taken = [theme.code for theme in self.definition.themes if theme is not self.old]
        code = self.theme_form.cleaned_data["code"] or free_code(str(title), taken, "theme")
        codes = [row.cleaned_data["code"] for row in self.filled]
        codes += [item.code for item in self.definition.items] + [text.code for text in self.definition.texts]
        stays: list[Item] = []
        goes: dict[str, list[Item]] = {}
        for row in self.filled:
            item = row.written(codes)
            codes.append(item.code)
            target = row.cleaned_data["theme"]
            (stays if target == self.old.code else goes.setdefault(target, [])).append(item)
        return Theme(code, title, tuple(stays)), goes


class TextQuestionForm(forms.Form):
    """A question that is answered in one's own words."""

    text = TextField(label=gettext_lazy("Question"))
    help = TextField(label=gettext_lazy("Help text"))
    code = CodeField(label=gettext_lazy("Code"))


class TextsSheet:
    """All free-text questions of a draft, and room for as many as there may be. An empty row is no question."""

    def __init__(self, definition: Definition, data: QueryDict | None = None) -> None:
        self.definition = definition
        asked = [*definition.texts, *(None for _place in range(MOST_TEXTS))][:MOST_TEXTS]
        self.rows = [
            TextQuestionForm(data, prefix=f"text-{number}", initial=_plain(question))
            for number, question in enumerate(asked)
        ]

    @cached_property
    def is_valid(self) -> bool:
        return all([row.is_valid() for row in self.rows]) and self._codes_are_free()

    def _codes_are_free(self) -> bool:
        seen = {item.code for item in self.definition.items}
        for row in self.rows:
            code = row.cleaned_data["code"]
            if row.cleaned_data["text"] and code and code in seen:
                row.add_error("code", _("Another question has this code."))
            seen.add(code)
        return all(not row.errors for row in self.rows)

    def written(self) -> tuple[TextQuestion, ...]:
        """The questions as they were filled in; codes made from their words where they have none."""
        taken = [item.code for item in self.definition.items]
        taken += [row.cleaned_data["code"] for row in self.rows if row.cleaned_data["text"]]
        found: list[TextQuestion] = []
        for row in self.rows:
            text, help = row.cleaned_data["text"], row.cleaned_data["help"] or LocalisedText()
            if text:
                code = row.cleaned_data["code"] or free_code(str(text), taken, "text")
                taken.append(code)
                found.append(TextQuestion(code, text, help))
        return tuple(found)


def _plain(question: TextQuestion | None) -> dict[str, Any]:
    return {"text": question.text, "help": question.help, "code": question.code} if question else {}
