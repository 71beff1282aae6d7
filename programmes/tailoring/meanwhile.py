"""When two people edit one module: what the second one wrote beside what is stored by now, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from localisation import nordic
from localisation.text import LocalisedText
from programmes.tailoring.models import ProgrammeModule

# The name of the inputs that say which fields keep what is stored.
TAKE = "take"
NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """A field in which the two differ, both in words."""

    name: str
    label: str
    mine: str
    stored: str


def take_stored(form: forms.ModelForm, names: list[str]) -> list[str]:
    """Let these fields keep what is stored, whatever was written; returns those that the form has."""
    known = [name for name in names if name in form.fields]
    for name in known:
        form.fields[name].disabled = True
    return known


def differences(form: forms.ModelForm) -> list[Difference]:
    """Where a valid form differs from what is stored by now; nothing for what is not stored yet."""
    if form.instance.pk is None:
        return []
    row = type(form.instance)._default_manager.get(pk=form.instance.pk)
    stored = type(form)(instance=row)
    return [
        Difference(name, str(field.label), said(field, form.cleaned_data.get(name)), said(field, stored[name].initial))
        for name, field in form.fields.items()
        if field.has_changed(stored[name].initial, form[name].data) and not field.disabled
    ]


def said(field: forms.Field, value: Any) -> str:
    """The value of a field as people read it."""
    if isinstance(field, forms.ModelChoiceField):
        row = field.to_python(getattr(value, "pk", value))
        return str(field.label_from_instance(row)) if row else NOTHING
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, LocalisedText):
        return " / ".join(text for text in value.values() if text) or NOTHING
    if isinstance(value, date):
        return nordic.day(value)
    if isinstance(value, time):
        return nordic.clock(value)
    return str(value) if value not in (None, "") else NOTHING


def who_and_when(module_id: int) -> str:
    """That somebody changed the module, who it was, and when."""
    module = ProgrammeModule.with_removed.select_related("changed_by").get(pk=module_id)
    at = timezone.localtime(module.updated_at)
    facts = {"who": module.changed_by or _("Somebody else"), "day": nordic.day(at.date()), "time": nordic.clock(at)}
    words = _(
        "%(who)s changed this module while you had it open, on %(day)s at %(time)s. What you wrote is still here, and "
        "nothing has been saved yet."
    )
    return words % facts
