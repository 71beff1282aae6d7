"""Handing in a list of library objects, and saying what becomes of those that are there already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.tables.reading import ENDINGS

LARGEST = 10 * 1024 * 1024  # bytes
SKIP, UPDATE = "skip", "update"


class HandInForm(forms.Form):
    """A list of one kind."""

    kind = forms.ChoiceField(label=_("What is on the list"), widget=forms.RadioSelect)
    table = forms.FileField(
        label=_("List"),
        help_text=_("CSV or XLSX. Use the headings of the empty list."),
        error_messages={"required": _("Choose a CSV or XLSX file.")},
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["table"].widget.attrs["accept"] = ",".join(ENDINGS)

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if not table.name.lower().endswith(ENDINGS):
            raise ValidationError(_("Choose a CSV or XLSX file."))
        if table.size > LARGEST:
            raise ValidationError(_("The file is too large."))
        return table


class ConfirmForm(forms.Form):
    """Yes to what was found."""

    existing = forms.ChoiceField(
        label=_("What the library has already"),
        widget=forms.RadioSelect,
        initial=SKIP,
        choices=[(SKIP, _("Leave it as it is")), (UPDATE, _("Write what the list says into a draft"))],
    )

    def __init__(self, *args: Any, has_existing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_existing:
            del self.fields["existing"]
