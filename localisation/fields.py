"""Model and form field for a `LocalisedText`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from localisation import languages
from localisation.text import LocalisedText


class LocalisedWidget(forms.MultiWidget):
    """One labelled input for each language, so the Danish text has its place beside the Norwegian."""

    template_name = "localisation/widget.html"

    def __init__(self, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        kind = forms.Textarea if long else forms.TextInput
        sizes = {"rows": 3} if long else {}
        widgets = {code: kind(attrs={"lang": code, **sizes}) for code in languages.codes()}
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in languages.codes()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, part in zip(languages.codes(), context["widget"]["subwidgets"], strict=True):
            part["language_name"] = languages.OWN_NAMES[code]
            part["attrs"]["aria-label"] = languages.OWN_NAMES[code]
        return context


class LocalisedFormField(forms.MultiValueField):
    """A required one needs a text in at least one language."""

    default_error_messages = {"required": _("Write this in at least one language.")}

    def __init__(self, *, long: bool = False, max_length: int | None = None, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False, max_length=max_length) for _code in languages.codes()]
        kwargs.setdefault("widget", LocalisedWidget(long))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> LocalisedText:
        texts = zip(languages.codes(), data_list or [], strict=False)
        return LocalisedText({code: text for code, text in texts if text})


class LocalisedTextField(models.JSONField):
    """Stores a `LocalisedText`; `long=True` gives several lines in forms."""

    def __init__(self, *args: Any, long: bool = False, max_length: int | None = None, **kwargs: Any) -> None:
        self.long = long
        self.text_length = max_length
        kwargs.setdefault("default", LocalisedText)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.long:
            kwargs["long"] = True
        if self.text_length:
            kwargs["max_length"] = self.text_length
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LocalisedText:
        # Most texts that may be empty are, and a page reads hundreds of them.
        if value == "{}":
            return LocalisedText()
        return LocalisedText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> LocalisedText:
        return LocalisedText(value or {})

    def formfield(self, **kwargs: Any) -> forms.Field:
        options = {
            "form_class": LocalisedFormField,
            "long": self.long,
            "max_length": self.text_length,
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
        }
        options.update({key: value for key, value in kwargs.items() if key not in ("encoder", "decoder")})
        form_class = options.pop("form_class")
        return form_class(**options)
