"""A participant's answers about a gathering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.participation.gatherings.models import Evaluation

MARKS = [
    (1, _("1 – not at all")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5 – very much")),
]
LONGEST_TEXT = 4000


def _mark(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=MARKS, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )  # fmt: skip


class AttendanceForm(forms.Form):
    coming = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")


class EvaluationForm(forms.ModelForm):
    """Two marks and a free text."""

    useful = _mark(_("Can you use what you learned in your work?"))
    talk = _mark(_("Was there time enough to talk together?"))
    text = forms.CharField(
        label=_("What should we do in another way next time?"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    class Meta:
        model = Evaluation
        fields = ("useful", "talk", "text")
