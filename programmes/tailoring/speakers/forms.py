"""What the speakers' calendar is narrowed by."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.library.models import Thing
from programmes.library.querysets import speakers_on
from programmes.library.vocabulary import Country, Theme, ThingKind
from programmes.tailoring.speakers.month import Month, steps

# A browser's own field for a month speaks the browser's language, so months are chosen from a list in the page's.
BACK, AHEAD = 12, 24


def months_to_choose(asked: str) -> list[tuple[str, Any]]:
    """From a year before the month asked for, or this one, to two years after it; each in words."""
    this_month = Month.of(timezone.localdate())
    try:
        middle = Month.parse(asked)
    except ValueError:
        middle = this_month
    months = [*reversed(list(islice(steps(middle, "before"), BACK))), middle, *islice(steps(middle, "after"), AHEAD)]
    return [("", _("This month")), *((str(month), date_format(month.first, "F Y")) for month in months)]


class CalendarForm(forms.Form):
    month = forms.CharField(label=_("Month"), required=False, widget=forms.Select)
    speaker = forms.ModelChoiceField(
        label=_("Speaker"), queryset=Thing.objects.none(), required=False, empty_label=_("All")
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].widget.choices = months_to_choose(self.data.get("month", ""))
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
