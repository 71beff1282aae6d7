"""What the speakers' calendar is narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.library.models import Thing
from programmes.library.querysets import speakers_on
from programmes.library.vocabulary import Country, Theme, ThingKind
from programmes.tailoring.speakers.month import Month


class MonthInput(forms.DateInput):
    input_type = "month"


class CalendarForm(forms.Form):
    month = forms.CharField(label=_("Month"), required=False, widget=MonthInput)
    speaker = forms.ModelChoiceField(
        label=_("Speaker"), queryset=Thing.objects.none(), required=False, empty_label=_("All")
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].queryset = Thing.objects.on_offer(ThingKind.SPEAKER).order_by("label")
        for name, choices in (("theme", Theme.choices), ("country", Country.choices)):
            self.fields[name].choices = [("", _("All")), *choices]

    def clean_month(self) -> Month | None:
        """The month; None when none was asked for."""
        text = self.cleaned_data["month"]
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError:
            raise forms.ValidationError(_("Write the month as 2027-02.")) from None

    def condition(self) -> Q:
        """Which rows of speakers fit; what is wrong narrows nothing."""
        chosen, found = getattr(self, "cleaned_data", {}), Q()
        if chosen.get("speaker"):
            found &= Q(translation_key=chosen["speaker"].pk)
        if chosen.get("country"):
            found &= Q(country=chosen["country"])
        if chosen.get("theme"):
            found &= Q(translation_key__in=speakers_on(chosen["theme"]))
        return found
