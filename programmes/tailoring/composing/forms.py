"""The four pages of a new programme as forms. What may be left empty follows from what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from localisation.fields import LocalisedFormField
from programmes.library.vocabulary import Country, Sector
from programmes.tailoring.composing.cases import Proposal
from programmes.tailoring.composing.clients import Client, groups_in
from programmes.tailoring.copying import Copy
from programmes.tailoring.focus.forms import AreasField
from programmes.tailoring.forms import CLIENTS_AIM, DayInput, LanguagesField, course_leaders
from programmes.tailoring.models import Programme, ProgrammeModule

EMPTY, EARLIER = "empty", "earlier"


class StartForm(forms.Form):
    """What the programme starts from: `start` is a template's key, an earlier programme, or nothing."""

    start = forms.CharField(error_messages={"required": _("Choose what the programme starts from.")})
    earlier = forms.ModelChoiceField(
        label=_("Earlier programme"), queryset=Programme.objects.none(), required=False, empty_label=None
    )

    def __init__(self, *args: Any, templates: Sequence[Programme], earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {str(template.pk): template for template in templates}
        self.fields["earlier"].queryset = earlier

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start = data.get("start")
        if start == EARLIER and not data.get("earlier"):
            self.add_error("earlier", _("Choose an earlier programme."))
        elif start and start not in {EMPTY, EARLIER, *self.templates}:
            self.add_error("start", _("This template is gone. Choose another."))
        return data

    def answers(self) -> dict[str, Any]:
        start, earlier = self.cleaned_data["start"], self.cleaned_data["earlier"]
        source = earlier if start == EARLIER else self.templates.get(start)
        return {"start": start, "source": source.pk if source else None}


class KnownInput(forms.TextInput):
    """A text with what is known already to choose from."""

    template_name = "staff/composing/known_input.html"

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self.known = list(known)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-known"})
        return {**context, "known": self.known}


class ClientForm(forms.Form):
    """Whom the programme is for."""

    client = forms.CharField(
        label=_("Client"), max_length=200, error_messages={"required": _("Write whom the programme is for.")}
    )
    groups = forms.CharField(
        label=_("Leader groups"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line. For another organisation than the client: “Organisation: group”."),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=[("", _("The client's, otherwise mine")), *Country.choices]
    )
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("The client's, if it is known")), *Sector.choices]
    )
    languages = LanguagesField(required=False, help_text=_("Tick none for the language of the country."))
    title = LocalisedFormField(
        label=_("Title"), max_length=200, required=False,
        help_text=_("Empty: the name of the template and the client."),
    )  # fmt: skip
    course_leader = forms.ModelChoiceField(label=_("Course leader"), queryset=User.objects.none(), required=False)
    aim = LocalisedFormField(label=CLIENTS_AIM, long=True, required=False)
    areas = AreasField()

    def __init__(self, *args: Any, clients: Sequence[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course_leader"].queryset = course_leaders()
        self.fields["client"].widget = KnownInput(str(client.name) for client in clients)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            groups_in(data.get("groups", ""), data.get("client", ""))
        except ValidationError as problems:
            self.add_error("groups", problems)
        return data

    def answers(self) -> dict[str, Any]:
        leader = self.cleaned_data["course_leader"]
        return {**self.cleaned_data, "course_leader": leader.pk if leader else None}


class ScheduleForm(forms.Form):
    """When it starts; how long each module takes; on which day each gathering is."""

    starts_on = forms.DateField(
        label=_("First day"), widget=DayInput, error_messages={"required": _("Choose the first day of the programme.")}
    )
    summer = forms.BooleanField(
        label=_("Pause in July"), required=False, help_text=_("A module that runs into July goes on in August.")
    )

    def __init__(self, *args: Any, copy: Copy, given: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = given
        for module in copy.modules:
            self.fields[weeks_name(module)] = forms.IntegerField(
                label=_("Weeks"), min_value=1, max_value=60, initial=module.weeks
            )
        for key, gathering in copy.gathering_of.items():
            day = gathering.starts_at.date() if gathering.starts_at else None
            self.fields[day_name(key)] = forms.DateField(label=_("Day"), widget=DayInput, required=False, initial=day)

    def answers(self) -> dict[str, Any]:
        """Only what differs from what follows by itself; a day that is emptied follows again."""
        data = self.cleaned_data
        weeks, days = {**self.given.get("weeks", {})}, {**self.given.get("days", {})}
        for name in self.changed_data:
            what, _dash, key = name.partition("-")
            if what == "weeks":
                weeks[key] = data[name]
            elif what == "day":
                days[key] = data[name]
        days = {key: day for key, day in days.items() if day}
        return {"starts_on": data["starts_on"], "summer": data["summer"], "weeks": weeks, "days": days}


def weeks_name(module: ProgrammeModule) -> str:
    return f"weeks-{module.module.code}"


def day_name(key: str) -> str:
    return f"day-{key}"


class SummaryForm(forms.Form):
    """Which of the proposed cases go into the programme."""

    cases = forms.MultipleChoiceField(label=_("Cases"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = [(proposal.key, str(proposal.thing)) for proposal in proposals]

    def answers(self) -> dict[str, Any]:
        return {"cases": self.cleaned_data["cases"]}
