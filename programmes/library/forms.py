"""The form behind a library object's edit page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from programmes.library import instruments, timed
from programmes.library.models import Thing
from programmes.library.owners import owner_key
from programmes.library.vocabulary import ThingKind

GUESTS = {"speaker": ThingKind.SPEAKER, "case": ThingKind.CASE}


class CodesField(forms.MultipleChoiceField):
    """A list of codes, ticked in a list of their names."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or []) != sorted(data or [])


class CaptionsText(forms.Textarea):
    """Captions, pasted or read from a file."""

    class Media:
        js = ("js/staff/reading.js",)

    def __init__(self) -> None:
        super().__init__({"rows": 10, "spellcheck": "false", "data-file": ".vtt,.srt"})

    def get_context(self, *args: Any) -> dict[str, Any]:
        # Here and not above: forms are made before anybody's language is known.
        self.attrs["data-file-label"] = _("Read from a file (VTT or SRT)")
        return super().get_context(*args)


class LibraryForm(WagtailAdminModelForm):
    """Lists of codes as check boxes; what follows a recording, checked line by line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "captions" in self.fields:
            self.fields["captions"] = CodesField(
                label=_("Captions in"), choices=settings.LANGUAGES, required=False, initial=[],
                help_text=self.fields["captions"].help_text,
            )  # fmt: skip
        if "instruments" in self.fields:
            self.fields["instruments"] = CodesField(
                label=_("Mapping instruments"), choices=self._instruments(), required=False, initial=[]
            )
        self._offer_guests()
        # What publishing means is asked when it happens, and never taken over from the last time.
        self.instance.publish_as = self.instance.publish_note = ""

    def clean_chapters(self) -> str:
        return self._timed("chapters", timed.chapter_lines)

    def clean_timed_captions(self) -> str:
        return self._timed("timed_captions", timed.webvtt)

    def _timed(self, name: str, kept: Callable[[str], str]) -> str:
        try:
            return kept(self.cleaned_data[name])
        except timed.Malformed as error:
            raise forms.ValidationError(str(error)) from error

    def _offer_guests(self) -> None:
        """Speakers and cases of the library; to a programme's own element those of the programme as well."""
        guests = [name for name in GUESTS if name in self.fields]
        owner = owner_key(self.instance) if guests else None
        for name in guests:
            self.fields[name].queryset = Thing.objects.open_to(owner).filter(kind=GUESTS[name])
            self.fields[name].widget.programme = owner

    def _instruments(self) -> instruments.Choices:
        """Those there are, and those the element has, so that saving never loses one."""
        known = instruments.choices()
        codes = {code for code, _name in known}
        return known + [(code, code) for code in self.instance.instruments if code not in codes]
