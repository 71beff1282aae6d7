"""The reflection log as values ready for its template: entries with their place, and search in one's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from localisation import nordic
from programmes.catalogue.search import WORD, stems
from programmes.participation.reflections import access, services
from programmes.participation.reflections.models import Reflection
from programmes.participation.writing.titles import Title, Titles

# A search opens at most so many entries, the newest: some seconds' work at the very most.
MOST_SEARCHED = 1000
EXCERPT = 220  # characters
LOST = gettext_lazy("This can't be read any more, since the key to it is missing.")


@dataclass(frozen=True)
class Entry:
    """One entry in a list. `excerpt` is empty when nothing has been written; `lost` says why it can't be read."""

    title: Title
    module: Title
    programme: str
    when: str
    excerpt: str
    lost: str
    shared: str
    url: str


def entries(rows: Sequence[Reflection], language: str) -> list[Entry]:
    """Rows of `access.own`, ready to show; at most two queries."""
    titles = Titles([row for entry in rows for row in (entry.programme_module, entry.item) if row], language)
    return [_entry(row, titles) for row in rows]


@sensitive_variables()
def _entry(row: Reflection, titles: Titles) -> Entry:
    texts = services.texts_of(row)
    return Entry(
        title=titles.of(row.item) if row.item else Title(_("Own notes")),
        module=titles.of(row.programme_module),
        programme=str(row.programme_module.programme.title),
        when=nordic.day(timezone.localtime(row.updated_at).date()),
        excerpt=excerpt(" ".join(text for text in texts or [] if text)),
        lost=str(LOST) if texts is None else "",
        shared=shared_words(row),
        url=reverse("my_reflection", args=[row.uuid]),
    )


def shared_words(row: Reflection) -> str:
    """Who may read an entry beside its writer, in words."""
    if row.for_leader_group and row.for_course_leader:
        return _("Shared with your leader group and the course leader")
    if row.for_leader_group:
        return _("Shared with your leader group")
    return _("Shared with the course leader") if row.for_course_leader else ""


@sensitive_variables()
def excerpt(text: str) -> str:
    """The beginning of a text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT:
        return line
    return f"{line[:EXCERPT].rsplit(' ', 1)[0]} …"


@sensitive_variables()
def search(user: User, wanted: str) -> list[Reflection]:
    """The user's own entries that hold every word of `wanted`, the newest first; inflections don't matter."""
    looked_for = stems(wanted)
    if not looked_for:
        return []
    return [row for row in access.own(user)[:MOST_SEARCHED] if _holds(services.texts_of(row) or [], looked_for)]


@sensitive_variables()
def _holds(texts: Iterable[str], looked_for: Iterable[str]) -> bool:
    words = " ".join(WORD.findall(" ".join(texts).casefold()))
    return all(stem in words for stem in looked_for)
