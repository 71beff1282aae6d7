"""The first chapter of a workbook: the modules with their time, their gatherings and what they are made of."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from localisation import nordic
from programmes.participation import words
from programmes.participation.models import Enrolment
from programmes.participation.outline import Line, OutlinedModule, outline
from programmes.participation.survey import local_days, survey
from programmes.participation.workbook import chapters
from programmes.participation.workbook.chapters import Chapter, Part


@chapters.register(10)
def chapter(enrolment: Enrolment, language: str) -> Chapter | None:
    """Modules that have begun, or will; elements once they are open. Seven queries at most."""
    programme = enrolment.leader_group.programme
    found = survey(programme, enrolment.user)
    whole = outline(found, language, modules=[module.place.pk for module in found.modules])
    parts = [_part(module, found.done) for module in whole.modules]
    return Chapter(_("The programme"), parts, lead=programme.aim.in_(language))


def _part(module: OutlinedModule, done: frozenset[int]) -> Part:
    today, place = timezone.localdate(), module.place
    period = nordic.period(place.starts_on, place.ends_on) if place.starts_on and place.ends_on else ""
    held = [row for row in module.gatherings if row.starts_at and not row.cancelled_at]
    meetings = [
        _("Gathering: %(title)s, %(day)s") % {"title": row.title, "day": nordic.period(*local_days(row))}
        for row in held
    ]
    opens = place.starts_on
    begun = opens is None or opens <= today
    shown = [line for line in module.lines if begun and (line.opens_on is None or line.opens_on <= today)]
    elements = [_line(line, line.key in done) for line in shown]
    return Part(module.title, meta=period, lang=module.lang, lines=[*meetings, *elements])


def _line(line: Line, is_done: bool) -> str:
    """Fra atten mål til tre · Video · gjort"""
    parts = [line.title, words.kind_of(line), pgettext("element", "done") if is_done else ""]
    return words.SEPARATOR.join(part for part in parts if part)
