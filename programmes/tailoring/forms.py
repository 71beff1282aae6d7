"""What staff fill in: a new programme, its facts, a module's time, a gathering, an item."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import ModelPermissionPolicy

from cms.accounts.models import User
from localisation import languages
from programmes.library.choosers import speaker_chooser
from programmes.library.models import Thing
from programmes.library.vocabulary import ElementKind, Phase, ThingKind
from programmes.tailoring import services
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.plan import in_place, module_titles, speaker_key
from programmes.tailoring.schedule import at
from programmes.tailoring.speakers import booking

NONE = [("", "–")]
CLIENTS_AIM = _("What the client wants to achieve")
ABOUT_TEMPLATE = _("About the template")


class DayInput(forms.DateInput):
    """The browser's own date field, which speaks the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def course_leaders() -> QuerySet[User]:
    """Active people who may lead programmes: those with the right to, and those who compose them all."""
    policy = ModelPermissionPolicy(Programme)
    people: QuerySet[User] = policy.users_with_any_permission(["change", "lead"])
    return people.order_by("first_name", "last_name", "email")


class LanguagesField(forms.MultipleChoiceField):
    """The languages participants have, as a list of codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=settings.LANGUAGES, label=_("Languages of the participants"), **kwargs)


class ProgrammeForm(forms.ModelForm):
    """What a programme is called, for whom it is, and who leads it."""

    languages = LanguagesField()

    class Meta:
        model = Programme
        fields = ("title", "client", "aim", "languages", "country", "sector", "course_leader", "kept_months", "slug")
        labels = {"aim": CLIENTS_AIM, "slug": _("Short name in addresses")}
        help_texts = {
            "kept_months": _(
                "Counted from the day the programme is completed. After that participants have their own data."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course_leader"].queryset = course_leaders()
        self.fields["kept_months"].required = False
        if self.instance.is_template:
            self.fields["aim"].label = ABOUT_TEMPLATE
            for name in ("client", "country", "sector", "course_leader", "kept_months"):
                del self.fields[name]

    def clean_kept_months(self) -> int:
        """Left empty, it stays as it was agreed."""
        return self.cleaned_data["kept_months"] or self.instance.kept_months


class NewTemplateForm(forms.ModelForm):
    languages = LanguagesField()

    class Meta:
        model = Programme
        fields = ("title", "languages", "aim")
        labels = {"aim": ABOUT_TEMPLATE}

    def save(self, commit: bool = True) -> Programme:
        self.instance.kind = Programme.Kind.TEMPLATE
        self.instance.slug = services.free_slug(str(self.cleaned_data["title"]))
        return super().save(commit)


class ModuleTimeForm(forms.ModelForm):
    """When a module runs. Its items and gatherings move along."""

    class Meta:
        model = ProgrammeModule
        fields = ("weeks", "starts_on", "pause_from", "pause_to")
        widgets = {name: DayInput for name in ("starts_on", "pause_from", "pause_to")}
        help_texts = {
            "weeks": _("Weeks of work, without the pause."),
            "pause_from": _("For example the summer holidays. Everything after the pause moves on."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.programme.is_template:
            for name in ("starts_on", "pause_from", "pause_to"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, end, start = data.get("pause_from"), data.get("pause_to"), data.get("starts_on")
        if bool(begin) != bool(end) and "pause_to" not in self.errors:
            self.add_error("pause_to" if begin else "pause_from", _("A pause has a first and a last day."))
        elif begin and end and end < begin:
            self.add_error("pause_to", _("The pause ends before it begins."))
        elif begin and start and begin <= start:
            self.add_error("pause_from", _("The pause begins before the module does. Move the start instead."))
        return data

    def save(self, commit: bool = True) -> ProgrammeModule:
        if self.has_changed():
            services.reschedule(self.instance)
        return self.instance


# What only a gathering of a programme has; a template's has a week and a weekday.
OF_A_DAY = ("day", "begins", "last_day", "ends", "cancelled")


class GatheringForm(forms.ModelForm):
    """A gathering by its day and hours, as people say them."""

    day = forms.DateField(label=_("Day"), widget=DayInput, required=False)
    begins = forms.TimeField(label=_("Begins at"), widget=ClockInput, required=False)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Only when it takes more than one day.")
    )
    ends = forms.TimeField(label=_("Ends at"), widget=ClockInput, required=False)
    cancelled = forms.BooleanField(
        label=_("The gathering is cancelled"), required=False,
        help_text=_("Participants are told by mail, and their calendars strike it out. You can take it back."),
    )  # fmt: skip

    class Meta:
        model = Gathering
        fields = ("title", "week", "weekday", "days", "timezone", "venue", "address", "video_link", "prepare")

    field_order = ("title", "day", "begins", "last_day", "ends", "week", "weekday", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.programme_module.programme.is_template:
            for name in (
                "day",
                "begins",
                "last_day",
                "ends",
                "timezone",
                "venue",
                "address",
                "video_link",
                "cancelled",
            ):
                del self.fields[name]
            return
        for name in ("week", "weekday", "days"):
            del self.fields[name]
        self._show_time()

    def _show_time(self) -> None:
        gathering = self.instance
        self.initial["cancelled"] = gathering.cancelled_at is not None
        if gathering.starts_at:
            start = in_place(gathering, gathering.starts_at)
            self.initial |= {"day": start.date(), "begins": start.time()}
        else:
            self.initial |= {"begins": services.DAY[0], "ends": services.DAY[1]}
        if gathering.starts_at and gathering.ends_at:
            end = in_place(gathering, gathering.ends_at)
            last = end.date() if end.date() != self.initial["day"] else None
            self.initial |= {"last_day": last, "ends": end.time()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if not day or "day" not in self.fields:
            return data
        for name, value in (("begins", begins), ("ends", ends)):
            if value is None and name not in self.errors:
                self.add_error(name, _("Say when, so that it stands in the calendar."))
        last = data.get("last_day") or day
        if begins and ends and datetime.combine(last, ends) <= datetime.combine(day, begins):
            self.add_error("last_day" if last < day else "ends", _("The gathering ends before it begins."))
        return data

    def save(self, commit: bool = True) -> Gathering:
        if "day" in self.fields:
            self._set_time()
            self._set_cancelled()
        gathering: Gathering = super().save(commit)
        services.touch(gathering.programme_module)
        return gathering

    def _set_time(self) -> None:
        data, gathering = self.cleaned_data, self.instance
        before = (gathering.starts_at, gathering.ends_at)
        day, zone = data["day"], data["timezone"]
        gathering.starts_at = at(day, f"{data['begins']:%H:%M}", zone) if day else None
        gathering.ends_at = at(data["last_day"] or day, f"{data['ends']:%H:%M}", zone) if day else None
        if before != (gathering.starts_at, gathering.ends_at):
            # A day that was agreed on no longer moves with the module.
            gathering.week = None if gathering.starts_at else gathering.week
            gathering.sequence += 1

    def _set_cancelled(self) -> None:
        cancelled = self.cleaned_data["cancelled"]
        if cancelled == (self.instance.cancelled_at is not None):
            return
        self.instance.cancelled_at = timezone.now() if cancelled else None
        self.instance.sequence += 1


def _is(item: ProgrammeItem, kind: ElementKind) -> bool:
    return bool(item.edition and item.edition.facts.get("kind") == kind)


class ItemForm(forms.ModelForm):
    """What this programme says differently about an element, when it is due, and where it stands."""

    module = forms.ModelChoiceField(label=_("Module"), queryset=ProgrammeModule.objects.none(), empty_label=None)
    has_confirmed = forms.BooleanField(label=_("The speaker has confirmed"), required=False)

    class Meta:
        model = ProgrammeItem
        fields = (
            "required", "opens_week", "due_week", "opens_on", "due_on", "phase", "title_override",
            "introduction_override", "minutes_override", "speaker_override", "delivered_by",
        )  # fmt: skip
        widgets = {"opens_on": DayInput, "due_on": DayInput, "speaker_override": speaker_chooser.widget_class}
        help_texts = {
            "opens_on": _("Moves with the module until you write another day here."),
            "due_on": _("Moves with the module until you write another day here."),
            "title_override": _("Leave this empty to use the library's title."),
            "introduction_override": _("Leave this empty to use the library's introduction."),
            "minutes_override": _("Leave this empty to use the library's minutes."),
            "speaker_override": _("Leave this empty to use the element's own speaker."),
            "delivered_by": _("Choose before somebody has begun; what is written stays with whoever wrote it."),
        }

    field_order = ("required", "delivered_by", "opens_week", "due_week", "opens_on", "due_on", "module", "phase")

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        programme = self.instance.programme_module.programme
        modules = programme.modules.select_related("module__current_edition", "pinned_edition")
        self.fields["module"].queryset = modules
        titles = module_titles(modules, languages.current())
        self.fields["module"].label_from_instance = lambda module: titles[module.pk]
        self.initial["module"] = self.instance.programme_module_id
        self._offer_speakers(programme)
        for name in ("opens_on", "due_on") if programme.is_template else ("opens_week", "due_week"):
            del self.fields[name]
        if not _is(self.instance, ElementKind.TASK):
            del self.fields["delivered_by"]
        self._show_confirmation()

    def _offer_speakers(self, programme: Programme) -> None:
        """Those that can be chosen: the library's, the programme's own, and the one it has already."""
        chosen = Thing.objects.filter(pk=self.instance.speaker_override_id)
        self.fields["speaker_override"].queryset = Thing.objects.on_offer(ThingKind.SPEAKER, programme.pk) | chosen
        self.fields["speaker_override"].widget.programme = programme.pk

    def _show_confirmation(self) -> None:
        item = self.instance
        asked = item.phase == Phase.GATHERING and (_is(item, ElementKind.TALK) or speaker_key(item))
        if not asked or item.programme_module.programme.is_template:
            del self.fields["has_confirmed"]
            return
        self.spoke_before = speaker_key(item)
        self.initial["has_confirmed"] = booking.is_confirmed(item)
        self.fields["has_confirmed"].help_text = booking.in_words(item)

    def clean_has_confirmed(self) -> bool:
        confirmed: bool = self.cleaned_data["has_confirmed"]
        if confirmed and speaker_key(self.instance) is None and not self.cleaned_data.get("speaker_override"):
            raise forms.ValidationError(_("Choose who speaks first."))
        return confirmed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for first, last in (("opens_on", "due_on"), ("opens_week", "due_week")):
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("The deadline is before it opens."))
        module = data.get("module")
        others = ProgrammeItem.objects.filter(programme_module=module, thing=self.instance.thing_id)
        if module and others.exclude(pk=self.instance.pk).exists():
            self.add_error("module", _("That module has this element already."))
        return data

    def save(self, commit: bool = True) -> ProgrammeItem:
        """Save, and move the item when another module or phase was chosen."""
        item, data = self.instance, self.cleaned_data
        was_in = ProgrammeItem.objects.get(pk=item.pk)
        self._keep_own_dates()
        self._note_confirmation()
        item.phase = was_in.phase
        super().save()
        if (data["module"], data["phase"]) != (was_in.programme_module, was_in.phase):
            services.move_item(item, data["module"], data["phase"])
        services.touch(was_in.programme_module)
        return item

    def _note_confirmation(self) -> None:
        """What somebody ticked counts for whoever speaks now; a tick that stood there was the one before's."""
        if "has_confirmed" not in self.fields:
            return
        speaker, changed = speaker_key(self.instance), "has_confirmed" in self.changed_data
        if changed and speaker and self.cleaned_data["has_confirmed"]:
            booking.note_confirmation(self.instance, speaker, self.by)
        elif changed or speaker != self.spoke_before:
            booking.take_back_confirmation(self.instance)

    def _keep_own_dates(self) -> None:
        """A date that somebody wrote no longer moves with the module."""
        for day, week in (("opens_on", "opens_week"), ("due_on", "due_week")):
            if day in self.changed_data and self.cleaned_data[day]:
                setattr(self.instance, week, None)


class AddModuleForm(forms.Form):
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Thing.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, modules: QuerySet[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = modules
