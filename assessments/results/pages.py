"""What a page of results shows: pictures with sentence and table, and what to talk about. All from the release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessments.ballots.models import RoundUnit
from assessments.results import dialogue, sentences, tables
from assessments.results.benchmarking import Line
from assessments.results.charts import Unit, agreement, dumbbell, groups, published, responsive, stair_grid, staircase
from assessments.results.charts.groups import reason
from assessments.results.charts.reading import any_full, asks_today_only, by_gap
from assessments.results.reading import Reading
from localisation import nordic

PROFILES = ("narrow", "phone", "desk")
BROAD = ("narrow", "phone", "desk", "broad")
MOST_SPREAD = 8  # items in the picture of agreement: those where people differ most


@dataclass(frozen=True)
class Figure:
    """A picture: its question, the answer in a sentence, the drawing by profile, and the numbers as a table."""

    title: str
    say: str
    draw: Callable[[str], str]
    profiles: tuple[str, ...]
    columns: list[dict[str, Any]]
    rows: list[list[str]]
    caption: str
    notes: list[str]

    @cached_property
    def picture(self) -> SafeString:
        # The pictures escape every text they are given.
        return mark_safe(responsive(self.draw, self.profiles))

    @property
    def drawn(self) -> str:
        """The picture once, as wide as a desk: for paper."""
        return self.draw("desk")


@dataclass(frozen=True)
class UnitPage:
    """One unit's results. Not published: `state` and `why` say so in words, and there are no figures."""

    state: str
    why: str
    n: int | None
    coarse: bool
    figures: list[Figure]
    findings: list[sentences.Finding]
    dialogue: list[dialogue.Own]


def unit_page(reading: Reading, unit: RoundUnit, *, sees_all: bool = False) -> UnitPage:
    """The results of one unit for its reader; `sees_all` adds the leader groups side by side to the programme's."""
    result = reading.of(unit)
    if not published(result):
        state, why = reason(result, reading.data, reading.words)
        return UnitPage(state, why, None, False, [], [], [])
    programme = reading.programme if unit.path and published(reading.programme) else None
    draw = _stairs if any(item.levels for item in reading.content.items) else _gaps
    figures = list(draw(reading, result, programme))
    if sees_all and not unit.path:
        figures += list(_side_by_side(reading))
    general = sentences.questions(result, reading.texts, reading.language, programme=programme)
    own = dialogue.asked(reading.content, result, reading.texts, reading.language, programme)
    return UnitPage("", "", result["n"], not any_full(result["items"]), figures, *dialogue.merged(general, own))


def _gaps(reading: Reading, unit: Unit, programme: Unit | None) -> Iterator[Figure]:
    """Where the gap is largest, and where people see it differently."""
    texts, words, language = reading.texts, reading.words, reading.language
    today_only = asks_today_only(unit["items"])
    highest = sentences.areas_takeaway(unit, texts, language, about="today") if today_only else ""
    line = reading.benchmark
    beside = tables.measure_table(unit, texts, words, programme, line.items if line else None)
    yield _figure(
        words["today_title" if today_only else "dumbbell_title"],
        highest or sentences.takeaway(unit, texts, language, programme=programme),
        lambda profile: dumbbell(unit, texts, words, profile, programme=programme, suffix="gaps"),
        replace(beside, notes=[*beside.notes, *_of_benchmark(line)]),
    )
    if any_full(unit["items"]):
        yield _figure(
            words["agreement_title_full"],
            sentences.takeaway(unit, texts, language, about=sentences.DISAGREEMENT),
            lambda profile: agreement(unit, texts, words, profile, most=MOST_SPREAD, suffix="spread"),
            tables.agreement_table(unit, texts, words),
        )


def _of_benchmark(line: Line | None) -> list[str]:
    """What the numbers across programmes are made of, the same for every reader."""
    if line is None:
        return []
    words = {"sector": line.sector, "number": line.number, "answers": line.n, "day": nordic.day(line.made_on)}
    return [
        _(
            "Across programmes (%(sector)s): from about %(answers)d answers a question, in organisations that have "
            "finished a round; version %(number)d, %(day)s. Your own may be one of them."
        )
        % words
    ]


def _stairs(reading: Reading, unit: Unit, programme: Unit | None) -> Iterator[Figure]:
    """Every area on its stairs, then the one with the longest way to go."""
    texts, words, language = reading.texts, reading.words, reading.language
    yield _figure(
        words["stair_grid_title"],
        sentences.areas_takeaway(unit, texts, language),
        lambda profile: stair_grid(unit, texts, words, profile, suffix="areas"),
        tables.step_table(unit, texts, words),
    )
    code = by_gap(unit["items"], texts.items)[0]
    alone = {**unit, "items": {code: unit["items"][code]}}
    finding = sentences.step_finding(unit, code, texts, language, words)
    yield _figure(
        f"{words['staircase_title']} {texts.name(code)}",
        finding.sentence if finding else "",
        lambda profile: staircase(unit, code, texts, words, profile, suffix="area"),
        tables.step_table(alone, texts, words),
    )


def _side_by_side(reading: Reading) -> Iterator[Figure]:
    """All leader groups beside each other, for those who see all."""
    data, texts, words = reading.in_own_names(), reading.texts, reading.words
    yield _figure(
        words["groups_title"],
        "",
        lambda profile: groups(data, texts, words, profile, suffix="groups"),
        tables.groups_table(data, texts, words),
        BROAD,
    )


def _figure(
    title: str, say: str, draw: Callable[[str], str], table: tables.Table, profiles: tuple[str, ...] = PROFILES
) -> Figure:
    columns = [{"label": head, "number": place > 0} for place, head in enumerate(table.heads)]
    rows = [[row.head, *row.cells] for row in table.rows]
    return Figure(title, say, draw, profiles, columns, rows, table.caption, table.notes)
