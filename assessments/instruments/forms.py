"""What an editor fills in: a new instrument, its scale, a file to hand in, and for whom a version is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.instruments.definition import CODE, MOST_STEPS, Definition, Item, Scale
from assessments.instruments.drafting import free_code
from assessments.instruments.models import Instrument
from localisation import languages
from localisation.fields import LocalisedFormField
from localisation.text import LocalisedText

FEWEST_STEPS, USUAL_STEPS = 2, 5
SHORT, LONG = 200, 2000
UNKNOWN = {"nb": "Vet ikke", "da": "Ved ikke"}
LARGEST_FILE = 1024 * 1024

is_code = RegexValidator(
    CODE.pattern + r"\Z",
    gettext_lazy("Small letters a–z, digits and underscores, beginning with a letter; at most 50."),
)


class CodeField(forms.CharField):
    """The identity of a theme or question. Left empty, it is made from the title."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=50, validators=[is_code], **kwargs)
        self.widget.attrs.update({"autocomplete": "off", "spellcheck": "false", "data-code": ""})


class TextField(LocalisedFormField):
    """A text beside its translation. `of`: how many characters it may have in each language."""

    def __init__(self, *, of: int = LONG, required: bool = False, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(long=of > SHORT, max_length=of, required=required, **kwargs)
        for part in self.widget.widgets:
            # The style sheet marks the empty one beside a filled one, which needs a placeholder to look for.
            part.attrs.update({"placeholder": gettext_lazy("Not translated yet")})
            if of > SHORT:
                part.attrs["rows"] = rows


def steps_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Number of steps"), min_value=FEWEST_STEPS, max_value=MOST_STEPS, initial=USUAL_STEPS,
        help_text=gettext_lazy("From 2 to 10. Of scales with 2 or 3 steps small groups see no result."),
    )  # fmt: skip


class NewInstrumentForm(forms.Form):
    """The least an instrument needs: what it is called, and what is asked for on which scale."""

    title = TextField(label=gettext_lazy("Title"), of=SHORT, required=True)
    steps = steps_field()
    ambition = forms.BooleanField(
        label=gettext_lazy("Also ask where they want to be in three years"), required=False, initial=True
    )
    example = forms.BooleanField(
        label=gettext_lazy("Mark as example text"), required=False,
        help_text=gettext_lazy("Everyone who meets it then sees that the words are not the institute's final ones."),
    )  # fmt: skip
    code = CodeField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "Made from the title if you leave it empty. It never changes: files and rounds refer to it."
        ),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code and Instrument.objects.filter(code=code).exists():
            raise ValidationError(_("There is an instrument with this code. Make a new version of it instead."))
        return code

    def new(self) -> dict[str, Any]:
        """What `drafting.new_instrument` takes."""
        data = self.cleaned_data
        taken = Instrument.objects.values_list("code", flat=True)
        labels = {step: LocalisedText() for step in range(1, data["steps"] + 1)}
        return {
            "code": data["code"] or free_code(str(data["title"]), taken, "instrument"),
            "title": data["title"],
            "scale": Scale(1, data["steps"], labels, LocalisedText(UNKNOWN)),
            "ambition": data["ambition"],
            "example": data["example"],
        }


class SettingsForm(forms.Form):
    """What an instrument is called, and its scale. A scale that gets shorter asks before words are deleted."""

    title = TextField(label=gettext_lazy("Title"), of=SHORT, required=True)
    description = TextField(label=gettext_lazy("Description"), rows=4)
    ambition = forms.BooleanField(label=gettext_lazy("Also ask where they want to be in three years"), required=False)
    example = forms.BooleanField(label=gettext_lazy("Mark as example text"), required=False)
    steps = steps_field()
    unknown = TextField(label=gettext_lazy("The words for “don't know”"), of=SHORT)
    drop_words = forms.BooleanField(required=False, label=gettext_lazy("Delete the words of the steps that go"))

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        self.definition = definition
        scale = definition.scale
        initial = {
            "title": definition.title,
            "description": definition.description,
            "ambition": definition.ambition,
            "example": definition.example,
            "steps": len(scale.steps),
            "unknown": scale.unknown,
            **{f"label_{step}": scale.labels.get(step) for step in scale.steps},
        }
        super().__init__(*args, initial=initial, **kwargs)
        for step in scale.steps:
            label = _("Step %(number)s") % {"number": step}
            self.fields[f"label_{step}"] = TextField(label=label, of=SHORT)

    @property
    def labels(self) -> list[forms.BoundField]:
        return [self[f"label_{step}"] for step in self.definition.scale.steps]

    @property
    def asks_to_drop(self) -> bool:
        return "drop_words" in self.errors

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lost = self._lost(data.get("steps") or MOST_STEPS)
        if lost and not data.get("drop_words"):
            words = ngettext(
                "A shorter scale deletes %(count)d text written for the steps that go. Tick here if it may.",
                "A shorter scale deletes %(count)d texts written for the steps that go. Tick here if they may.",
                lost,
            )
            self.add_error("drop_words", words % {"count": lost})
        return data

    def _lost(self, steps: int) -> int:
        """How many texts a scale of so many steps has no place for."""
        labels = [text for step, text in self.definition.scale.labels.items() if step > steps and text]
        return len(labels) + sum(1 for item in self.definition.items for text in item.levels[steps:] if text)

    def apply(self, definition: Definition) -> Definition:
        """The definition with what was filled in."""
        data = self.cleaned_data
        steps = data["steps"]
        labels = {step: data.get(f"label_{step}") or LocalisedText() for step in range(1, steps + 1)}
        themes = (replace(theme, items=tuple(_with_steps(item, steps) for item in theme.items))
                  for theme in definition.themes)  # fmt: skip
        return replace(
            definition,
            title=data["title"],
            description=data["description"] or LocalisedText(),
            ambition=data["ambition"],
            example=data["example"],
            scale=Scale(1, steps, labels, data["unknown"] or LocalisedText()),
            themes=tuple(themes),
        )


def _with_steps(item: Item, steps: int) -> Item:
    """The item's own words for so many steps: cut off, or with room for those that come."""
    if not item.levels:
        return item
    levels = [*item.levels, *(LocalisedText() for _step in range(steps))][:steps]
    return replace(item, levels=tuple(levels) if any(levels) else ())


class UploadForm(forms.Form):
    """A file of YAML, small enough to be an instrument."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("YAML, as “Download” gives it. Nothing is stored before you have seen what is in it."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml,application/yaml"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than any instrument: at most 1 MB."))
        return file


class PublishForm(forms.Form):
    """The languages of a version, of which only the complete ones can be chosen."""

    languages = forms.MultipleChoiceField(label=gettext_lazy("Publish in"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, complete: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = list(complete)
        self.fields["languages"].choices = [(code, languages.OWN_NAMES[code]) for code in codes]
        self.fields["languages"].initial = codes
