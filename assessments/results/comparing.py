"""Two rounds of the same mapping beside each other, release against release, for one unit (R14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.ballots.models import Round, RoundUnit
from assessments.disclosure import UnitResult
from assessments.disclosure.comparison import Change, Which, compare
from assessments.instruments.definition import Definition
from assessments.results.charts import Unit, published, responsive, slope
from assessments.results.charts.reading import asked, decimal, halves, measure, told
from assessments.results.reading import Reading

PROFILES = ("narrow", "phone", "desk")


@dataclass(frozen=True)
class ChangeTable:
    """One measure of every question: in both rounds, and how it changed."""

    caption: str
    columns: list[dict[str, Any]]
    rows: list[list[str]]


@dataclass(frozen=True)
class Comparison:
    """What a page says of two rounds. `why`: in words, why there is nothing to compare; then the rest is empty."""

    why: str
    said: list[str]
    picture: SafeString
    tables: list[ChangeTable]
    coarse: bool


def earlier_rounds(round: Round) -> QuerySet[Round]:
    """The closed rounds of the same instrument in the same programme before this one, the newest first."""
    same = Round.objects.filter(programme=round.programme_id, version__instrument=round.version.instrument_id)
    before = same.filter(number__lt=round.number, state=Round.State.CLOSED)
    return before.select_related("version__instrument").defer("version__definition").order_by("-number")


def comparison(first: Reading, second: Reading, unit: RoundUnit) -> Comparison:
    """How the unit of the second round compares with the same organisation or leader group in the first."""
    before = next((each for each in first.units if each.source == unit.source), None)
    if before is None:
        return _nothing(_("This group was not in the earlier round."))
    pair = first.of(before), second.of(unit)
    if not all(published(each) for each in pair):
        return _nothing(_("The results are not shown in both rounds."))
    if first.content.scale.steps != second.content.scale.steps:
        return _nothing(_("The two rounds were answered on different scales."))
    changes = _changes(pair)
    if not changes:
        return _nothing(_("The two rounds have no question in common."))
    coarse = any(change is not None and change.coarse for change in changes.values())
    said = list(_said(second.content, changes, first.round.number))
    return Comparison("", said, _picture(first, second, pair), list(_tables(first, second, pair)), coarse)


def _nothing(why: str) -> Comparison:
    return Comparison(why, [], SafeString(), [], False)


def _changes(pair: tuple[Unit, Unit], which: Which = "today") -> dict[str, Change | None]:
    first, second = (cast(UnitResult, unit) for unit in pair)  # of a release as JSON gives it back
    return compare(first, second, which)


def _said(content: Definition, changes: dict[str, Change | None], number: int) -> Iterator[str]:
    """A sentence for each theme: how many of its questions are displayed higher and lower today than before."""
    for theme in content.themes:
        found = (changes.get(item.code) for item in theme.items)
        known = [change.direction for change in found if change is not None and change.direction is not None]
        words = {"theme": theme.title, "round": number, "changes": _ways(Counter(known))}
        if known:
            yield _("%(theme)s, today against round %(round)d: %(changes)s.") % words
        else:
            yield _("%(theme)s: too little is shown in both rounds to say whether something has changed.") % words


def _ways(ways: Counter[int]) -> str:
    """How many went which way; what nobody did is left out."""
    said = [
        (ways[1], ngettext("%(n)d question higher", "%(n)d questions higher", ways[1])),
        (ways[-1], ngettext("%(n)d question lower", "%(n)d questions lower", ways[-1])),
        (ways[0], ngettext("%(n)d question as before", "%(n)d questions as before", ways[0])),
    ]
    return ", ".join(words % {"n": n} for n, words in said if n)


def _tables(first: Reading, second: Reading, pair: tuple[Unit, Unit]) -> Iterator[ChangeTable]:
    """Each measure in both rounds and how it changed, in the order of the questionnaire."""
    before, after = (unit["items"] for unit in pair)
    rounds = [_("Round %(number)d") % {"number": reading.round.number} for reading in (first, second)]
    heads = [second.words["item"], *rounds, pgettext("chart", "Change")]
    columns = [{"label": head, "number": place > 0} for place, head in enumerate(heads)]
    for which in asked(after):
        if which in asked(before):
            changes = _changes(pair, which)
            rows = [
                [
                    str(item.name),
                    *(told(measure(items[item.code], which), second.words) for items in (before, after)),
                    in_words(changes[item.code]),
                ]
                for item in second.content.items
                if item.code in changes
            ]
            yield ChangeTable(second.words[which].capitalize(), columns, rows)


def in_words(change: Change | None) -> str:
    """A change as a person reads it: "+0,4", "about +½", "+1 or more", "no change"."""
    if change is None or change.direction is None:
        return _("can't be told")
    size = abs(change.tenths) / 10
    number = halves(size) if change.coarse and change.tenths % 5 == 0 else decimal(size)
    if change.tenths == 0:
        return _("about as before") if change.coarse else _("no change")
    signed = ("+" if change.tenths > 0 else "−") + number
    if change.way != "exact":
        return _("%(change)s or more") % {"change": signed}
    return _("about %(change)s") % {"change": signed} if change.coarse else signed


def _picture(first: Reading, second: Reading, pair: tuple[Unit, Unit]) -> SafeString:
    """The lines from round to round, of what is shown in full in both; nothing when that is nothing."""
    names = [_("Round %(number)d") % {"number": reading.round.number} for reading in (first, second)]
    words = {**second.words, "round1": names[0], "round2": names[1], "slope_title": _("From round to round")}
    if not slope(*pair, second.texts, words):
        return SafeString()
    # The picture escapes every text it is given.
    return mark_safe(responsive(lambda profile: slope(*pair, second.texts, words, profile, suffix="rounds"), PROFILES))
