"""The chapter of a participant's workbook with what the mappings showed: as their results pages show it, on paper.

Free text is left out: a text that should not have been shown can still be deleted, and paper can't be called back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.ballots.models import RoundUnit
from assessments.ballots.pages import title_of
from assessments.ballots.units import PROGRAMME_SOURCE, group_source
from assessments.results.benchmarking import line_for
from assessments.results.own import Own, released_to
from assessments.results.pages import Figure, unit_page
from localisation import nordic
from programmes.participation import words
from programmes.participation.models import Enrolment
from programmes.participation.workbook import chapters
from programmes.participation.workbook.chapters import Chapter, Part, Passage, Table

MOST_COLUMNS = 6  # beside the one that names the rows, across a page


@chapters.register(50)
def mappings(enrolment: Enrolment, language: str) -> Chapter | None:
    """Each closed round, oldest first: the participant's own leader group, then the whole programme."""
    group = enrolment.leader_group
    parts = []
    for own in released_to(enrolment):
        names = {group_source(group.pk): group.name.in_(language), PROGRAMME_SOURCE: _("The whole programme")}
        for source, name in names.items():
            if unit := own.unit(source):
                parts.append(_part(own, unit, name))
    lead = _("The numbers as they were shown when each mapping closed. The answers themselves are deleted.")
    return Chapter(_("What the mappings showed"), parts, lead=lead)


def _part(own: Own, unit: RoundUnit, name: str) -> Part:
    page = unit_page(replace(own.reading, benchmark=line_for(own.round)), unit)
    title = words.SEPARATOR.join([title_of(own.round), name])
    meta = _("Closed %(day)s") % {"day": nordic.day(own.closed_on)}
    if page.state:
        return Part(title, [Passage(page.why, label=page.state)], meta=meta)
    answers = ngettext("%(number)d answer", "%(number)d answers", page.n or 0) % {"number": page.n}
    coarse = [Passage(_("There are few answers, so the numbers are half steps."))] if page.coarse else []
    figures = [_on_paper(figure) for figure in page.figures]
    return Part(title, coarse, meta=words.SEPARATOR.join([answers, meta]), figures=figures)


def _on_paper(figure: Figure) -> chapters.Figure:
    alternative = " ".join(part for part in (figure.title, figure.say, _("The numbers stand in the table.")) if part)
    picture = figure.drawn.replace("<title", f"<style>{_style()}</style><title", 1)
    return chapters.Figure(figure.title, figure.say, picture, alternative, list(_tables(figure)), figure.notes)


def _tables(figure: Figure) -> Iterator[Table]:
    """A table that is too broad for a page in several: what is counted by step of one measure stays together."""
    heads = [str(column["label"]) for column in figure.columns]
    numbered = list(enumerate(heads))[1:]
    groups = [[place for place, _head in found] for _key, found in groupby(numbered, lambda entry: _about(entry[1]))]
    for places in _joined(groups):
        chosen = [0, *places]
        rows = [[row[place] for place in chosen] for row in figure.rows]
        yield Table(figure.caption, [heads[place] for place in chosen], rows)


def _about(head: str) -> str:
    """What stands before the colon in "Today: 3"; all heads without one go together."""
    return head.rpartition(": ")[0]


def _joined(groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """Neighbours side by side while there is room."""
    found: list[list[int]] = []
    for group in groups:
        if found and len(found[-1]) + len(group) <= MOST_COLUMNS:
            found[-1] += group
        else:
            found.append(list(group))
    return found


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "charts" / "paper.css").read_text(encoding="utf-8")
