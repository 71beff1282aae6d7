"""The form of a programme's focus areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from programmes.library import taxonomy

MOST = 5


class FocusForm(forms.Form):
    """Abilities and themes, ticked. Those chosen earlier keep their place before the new ones."""

    areas = forms.MultipleChoiceField(
        label=_("Focus areas"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What this programme is to develop above all: at most five. The library is searched for them."),
    )  # fmt: skip

    def __init__(self, *args: Any, chosen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"areas": chosen}
        self.chosen = chosen
        self.fields["areas"].choices = taxonomy.choices()

    def clean_areas(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["areas"]
        if len(ticked) > MOST:
            words = ngettext_lazy(
                "Choose at most five. %(count)d is ticked.", "Choose at most five. %(count)d are ticked.", len(ticked)
            )
            raise forms.ValidationError(words % {"count": len(ticked)})
        kept = [code for code in self.chosen if code in ticked]
        return [*kept, *(code for code in ticked if code not in kept)]
