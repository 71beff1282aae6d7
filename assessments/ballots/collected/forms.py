"""Handing in a table of answers, and confirming what was found in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.ballots.access import conducted_by
from assessments.ballots.collected.importing import Rules
from assessments.ballots.models import MINIMUM_K
from assessments.ballots.opening import DETAIL_FROM
from assessments.instruments.models import Instrument
from cms.accounts.models import User
from cms.tables.reading import ENDINGS
from programmes.tailoring.models import Programme

LARGEST = 10 * 1024 * 1024  # bytes; more than twenty thousand respondents
MOST = 1000


class HandInForm(forms.Form):
    """A table, what it answers, for whom, and how careful the results are."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"))
    instrument = forms.ModelChoiceField(Instrument.objects.none(), label=_("Instrument"))
    table = forms.FileField(
        label=_("Table of answers"),
        help_text=_("CSV or XLSX, a row for each respondent. An empty cell is “don't know”."),
        error_messages={"required": _("Choose a CSV or XLSX file of at most 10 MB.")},
    )
    k = forms.IntegerField(
        label=_("Fewest answers shown"), initial=MINIMUM_K, min_value=MINIMUM_K, max_value=MOST,
        help_text=_("A group with fewer answers is never shown. At least 5."),
    )  # fmt: skip
    detail_from = forms.IntegerField(
        label=_("Full detail from"), initial=DETAIL_FROM, min_value=MINIMUM_K, max_value=MOST,
        help_text=_(
            "From so many answers a group sees how many chose each step; below, only averages in half steps. Choose "
            "what those who answered were promised."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = conducted_by(by)
        self.fields["instrument"].queryset = Instrument.objects.filter(versions__isnull=False).distinct()
        self.fields["table"].widget.attrs["accept"] = ",".join(ENDINGS)

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if not table.name.lower().endswith(ENDINGS):
            raise ValidationError(_("Choose a CSV or XLSX file of at most 10 MB."))
        return table

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        fewest, detail_from = data.get("k"), data.get("detail_from")
        if fewest and detail_from and detail_from < fewest:
            self.add_error("detail_from", _("Choose at least as many as the fewest answers shown."))
        return data

    @property
    def rules(self) -> Rules:
        return Rules(self.cleaned_data["k"], self.cleaned_data["detail_from"])


class ConfirmForm(forms.Form):
    """Yes to what was found. Units that the programme lacks are made only when somebody says so."""

    create_units = forms.BooleanField(
        label=_("Make the organisations and leader groups that are missing"),
        required=False,
        error_messages={"required": _("Tick this, or mend the names in the table and hand it in again.")},
    )

    def __init__(self, *args: Any, has_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_new:
            self.fields["create_units"].required = True
        else:
            del self.fields["create_units"]
