"""The schedule: all modules and gatherings of the programme, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from localisation import nordic
from localisation.marking import marked_here
from programmes.participation import progress, words
from programmes.participation.outline import OutlinedModule, outline
from programmes.participation.page import leaf
from programmes.participation.survey import Survey
from programmes.participation.ways import Ways


@dataclass(frozen=True)
class ScheduledModule:
    id: str
    title: str
    lang: str
    state: progress.ModuleState
    time: str
    pause: str
    leaves: list[dict[str, Any]]
    # Gatherings that have no day yet, by title.
    undated: list[str]
    cancelled: list[str]
    deadlines: list[dict[str, str]]


def schedule_of(survey: Survey, language: str, today: date) -> list[ScheduledModule]:
    """One entry a module; two queries, and two for words not yet known."""
    whole = outline(survey, language, modules=[module.place.pk for module in survey.modules])
    return [_scheduled(module, today, survey.ways) for module in whole.modules]


def _scheduled(module: OutlinedModule, today: date, ways: Ways) -> ScheduledModule:
    place = module.place
    held = [gathering for gathering in module.gatherings if not gathering.cancelled_at]
    return ScheduledModule(
        id=f"module-{place.uuid}",
        title=module.title,
        lang=module.lang,
        state=progress.module_state(module.stretch, today),
        time=nordic.period(place.starts_on, place.ends_on) if place.starts_on and place.ends_on else "",
        pause=words.span_of_days(place.pause_from, place.pause_to) if place.pause_from and place.pause_to else "",
        leaves=[leaf(gathering, today, ways) for gathering in held if gathering.starts_at],
        undated=[marked_here(gathering.title) for gathering in held if not gathering.starts_at],
        cancelled=[marked_here(gathering.title) for gathering in module.gatherings if gathering.cancelled_at],
        deadlines=_deadlines(module),
    )


def _deadlines(module: OutlinedModule) -> list[dict[str, str]]:
    """What is due, the earliest first: {day, title, lang}."""
    dated = [(line.due_on, line) for line in module.lines if line.due_on]
    in_order = sorted(dated, key=lambda pair: pair[0])
    return [{"day": nordic.short_day(day), "title": line.title, "lang": line.lang} for day, line in in_order]
