"""A form of texts. Beside each stands what it was when the writer began from it, so that nothing of others is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from programmes.participation.writing.merging import merge

LONGEST = 20_000  # characters in one text


class Asked(NamedTuple):
    """One text of a form: what is asked, and what stands there."""

    label: str
    text: str


class Written(NamedTuple):
    """What somebody wrote, and what they began from."""

    base: str
    text: str


class Saved(NamedTuple):
    """What stands there now. `clashed`: both somebody else and the writer had changed the same lines."""

    texts: list[str]
    clashed: bool


class NotSaved(Exception):
    """What is written can't be saved now, in words for the writer. It stays in the form."""


class TextField(forms.CharField):
    """Lines end as they do here, and nothing but the end of a text is trimmed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    @sensitive_variables()
    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").rstrip()


class WritingForm(forms.Form):
    """Fields `text-0`, `base-0` and so on. `label` of a text is a question, in the language of the page."""

    def __init__(self, asked: Sequence[Asked], data: Mapping[str, Any] | None = None, key: str = "") -> None:
        super().__init__(data, auto_id=f"{key}%s" if key else "%s")
        self.number = len(asked)
        for place, (label, text) in enumerate(asked):
            area = forms.Textarea(attrs={"class": "input", "maxlength": LONGEST, "autocomplete": "off", "rows": 6})
            self.fields[f"text-{place}"] = TextField(label=label, initial=text, max_length=LONGEST, widget=area)
            self.fields[f"base-{place}"] = TextField(initial=text, max_length=3 * LONGEST, widget=forms.HiddenInput)

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[f"text-{place}"] for place in range(self.number)]

    @property
    def bases(self) -> list[forms.BoundField]:
        return [self[f"base-{place}"] for place in range(self.number)]

    @sensitive_variables()
    def written(self) -> list[Written]:
        """What was written; the form is valid."""
        data = self.cleaned_data
        return [Written(data[f"base-{place}"], data[f"text-{place}"]) for place in range(self.number)]


@sensitive_variables()
def bring_together(written: Sequence[Written], stored: Sequence[str]) -> Saved:
    """What somebody wrote together with what has been stored since they began. A missing stored text is empty."""
    padded = [*stored, *[""] * len(written)]
    merged = [merge(mine.base, mine.text, padded[place]) for place, mine in enumerate(written)]
    # What the form did not ask for (a question fewer in a newer edition) stays.
    kept = list(stored[len(written) :])
    return Saved([*(one.text for one in merged), *kept], any(one.clashed for one in merged))


def both_kept() -> str:
    """What is said when two wrote in the same place."""
    return _("This was written in two places at once. Both texts are kept, below one another. Read them through.")
