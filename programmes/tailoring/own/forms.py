"""What is asked before something of a programme's own is begun. The rest is written on its edit page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.templatetags.look import language_name
from localisation import languages
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Speaker
from programmes.library.vocabulary import TONES, ElementKind, Phase, ThingKind
from programmes.tailoring.models import Programme, ProgrammeModule
from programmes.tailoring.own.services import first_language
from programmes.tailoring.plan import module_titles

MINUTES = 20


class OwnForm(forms.ModelForm):
    """A title, the language it is written in, and the facts without which there is no row."""

    written_in = forms.ChoiceField(label=_("Written in"))

    class Meta:
        model: type[LibraryObject]
        fields: tuple[str, ...] = ("title",)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["written_in"].choices = [(code, language_name(code)) for code in languages.codes()]
        self.fields["written_in"].initial = first_language(programme)
        for name in ("country", "sector"):
            if name in self.fields:
                self.fields[name].initial = getattr(programme, name)

    def _post_clean(self) -> None:
        """The fields are checked; the row is not, which has no language yet and may lack what is written later."""

    @property
    def facts(self) -> dict[str, Any]:
        """What the row begins with, beside its title."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name != "title"}

    @property
    def place(self) -> tuple[ProgrammeModule, str] | None:
        return None


class OwnElementForm(OwnForm):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=10_000, initial=MINUTES)
    module = forms.ModelChoiceField(label=_("Module"), queryset=ProgrammeModule.objects.none(), empty_label=None)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)

    class Meta(OwnForm.Meta):
        model = LearningElement
        fields = ("title", "kind", "minutes")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        self.fields["kind"].choices = ElementKind.choices
        modules = programme.modules.select_related("module__current_edition", "pinned_edition", "programme")
        self.fields["module"].queryset = modules
        titles = module_titles(modules, languages.current())
        self.fields["module"].label_from_instance = lambda module: titles[module.pk]

    @property
    def facts(self) -> dict[str, Any]:
        """The theme is its module's, and the phase the one in which it stands."""
        edition = self.cleaned_data["module"].edition
        theme = str(edition.facts.get("theme", "")) if edition else ""
        known = theme if theme in TONES else next(iter(TONES))
        return {**super().facts, "theme": known, "phase": self.cleaned_data["phase"]}

    @property
    def place(self) -> tuple[ProgrammeModule, str] | None:
        return self.cleaned_data["module"], self.cleaned_data["phase"]


class OwnSpeakerForm(OwnForm):
    class Meta(OwnForm.Meta):
        model = Speaker
        fields = ("title", "role", "organisation", "country", "language")
        labels = {"title": _("Name")}


class OwnCaseForm(OwnForm):
    class Meta(OwnForm.Meta):
        model = IndustryCase
        fields = ("title", "organisation", "sector", "country")


FORMS: dict[str, type[OwnForm]] = {
    ThingKind.ELEMENT: OwnElementForm,
    ThingKind.SPEAKER: OwnSpeakerForm,
    ThingKind.CASE: OwnCaseForm,
}
