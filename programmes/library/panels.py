"""How library objects are edited: their text, their facts, consent, and what publishing means."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.blocks import FieldBlock
from wagtail.fields import StreamField

from programmes.library import usage
from programmes.library.choosers import case_chooser, speaker_chooser
from programmes.library.developing import DevelopingForm, is_developing
from programmes.library.forms import CaptionsText, LibraryForm
from programmes.library.models import Consent, IndustryCase, LearningElement, LibraryObject, Module, Speaker
from programmes.library.owners import Owner, owner_of
from programmes.library.publishing import touched
from programmes.library.uploading import RecordingPanel


def name_fields(stream: StreamField) -> None:
    """Give the fields of a stream's single values their names.

    Wagtail 7.4 writes the label beside such a field, without tying the two together. Delete when it does.
    """
    for block in stream.stream_block.child_blocks.values():
        if isinstance(block, FieldBlock):
            block.field.widget.attrs["aria-label"] = block.label


name_fields(Speaker._meta.get_field("topics"))


class UsagePanel(Panel):
    """The programmes that publishing touches."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "staff/usage_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            places = usage.places(self.instance.translation_key) if self.instance.pk else []
            return {**context, "touched": touched(places)}


class OwnerPanel(Panel):
    """Says that something is one programme's own, and where it is moved to the library."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "staff/owner_panel.html"

        @cached_property
        def owner(self) -> Owner | None:
            return owner_of(self.instance)

        def is_shown(self) -> bool:
            return self.owner is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "owner": self.owner}


def handler(model: type[LibraryObject], text: list[Panel], facts: list[Panel]) -> TabbedInterface:
    """The tabs of a model's edit page: `text` differs between languages, `facts` are the same in all."""
    tabs = [
        ObjectList([OwnerPanel(), *text], heading=_("Content")),
        ObjectList([_facts_help(), *facts], heading=_("Facts")),
    ]
    if issubclass(model, Consent):
        consent = [FieldPanel(name) for name in Consent.consent_fields]
        tabs.append(ObjectList([_facts_help(), *consent], heading=_("Consent")))
    tabs.append(ObjectList(_publishing(), heading=_("Publishing")))
    form = DevelopingForm if is_developing(model) else LibraryForm
    return TabbedInterface(tabs, base_form_class=form)


def _develops() -> Panel:
    return FieldPanel("develops", heading=_("Develops"))


def _facts_help() -> HelpPanel:
    return HelpPanel(_("These are the same in all languages."))


def _publishing() -> list[Panel]:
    return [
        UsagePanel(heading=_("Used in")),
        FieldPanel("review_on"),
        FieldPanel("slug"),
    ]


def _fields(*names: str) -> list[Panel]:
    return [FieldPanel(name) for name in names]


HANDLERS = {
    Module: handler(
        Module,
        _fields("title", "promise", "introduction", "outcomes"),
        [*_fields("theme", "weeks", "order"), _develops()],
    ),
    LearningElement: handler(
        LearningElement,
        [
            *_fields("title", "lead", "body", "transcript"),
            MultiFieldPanel(
                [FieldPanel("timed_captions", widget=CaptionsText), FieldPanel("chapters")],
                heading=_("Captions and chapters of the recording"),
            ),
        ],
        [
            *_fields("kind", "theme", "phase", "minutes"),
            FieldPanel("speaker", widget=speaker_chooser.widget_class),
            FieldPanel("case", widget=case_chooser.widget_class),
            MultiFieldPanel(
                [RecordingPanel(heading=_("Our own recording")), *_fields("media_url", "spoken", "captions")],
                heading=_("Film or podcast"),
            ),
            FieldPanel("instruments"),
            _develops(),
        ],
    ),
    Speaker: handler(
        Speaker, _fields("title", "role", "organisation", "topics", "bio"), _fields("country", "language")
    ),
    IndustryCase: handler(
        IndustryCase,
        [
            *_fields("title", "organisation", "challenge", "action", "result"),
            MultiFieldPanel(_fields("quote", "quote_person", "quote_role"), heading=_("Quote")),
        ],
        [*_fields("sector", "country"), _develops()],
    ),
}
