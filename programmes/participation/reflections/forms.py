"""Whom one shares with, and what one looks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.participation.reflections.models import Reflection
from programmes.participation.reflections.pages import Readers


class SharingForm(forms.Form):
    """Two choices, each with the names of those it lets in."""

    for_leader_group = forms.BooleanField(required=False)
    for_course_leader = forms.BooleanField(required=False)

    def __init__(self, entry: Reflection, readers: Readers, data: Any = None) -> None:
        chosen = {name: getattr(entry, name) for name in ("for_leader_group", "for_course_leader")}
        super().__init__(data, initial=chosen)
        for name, label in (("for_leader_group", self._group(readers)), ("for_course_leader", self._leader(readers))):
            if label:
                self.fields[name].label = label
            else:
                del self.fields[name]
        if readers.members:
            self.fields["for_leader_group"].help_text = ", ".join(readers.members)

    def _group(self, readers: Readers) -> str:
        if not readers.members:
            return ""
        words = ngettext(
            "My leader group, %(group)s (one person)", "My leader group, %(group)s (%(count)d people)",
            len(readers.members),
        )  # fmt: skip
        return words % {"group": readers.group, "count": len(readers.members)}

    def _leader(self, readers: Readers) -> str:
        return _("The course leader, %(name)s") % {"name": readers.leader} if readers.leader else ""

    def choice(self) -> dict[str, bool]:
        """What was chosen; the form is valid. Nobody is let in who isn't there."""
        return {name: bool(self.cleaned_data.get(name)) for name in ("for_leader_group", "for_course_leader")}


class SearchForm(forms.Form):
    wanted = forms.CharField(label=gettext_lazy("Search in what you wrote"), max_length=200, required=False)
    wanted.widget.attrs = {"class": "input", "autocomplete": "off", "type": "search"}
