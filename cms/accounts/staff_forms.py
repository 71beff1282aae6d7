"""Wagtail's forms for people, with the languages that somebody translates into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.accounts.models import User


class Languages(forms.Form):
    """Mixed into a form of Wagtail's."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("They read the site and the mails in it."),
    )
    translates = forms.MultipleChoiceField(
        label=_("Translates into"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("For translators: the languages they write in. Editors write in all."),
    )  # fmt: skip


class NewUserForm(Languages, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | {"language", "translates"}


class ChangeUserForm(Languages, UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | {"language", "translates"}


def form_class(for_update: bool) -> type[Any]:
    return ChangeUserForm if for_update else NewUserForm
