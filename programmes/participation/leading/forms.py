"""What the course leader fills in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from localisation.fields import LocalisedFormField, LocalisedWidget
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.leading.services import Draft
from programmes.participation.models import LeaderGroup
from programmes.tailoring.models import Programme


class MessageForm(forms.Form):
    """A message in as many languages as its recipients read. `key` says that it is the same form again."""

    audience = forms.ChoiceField(
        label=_("To"), choices=ProgrammeMessage.Audience.choices, initial=ProgrammeMessage.Audience.EVERYBODY
    )
    leader_group = forms.ModelChoiceField(
        label=_("Leader group"), queryset=LeaderGroup.objects.none(), required=False, empty_label=_("Choose a group"),
        help_text=_("Only for a message to one leader group."),
    )  # fmt: skip
    subject = LocalisedFormField(label=_("Subject"), max_length=200)
    text = LocalisedFormField(
        label=_("Text"), widget=LocalisedWidget(long=True, attrs={"rows": 8}), max_length=5000,
        help_text=_("Everybody gets it in their own language; where you leave one out, in the other."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        rows = LeaderGroup.objects.filter(programme=programme).select_related("organisation")
        self.fields["leader_group"].queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("audience") == ProgrammeMessage.Audience.GROUP and not cleaned.get("leader_group"):
            self.add_error("leader_group", ValidationError(_("Choose the leader group that is to get it.")))
        return cleaned

    @property
    def draft(self) -> Draft:
        said = self.cleaned_data
        to_group = said["audience"] == ProgrammeMessage.Audience.GROUP
        group = said["leader_group"] if to_group else None
        return Draft(said["key"], said["audience"], said["subject"], said["text"], group)
