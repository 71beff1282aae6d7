"""The form of a programme's focus areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from programmes.library import taxonomy

MOST = 5


class AreasField(forms.MultipleChoiceField):
    """Abilities and themes to tick, a few at most."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        words = _("What this programme is to develop above all: at most five. The library is searched for them.")
        super().__init__(label=_("Focus areas"), required=False, choices=taxonomy.choices, help_text=words, **kwargs)

    def clean(self, value: Any) -> list[str]:
        ticked: list[str] = super().clean(value)
        if len(ticked) > MOST:
            words = ngettext_lazy(
                "Choose at most five. %(count)d is ticked.", "Choose at most five. %(count)d are ticked.", len(ticked)
            )
            raise forms.ValidationError(words % {"count": len(ticked)})
        return ticked


class FocusForm(forms.Form):
    """Those chosen earlier keep their place before the new ones."""

    areas = AreasField()

    def __init__(self, *args: Any, chosen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"areas": chosen}
        self.chosen = chosen

    def clean_areas(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["areas"]
        kept = [code for code in self.chosen if code in ticked]
        return [*kept, *(code for code in ticked if code not in kept)]
