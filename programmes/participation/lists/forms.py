"""Handing in a list of participants, and confirming what was found in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.tables.reading import ENDINGS
from programmes.participation.doors import people_of
from programmes.tailoring.models import Programme

LARGEST = 10 * 1024 * 1024  # bytes; more than twenty thousand people


class HandInForm(forms.Form):
    """A list for one programme."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    table = forms.FileField(
        label=_("List"),
        help_text=_(
            "CSV or XLSX with the columns name, e-mail, language, role, organisation and leader group. "
            "Language and role may be left out."
        ),
        error_messages={"required": _("Choose a CSV or XLSX file.")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = people_of(by)
        self.fields["table"].widget.attrs["accept"] = ",".join(ENDINGS)

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if not table.name.lower().endswith(ENDINGS):
            raise ValidationError(_("Choose a CSV or XLSX file."))
        if table.size > LARGEST:
            raise ValidationError(_("The file is too large."))
        return table


class ConfirmForm(forms.Form):
    """Yes to what was found. Groups that the programme lacks are made only when somebody says so."""

    create_groups = forms.BooleanField(
        label=_("Make the organisations and leader groups that are missing"),
        required=False,
        error_messages={"required": _("Tick this, or mend the names in the list and hand it in again.")},
    )
    send_invitation = forms.BooleanField(label=_("Invite those who are added by mail"), required=False, initial=True)

    def __init__(self, *args: Any, has_missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_missing:
            self.fields["create_groups"].required = True
        else:
            del self.fields["create_groups"]
