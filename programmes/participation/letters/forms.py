"""The three switches."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.participation.letters.models import MailChoice


class MailChoiceForm(forms.ModelForm):
    class Meta:
        model = MailChoice
        fields = ("gatherings", "deadlines", "digest")
        help_texts = {
            "gatherings": _("A week before and the day before, with place, video link and what to prepare."),
            "deadlines": _("Three days before after-work is due, once, and only when you haven't marked it as done."),
            "digest": _("On Monday morning, when something opens, is due or happens."),
        }
