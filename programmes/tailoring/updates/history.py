"""What a programme's history remembers of editions: who took which, who kept the older one, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from programmes.tailoring.models import Programme

# As many rows fit into one statement on every database.
BATCH = 50
CORRECTED = "programmes.edition.corrected"


class Formatter(LogFormatter):
    """A sentence with the title and the editions that the entry remembers."""

    sentence: Any

    def format_message(self, log_entry: Any) -> str:
        known = {"title": "", "before": "", "after": "", **log_entry.data}
        return str(self.sentence) % known


def _formatter(label: Any, sentence: Any) -> type[Formatter]:
    return type("EditionFormatter", (Formatter,), {"label": label, "sentence": sentence})


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log about this room's actions."""
    known = {
        "take": (gettext_lazy("Use an update"), gettext_lazy("%(title)s: edition %(after)s instead of %(before)s")),
        "take_keeping": (
            gettext_lazy("Use an update, with own words"),
            gettext_lazy("%(title)s: edition %(after)s instead of %(before)s, with the programme's own words"),
        ),
        "keep": (
            gettext_lazy("Keep an edition"),
            gettext_lazy("%(title)s: stays with edition %(before)s, although there is edition %(after)s"),
        ),
    }
    for choice, (label, sentence) in known.items():
        actions.register_action(action_of(choice))(_formatter(label, sentence))
    corrected = _formatter(gettext_lazy("Correction"), gettext_lazy("%(title)s was corrected: edition %(after)s"))
    actions.register_action(CORRECTED)(corrected)


def action_of(choice: str) -> str:
    return f"programmes.edition.{choice}"


@dataclass(frozen=True)
class Event:
    """Something that happened to an edition in a programme."""

    programme: Programme
    title: str
    before: str
    after: str


def remember(action: str, events: Iterable[Event], by: User | None, batch: UUID) -> None:
    """Write events into their programmes' histories; `batch` is what entries of one decision share.

    One statement for `BATCH` events.
    """
    content_type = ContentType.objects.get_for_model(Programme)
    now = timezone.now()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=content_type, object_id=str(event.programme.pk), label=str(event.programme), action=action,
                data={"title": event.title, "before": event.before, "after": event.after}, timestamp=now, user=by,
                uuid=batch, content_changed=True,
            )
            for event in events
        ],
        batch_size=BATCH,
    )  # fmt: skip


def remembered(batch: UUID) -> set[int]:
    """The ids of the programmes whose history has an entry of this batch."""
    return {int(pk) for pk in ModelLogEntry.objects.filter(uuid=batch).values_list("object_id", flat=True)}


def last_deciders(programmes: Iterable[int]) -> list[str]:
    """Who decided last about an edition in these programmes, by name, each once. Two queries."""
    entries = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Programme), object_id__in=[str(pk) for pk in programmes],
            action__startswith=action_of(""),
        )
        .exclude(action=CORRECTED)
        .select_related("user")[:BATCH]
    )  # fmt: skip
    return list(dict.fromkeys(str(entry.user) for entry in entries if entry.user))


def names_of(people: list[str]) -> str:
    """Kari Nes og Ola Berg."""
    if len(people) < 2:
        return "".join(people)
    return _("%(names)s and %(last)s") % {"names": ", ".join(people[:-1]), "last": people[-1]}
