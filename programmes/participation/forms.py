"""Forms for staff: organisations, leader groups, and the people in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from localisation.fields import LocalisedFormField
from programmes.participation.doors import people_of
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.participation.services import Person, address_of, enrol, free_slug
from programmes.tailoring.models import Programme


def deliveries() -> QuerySet[Programme]:
    """The programmes that people take part in."""
    return Programme.objects.filter(kind=Programme.Kind.DELIVERY)


class GroupsByProgramme(ModelChoiceIterator):
    """The choices under a heading for each programme."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for programme, rows in groupby(self.queryset, key=lambda group: group.programme):
            yield (str(programme), [self.choice(group) for group in rows])


class GroupChoiceField(forms.ModelChoiceField):
    """A leader group, said with its organisation under its programme."""

    iterator = GroupsByProgramme

    def label_from_instance(self, obj: LeaderGroup) -> str:
        return f"{obj.organisation} – {obj}"


def groups() -> QuerySet[LeaderGroup]:
    rows = LeaderGroup.objects.filter(programme__kind=Programme.Kind.DELIVERY)
    return rows.select_related("programme", "organisation").order_by("-programme__created_at", "organisation", "slug")


class OrganisationForm(WagtailAdminModelForm):
    class Meta:
        model = Organisation
        fields = ("name", "country", "sector")

    def save(self, commit: bool = True) -> Organisation:
        if not self.instance.slug:
            taken = set(Organisation.objects.values_list("slug", flat=True))
            self.instance.slug = free_slug(str(self.cleaned_data["name"]), taken)
        return super().save(commit)


class LeaderGroupForm(WagtailAdminModelForm):
    class Meta:
        model = LeaderGroup
        fields = ("programme", "organisation", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = people_of(self.for_user) if self.for_user else deliveries()
        # Participants' progress and mapping belong to the programme; a group can't take them elsewhere.
        self.fields["programme"].disabled = self.instance.pk is not None

    def save(self, commit: bool = True) -> LeaderGroup:
        if not self.instance.slug:
            taken = set(LeaderGroup.objects.filter(programme=self.instance.programme).values_list("slug", flat=True))
            self.instance.slug = free_slug(str(self.cleaned_data["name"]), taken)
        return super().save(commit)


class AddParticipantForm(WagtailAdminModelForm):
    """A person by name and address; whoever has logged in before is found again by the address."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The address they log in with."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    role = LocalisedFormField(label=_("Role"), max_length=200, required=False)
    leader_group = GroupChoiceField(label=_("Leader group"), queryset=LeaderGroup.objects.none())
    send_invitation = forms.BooleanField(label=_("Invite by mail"), required=False, initial=True)

    class Meta:
        model = Enrolment
        fields = ("name", "email", "language", "role", "leader_group", "send_invitation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {"programme__in": people_of(self.for_user).order_by().values("pk")} if self.for_user else {}
        self.fields["leader_group"].queryset = groups().filter(**own)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        address, group = cleaned.get("email"), cleaned.get("leader_group")
        if address and group and group.enrolments.filter(user__email=address_of(address)).exists():
            raise ValidationError({"email": _("This person is in the leader group already.")})
        return cleaned

    def save(self, commit: bool = True) -> Enrolment:
        chosen = self.cleaned_data
        person = Person(chosen["name"], chosen["email"], chosen["language"], chosen["role"])
        return enrol(person, chosen["leader_group"], send_invitation=chosen["send_invitation"], by=self.for_user)


class ParticipantForm(WagtailAdminModelForm):
    """What staff may change later. The address is the key to the account, so it is not among it."""

    leader_group = GroupChoiceField(label=_("Leader group"), queryset=LeaderGroup.objects.none())

    class Meta:
        model = Enrolment
        fields = ("role", "leader_group")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader_group"].queryset = groups().filter(programme=self.instance.leader_group.programme)

    def clean_leader_group(self) -> LeaderGroup:
        group = self.cleaned_data["leader_group"]
        if group.enrolments.filter(user=self.instance.user).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This person is in the leader group already."))
        return group
