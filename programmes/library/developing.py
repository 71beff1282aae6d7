"""What a library object develops, ticked on its page. It belongs to the thing and not to a text or a draft.

It holds as soon as the page is saved, also as a draft: nobody reads it, it is what things are found by.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from programmes.library import taxonomy
from programmes.library.abilities import Development
from programmes.library.forms import LibraryForm
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Module

KINDS = (Module, LearningElement, IndustryCase)


def is_developing(model: type[LibraryObject]) -> bool:
    """Whether things of this kind develop anything. Speakers don't: their talks do."""
    return issubclass(model, KINDS)


class DevelopsField(forms.MultipleChoiceField):
    """Codes of the taxonomy, ticked theme by theme."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class DevelopingForm(LibraryForm):
    """The form of a library object that develops something."""

    develops = DevelopsField(
        label=_("Develops"), required=False,
        help_text=_("Programmes with these focus areas get it proposed. It holds at once, in every language."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "develops" in self.fields:
            self.fields["develops"].choices = taxonomy.choices()
            self.initial["develops"] = self._known() if self.instance.pk else []

    def _known(self) -> list[str]:
        thing = self.instance.translation_key
        return taxonomy.developed([thing]).get(thing, [])


def save(row: LibraryObject, form: forms.Form) -> None:
    """Keep what was ticked in the form of a saved row. Nothing happens for a kind that develops nothing."""
    if "develops" in form.cleaned_data:
        taxonomy.develop(row.translation_key, form.cleaned_data["develops"])


def towards(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Those rows whose thing develops a code; with a theme, any of its abilities too."""
    return rows.filter(translation_key__in=Development.objects.towards([code]).values("thing"))


def without(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those rows of which nobody has said yet what they develop."""
    return rows.filter(~Exists(Development.objects.filter(thing=OuterRef("translation_key"))))


class DevelopsFilter(django_filters.ChoiceFilter):
    """Narrows a list by what its things develop."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Develops"), choices=taxonomy.choices, empty_label=_("All"), **options)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return towards(rows, value) if value else rows
