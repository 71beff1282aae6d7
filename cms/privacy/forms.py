"""The one question before somebody is erased."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I have read this and want to be deleted"),
        error_messages={"required": _("Tick this if you want to be deleted.")},
    )
