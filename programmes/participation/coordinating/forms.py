"""What a coordinator fills in, and the form with which staff appoint one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.tables.reading import ENDINGS
from programmes.participation.coordinating.access import Coordination
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.participation.services import Person, address_of
from programmes.tailoring.models import Programme

LARGEST_FILE = 2 * 1024 * 1024  # bytes


class PersonForm(forms.Form):
    """A person to enrol. They read their own language's role; the other language falls back to it."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail"), help_text=_("The address they log in with."))
    role = forms.CharField(label=_("Role"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def person(self) -> Person:
        said = self.cleaned_data
        role = {said["language"]: said["role"]} if said["role"] else {}
        return Person(said["name"], said["email"], said["language"], role)


class SupplyForm(PersonForm):
    """A new participant in one of the coordinator's leader groups."""

    leader_group = forms.ModelChoiceField(
        label=_("Leader group"), queryset=LeaderGroup.objects.none(), empty_label=_("Choose a group")
    )

    def __init__(self, coordination: Coordination, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader_group"].queryset = coordination.groups

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        address, group = cleaned.get("email"), cleaned.get("leader_group")
        if address and group and group.enrolments.filter(user__email=address_of(address)).exists():
            self.add_error("email", ValidationError(_("This person is in the leader group already.")))
        return cleaned


class ReplaceForm(PersonForm):
    """Who takes over a place."""

    def __init__(self, place: Enrolment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def clean_email(self) -> str:
        address = address_of(self.cleaned_data["email"])
        if self.place.leader_group.enrolments.filter(user__email=address).exists():
            raise ValidationError(_("This person is in the leader group already."))
        return address


class ListForm(forms.Form):
    table = forms.FileField(label=_("The list"), widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}))

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if not table.name.lower().endswith(ENDINGS):
            raise ValidationError(_("The file is not a table of CSV or XLSX."))
        if table.size > LARGEST_FILE:
            raise ValidationError(_("The file is too large."))
        return table


class AppointForm(forms.Form):
    """For staff: who coordinates which of the programme's organisations."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The address they log in with."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = LeaderGroup.objects.filter(programme=programme).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=there)
