"""What a programme says in its own words, beside what the library says, and the way back to the library's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.templatetags.look import minutes
from localisation.text import LocalisedText
from programmes.library.models import Thing
from programmes.library.services import Content, contents
from programmes.tailoring.models import ProgrammeItem
from programmes.tailoring.speakers import booking
from programmes.tailoring.updates import deciding

RESET = "programmes.override.reset"
NOTHING = "–"
LABELS = {
    "title": gettext_lazy("Title"),
    "lead": gettext_lazy("Introduction"),
    "minutes": gettext_lazy("Time"),
    "speaker": gettext_lazy("Speaker"),
}


@dataclass(frozen=True)
class Said:
    """Words, and their language where it is not the reader's."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Override:
    """A field of an item that its programme says differently. `value` names it in a form: "12-title"."""

    item: ProgrammeItem
    field: str
    title: Said
    ours: Said
    library: Said

    @property
    def label(self) -> str:
        return str(LABELS[self.field])

    @property
    def value(self) -> str:
        return f"{self.item.pk}-{self.field}"


def overrides_in(items: Sequence[ProgrammeItem], language: str) -> list[Override]:
    """Every field that these items say in their own words, for a reader of `language`.

    At most three queries, whatever the number of items, when editions and own speakers are loaded; none without any.
    """
    own = [item for item in items if deciding.own_fields(item)]
    if not own:
        return []
    said = contents([item.edition for item in own if item.edition], language)
    named = {key for item in own if item.edition and (key := item.edition.facts.get("speaker"))}
    speakers = {str(pk): label for pk, label in Thing.objects.filter(pk__in=named).values_list("pk", "label")}
    found = []
    for item in own:
        library = _library(item, said.get(item.edition.pk) if item.edition else None, speakers)
        fields = deciding.own_fields(item)
        title = _ours(item, "title", language) if "title" in fields else library["title"]
        found += [
            Override(item, field, title, _ours(item, field, language), library[field])
            for field in LABELS
            if field in fields
        ]
    return found


def _ours(item: ProgrammeItem, field: str, language: str) -> Said:
    if field == "minutes":
        return Said(minutes(item.minutes_override))
    if field == "speaker":
        return Said(str(item.speaker_override))
    text: LocalisedText = getattr(item, deciding.OWN[field])
    shown = text.language_for(language)
    return Said(text.in_(language), shown if shown != language else "")


def _library(item: ProgrammeItem, content: Content | None, speakers: dict[str, str]) -> dict[str, Said]:
    facts = item.edition.facts if item.edition else {}
    lang = content.language if content and content.fallback else ""
    return {
        "title": Said(content.title, lang) if content else Said(item.thing.label),
        "lead": Said(content.lead, lang) if content and content.lead else Said(NOTHING),
        "minutes": Said(minutes(facts["minutes"]) if facts.get("minutes") else NOTHING),
        "speaker": Said(speakers.get(str(facts.get("speaker")), NOTHING)),
    }


def reset(item: ProgrammeItem, field: str) -> bool:
    """Let the item say again what the library says; False when it does already. ValueError for no such field.

    Whoever spoke instead of the library's speaker has promised nothing for them.
    """
    if field not in deciding.OWN:
        raise ValueError(field)
    if field not in deciding.own_fields(item):
        return False
    setattr(item, deciding.OWN[field], LocalisedText() if field in ("title", "lead") else None)
    if field == "speaker":
        booking.take_back_confirmation(item)
    item.save()
    return True


class Formatter(LogFormatter):
    """A sentence with the item and the words that were given up."""

    label = gettext_lazy("Back to the library's words")
    sentence = gettext_lazy("%(title)s: %(field)s as in the library again, instead of “%(before)s”")

    def format_message(self, log_entry: Any) -> str:
        data = {"title": "", "field": "", "before": "", **log_entry.data}
        label = LABELS.get(data["field"], data["field"])
        return str(self.sentence) % {**data, "field": str(label).lower()}


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log about this room's action."""
    actions.register_action(RESET)(Formatter)
