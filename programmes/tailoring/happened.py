"""What a programme's history says of its way: statuses, and what happened to its offers. Written to Wagtail's log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from programmes.library import own as library
from programmes.tailoring import board_links, status
from programmes.tailoring.models import Programme
from programmes.tailoring.offers import services
from programmes.tailoring.own import services as own

Status = Programme.Status
STATUSES = {
    Status.DRAFT: (
        gettext_lazy("Draft again"),
        gettext_lazy("The programme became a draft again"),
    ),
    Status.RUNNING: (gettext_lazy("Started"), gettext_lazy("The programme was started")),
    Status.COMPLETED: (gettext_lazy("Completed"), gettext_lazy("The programme was completed")),
}
OFFERS = {
    services.SENT: (gettext_lazy("Offer made"), gettext_lazy("Offer %(number)s was made")),
    services.WITHDRAWN: (gettext_lazy("Offer taken back"), gettext_lazy("Offer %(number)s was taken back")),
    services.ACCEPTED: (gettext_lazy("Offer accepted"), gettext_lazy("%(name)s accepted offer %(number)s")),
    services.COMMENTED: (gettext_lazy("Comment"), gettext_lazy("%(name)s commented on offer %(number)s")),
}
OWN = {
    own.MADE: (gettext_lazy("Own content"), gettext_lazy("%(name)s was made for this programme only")),
    own.MOVED: (gettext_lazy("Moved to the library"), gettext_lazy("%(name)s was moved to the library")),
    library.MOVED: (gettext_lazy("Moved to the library"), gettext_lazy("It was one programme's own before")),
}


class Formatter(LogFormatter):
    """A sentence with what the entry remembers."""

    sentence: Any

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence) % {"number": "", "name": "", **log_entry.data}


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log about statuses and offers."""
    known = {**{status.action_of(step): words for step, words in STATUSES.items()}, **OFFERS, **OWN}
    for action, (label, sentence) in known.items():
        formatter = type("HappenedFormatter", (Formatter,), {"label": label, "sentence": sentence})
        actions.register_action(action)(formatter)


@board_links.register
def history(programme: Programme) -> Iterable[board_links.BoardLink]:
    """To the history. No query."""
    yield board_links.BoardLink(_("History"), reverse("programmes:history", args=[programme.pk]), "oppdater")
