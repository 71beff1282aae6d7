"""What staff decide about an offer, and what the client writes on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.tailoring.offers.models import AgreementText

HOLDS_FOR = timedelta(days=30)
LONGEST_COMMENT = 5000
HIGHEST_PRICE = 100_000_000


class LineField(forms.CharField):
    """Text on one line: line breaks, which could end up in the head of a mail, become spaces."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class OfferForm(forms.Form):
    """today: the first day on which an offer may end."""

    price = forms.IntegerField(
        label=_("Price in whole kroner"), min_value=0, max_value=HIGHEST_PRICE,
        help_text=_("For the whole programme, without VAT."),
        error_messages={"invalid": _("Write the price in digits, without spaces.")},
    )  # fmt: skip
    valid_until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The client can accept until the end of this day."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_until": today + HOLDS_FOR, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_valid_until(self) -> date:
        day: date = self.cleaned_data["valid_until"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class PersonForm(forms.Form):
    name = LineField(
        label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address, so that we can answer."),
            "invalid": _("Write a whole e-mail address, such as name@example.org."),
        },
    )  # fmt: skip


class AcceptForm(PersonForm):
    title = LineField(
        label=_("Job title"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": _("Write your job title.")},
    )  # fmt: skip
    field_order = ["name", "title", "email"]


class CommentForm(PersonForm):
    text = forms.CharField(
        label=_("What would you like to say or ask?"), max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}), error_messages={"required": _("Write your comment.")},
    )  # fmt: skip


class AgreementTextForm(forms.ModelForm):
    class Meta:
        model = AgreementText
        fields = ["text", "is_example"]
