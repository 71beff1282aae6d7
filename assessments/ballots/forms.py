"""Planning a round. What a promise rests on can be chosen until the round opens, and not after."""

from __future__ import annotations

from copy import copy
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assessments.ballots.access import conducted_by
from assessments.ballots.models import EARLIEST_HOUR, LATEST_HOUR, MINIMUM_K, Round
from assessments.ballots.opening import next_number
from assessments.instruments.models import Instrument, InstrumentVersion
from cms.accounts.models import User
from localisation import nordic
from programmes.tailoring.models import Programme

# The forms of this page stand in a language; the browser shows and sends moments as the site's own time.
MOMENT = "%Y-%m-%dT%H:%M"
FROZEN = _("Frozen when the round opened: participants were promised this before they answered.")


# Reminders more often than this would be nagging.
DAYS_BEFORE = (7, 3, 1)


def days_before() -> list[tuple[int, str]]:
    words = ngettext_lazy("%(number)d day before it closes", "%(number)d days before it closes", "number")
    return [(number, words % {"number": number}) for number in DAYS_BEFORE]


def hours_of_day() -> list[tuple[int, str]]:
    return [(hour, nordic.clock(time(hour))) for hour in range(EARLIEST_HOUR, LATEST_HOUR + 1)]


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a date and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT)


class RoundForm(forms.ModelForm):
    """A planned round: which programme answers which instrument, when, and how careful the results are."""

    instrument = forms.ModelChoiceField(
        Instrument.objects.filter(versions__published_at__isnull=False).distinct(), label=_("Instrument")
    )
    remind_days = forms.TypedMultipleChoiceField(
        choices=days_before, coerce=int, widget=forms.CheckboxSelectMultiple, required=False, label=_("Reminders"),
        help_text=_("By mail to all who have not delivered by then, in one batch. Who got it is not kept."),
    )  # fmt: skip
    remind_hour = forms.TypedChoiceField(choices=hours_of_day, coerce=int, label=_("Hour of the reminders"))

    class Meta:
        model = Round
        fields = [
            "programme", "instrument", "opens_at", "closes_at", "remind_days", "remind_hour", "k", "detail_from",
            "free_text",
        ]  # fmt: skip
        widgets = {"opens_at": MomentInput, "closes_at": MomentInput}
        help_texts = {
            "opens_at": _("Leave it out to open the round by hand, for example in a gathering."),
            "closes_at": _("The round closes by itself then, unless you close it by hand before."),
            "k": _("A group with fewer answers is never shown. At least 5; it can't be changed after opening."),
            "detail_from": _(
                "From so many answers a group sees how many chose each step; below, only averages in half steps. "
                "It can't be changed after opening."
            ),
            "free_text": _(
                "Asks the instrument's open questions too. What is written is read by the course leader first, and "
                "only when at least 8 have written."
            ),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = conducted_by(by)
        self.fields["closes_at"].required = True
        self.fields["k"].validators.append(MinValueValidator(MINIMUM_K))
        self.fields["k"].widget.attrs["min"] = MINIMUM_K
        if self.instance.pk:
            self.fields["instrument"].initial = self.instance.version.instrument_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if closes and closes <= (opens or timezone.now()):
            self.add_error("closes_at", _("The round has to close after it opens."))
        fewest, detail_from = data.get("k"), data.get("detail_from")
        if fewest and detail_from and detail_from < fewest:
            self.add_error("detail_from", _("Choose at least as many as the fewest answers shown."))
        return data

    def _check_free_text(self) -> None:
        """Once the version is known: nobody plans for free text that no question asks for."""
        if self.cleaned_data.get("free_text") and self.instance.version_id and not self.instance.version.content.texts:
            self.add_error("free_text", _("This instrument has no questions of free text."))

    def _post_clean(self) -> None:
        """The version and the number belong to the round before its constraints are checked."""
        instrument, programme = self.cleaned_data.get("instrument"), self.cleaned_data.get("programme")
        if instrument and programme:
            self._take(instrument, programme)
            self._check_free_text()
        super()._post_clean()

    def _take(self, instrument: Instrument, programme: Programme) -> None:
        stored = self.instance.version.instrument_id if self.instance.version_id else None
        if stored == instrument.pk and self.instance.programme_id == programme.pk:
            return
        version = InstrumentVersion.objects.published().filter(instrument=instrument).order_by("-number")[0]
        self.instance.version = version
        self.instance.number = next_number(programme, version)


class OpenRoundForm(RoundForm):
    """A round that has opened: only its end can be moved. The other fields say why they can't."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "closes_at":
                field.disabled = True
                field.help_text = FROZEN

    def clean(self) -> dict[str, Any]:
        """A browser doesn't send what it can't change: whoever does, is told why it is refused."""
        for name in [name for name, field in self.fields.items() if field.disabled and self._would_change(name)]:
            self.add_error(name, FROZEN)
        return super().clean()

    def _would_change(self, name: str) -> bool:
        key = self.add_prefix(name)
        if key not in self.data:
            return False
        field = copy(self.fields[name])
        field.disabled = False
        sent = field.widget.value_from_datadict(self.data, self.files, key)
        return field.has_changed(self.get_initial_for_field(field, name), sent)

    def clean_closes_at(self) -> Any:
        """Moving the end forward is fine; an end in the past would be a surprise."""
        closes = self.cleaned_data["closes_at"]
        if closes <= timezone.now():
            raise ValidationError(_("Choose a moment to come, or close the round by its button."))
        return closes
