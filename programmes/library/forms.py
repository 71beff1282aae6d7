"""The form behind a library object's edit page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from programmes.library import instruments
from programmes.library.models import Thing
from programmes.library.owners import owner_key
from programmes.library.vocabulary import ThingKind

GUESTS = {"speaker": ThingKind.SPEAKER, "case": ThingKind.CASE}


class CodesField(forms.MultipleChoiceField):
    """A list of codes, ticked in a list of their names."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or []) != sorted(data or [])


class LibraryForm(WagtailAdminModelForm):
    """Lists of codes as check boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "captions" in self.fields:
            self.fields["captions"] = CodesField(
                label=_("Captions in"), choices=settings.LANGUAGES, required=False, initial=[]
            )
        if "instruments" in self.fields:
            self.fields["instruments"] = CodesField(
                label=_("Mapping instruments"), choices=self._instruments(), required=False, initial=[]
            )
        self._offer_guests()
        # What publishing means is asked when it happens, and never taken over from the last time.
        self.instance.publish_as = self.instance.publish_note = ""

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
