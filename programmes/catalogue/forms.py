"""The enquiry form: few fields, and what each of them needs said in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.catalogue.traps import new_token

LONGEST_MESSAGE = 5000
MOST_LEADERS = 100_000


class LineField(forms.CharField):
    """Text on one line: line breaks, which could end up in the head of a mail, become spaces."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class EnquiryForm(forms.Form):
    """offering: the slug of the offering's page the visitor came from."""

    name = LineField(
        label=_("Name"),
        max_length=100,
        error_messages={"required": _("Write your name, so that we know whom we are answering.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = LineField(
        label=_("Organisation"),
        max_length=200,
        error_messages={"required": _("Write where you work.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={
            "required": _("Write your e-mail address, so that we can answer."),
            "invalid": _("Write a whole e-mail address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = LineField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    leaders = forms.IntegerField(
        label=_("How many leaders?"),
        required=False,
        min_value=1,
        max_value=MOST_LEADERS,
        help_text=_("Roughly is fine."),
        error_messages={
            "invalid": _("Write the number in digits, such as 12."),
            "min_value": _("Write a number of at least 1, or leave the field empty."),
        },
    )
    message = forms.CharField(
        label=pgettext_lazy("enquiry", "What would you like?"),
        required=False,
        max_length=LONGEST_MESSAGE,
        help_text=_("A few sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    newsletter = forms.BooleanField(label=_("Send me the newsletter, four times a year"), required=False)
    offering = forms.SlugField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    # Seen by machines only; see `traps`.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offering: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"offering": offering, "token": new_token(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def given_back(self, token: str) -> EnquiryForm:
        """The same form with all that was written, but another token and an empty trap."""
        written = {name: self.data.get(name, "") for name in self.fields if name in self.data}
        return EnquiryForm({**written, "website": "", "token": token})
