"""What others share, as its readers meet it. For the leader group's space, and for the course leader's pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from localisation import nordic
from programmes.participation.models import LeaderGroup
from programmes.participation.reflections import access, services
from programmes.participation.reflections.models import Reflection
from programmes.participation.writing.titles import Title, Titles
from programmes.tailoring.models import Programme, ProgrammeModule

MOST_SHARED = 200


@dataclass(frozen=True)
class Shared:
    """`title` is empty for a free entry. `texts` are never empty."""

    name: str
    author: int
    title: Title
    module: Title
    when: str
    texts: tuple[str, ...]


@sensitive_variables()
def shared_with_group(group: LeaderGroup, module: ProgrammeModule, language: str) -> list[Shared]:
    """What members share with their leader group in a module; at most three queries. Who asks may read it: `access`."""
    rows = access.shared_with_group(group, module).select_related(*access.PLACE, "item__pinned_edition")
    return _shared(rows[:MOST_SHARED], language)


@sensitive_variables()
def shared_with_leader(leader: User, programme: Programme, language: str) -> list[Shared]:
    """What participants of a programme share with its course leader; nobody else gets any. At most three queries."""
    return _shared(access.shared_with_leader(leader, programme)[:MOST_SHARED], language)


@sensitive_variables()
def _shared(rows: Iterable[Reflection], language: str) -> list[Shared]:
    found = [(row, texts) for row in rows if (texts := [text for text in services.texts_of(row) or [] if text])]
    titles = Titles([place for row, _texts in found for place in (row.programme_module, row.item) if place], language)
    return [
        Shared(
            name=str(row.author),
            author=row.author_id,
            title=titles.of(row.item) if row.item else Title(""),
            module=titles.of(row.programme_module),
            when=nordic.day(timezone.localtime(row.updated_at).date()),
            texts=tuple(texts),
        )
        for row, texts in found
    ]
