"""What somebody shows of themselves on the network list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.participation.groups.models import NetworkEntry


class NetworkForm(forms.ModelForm):
    """The name is always shown; the rest is a choice."""

    class Meta:
        model = NetworkEntry
        fields = ("shows_role", "shows_organisation", "email", "phone")
        widgets = {
            "email": forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"class": "input", "autocomplete": "tel", "type": "tel"}),
        }
        help_texts = {"email": _("Shown as you write it here."), "phone": _("Shown as you write it here.")}
