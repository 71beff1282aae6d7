"""What the pages of the inbox show of each place that an update waits for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from localisation import languages
from programmes.library.models import Edition
from programmes.library.services import Content, contents
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.updates import deciding
from programmes.tailoring.updates.audience import Audience, audiences, sentence
from programmes.tailoring.updates.deciding import Target, programme_of, target_of
from programmes.tailoring.updates.waiting import Row, numbers

OWN_WORDS: dict[str, str | Promise] = {
    "title": _("own title"),
    "lead": _("own introduction"),
    "minutes": _("own time"),
    "speaker": _("own speaker"),
}


@dataclass(frozen=True)
class Line:
    """A place in a programme: where to see exactly its difference, and whom it affects."""

    row: Row
    programme: Programme
    target: str
    url: str
    affects: str
    own_words: str
    title: str = ""
    language: str = ""

    @property
    def before(self) -> Edition | None:
        return self.row.pinned_edition

    @property
    def after(self) -> Edition | None:
        return self.row.held.current_edition


def place_url(row: Row) -> str:
    """The page that shows the difference at this place."""
    return target_url(target_of(row))


def target_url(target: Target) -> str:
    return reverse("updates:place", args=[target.kind, target.pk])


def lines(rows: Sequence[Row]) -> list[Line]:
    """The rows with what is shown of them. A fixed number of queries."""
    programmes = {programme_of(row).pk for row in rows}
    people, places = audiences(programmes), numbers(programmes)
    titles = contents([edition for row in rows if (edition := row.held.current_edition)], languages.current())
    return [_line(row, people, places, titles) for row in rows]


def _line(row: Row, people: Mapping[int, Audience], places: Mapping[int, int], titles: Mapping[int, Content]) -> Line:
    programme = programme_of(row)
    module = row.programme_module_id if isinstance(row, ProgrammeItem) else row.pk
    title = titles.get(row.held.current_edition_id or 0)
    return Line(
        row=row, programme=programme, target=str(target_of(row)), url=place_url(row),
        affects=sentence(places[module], people.get(programme.pk, Audience())), own_words=own_words(row),
        title=title.title if title else row.held.label, language=title.language if title and title.fallback else "",
    )  # fmt: skip


def own_words(row: Row, among: Iterable[str] | None = None) -> str:
    """What this place says differently from the library: "own title, own time"; only `among` these fields, if given."""
    own = deciding.own_fields(row)
    return words_for(own if among is None else own & frozenset(among))


def words_for(own: Container[str]) -> str:
    """Fields that are said differently, in words."""
    return ", ".join(str(words) for field, words in OWN_WORDS.items() if field in own)
