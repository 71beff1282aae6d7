"""What mappings add to a leader group's journey: the first round, what was wanted then, and the newest that compares.

Release beside release, as the page that compares two rounds does (R14): nothing is counted here, and where it finds
nothing to compare, no later number is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.ballots.models import RoundUnit
from assessments.ballots.pages import title_of
from assessments.ballots.units import PROGRAMME_SOURCE, group_source
from assessments.disclosure.comparison import change
from assessments.instruments.changes import comparable
from assessments.results import charts
from assessments.results.charts.reading import asked, by_gap, measure, published, shown, told
from assessments.results.comparing import Comparison, comparison, in_words
from assessments.results.own import Own, released_to
from assessments.results.sentences import spoken
from localisation import nordic
from programmes.participation.journey import legs
from programmes.participation.journey.legs import Leg, Mark
from programmes.participation.models import Enrolment

PROFILES = ("narrow", "phone", "desk")
MOST = 6  # questions in the picture: those where the way was longest

Items = Mapping[str, Any]


@dataclass(frozen=True)
class Way:
    """The first round of an instrument and the newest one, and the unit they are told of. `compared`: with two."""

    first: Own
    latest: Own
    unit: RoundUnit | None
    compared: Comparison | None

    @property
    def goes_on(self) -> bool:
        """Whether the newest round may stand beside the first."""
        return self.compared is not None and not self.compared.why

    @property
    def then(self) -> Items:
        return _items(self.first, self.unit)

    @property
    def now(self) -> Items:
        """Of the later round, only what stands for the same question."""
        if not self.goes_on:
            return {}
        both = comparable(self.first.reading.content, self.latest.reading.content)
        items = _items(self.latest, self.unit)
        return {code: items[code] for code in both if code in items and code in self.then}


@legs.register
def of_mappings(enrolment: Enrolment, language: str) -> Iterable[Leg]:
    """A leg for each instrument, in the order of their first rounds; two queries."""
    by_instrument: dict[int, list[Own]] = {}
    for own in released_to(enrolment):
        by_instrument.setdefault(own.round.version.instrument_id, []).append(own)
    for rounds in by_instrument.values():
        # A round of which nothing is shown is no place to set out from.
        first = next((own for own in rounds if _shown(own)), rounds[0])
        yield _leg(_way(first, rounds[-1]), rounds, enrolment, language)


def _way(first: Own, latest: Own) -> Way:
    """Told of the nearest unit that is shown in both rounds, else of the nearest that is shown in the first."""
    ways = [_of_unit(first, latest, unit) for unit in _shown(first)]
    return next((way for way in ways if way.goes_on), ways[0] if ways else Way(first, latest, None, None))


def _shown(own: Own) -> list[RoundUnit]:
    """The participant's units that the release shows, the nearest first."""
    return [unit for unit in own.units if published(own.reading.of(unit))]


def _of_unit(first: Own, latest: Own, unit: RoundUnit) -> Way:
    after = latest.unit(unit.source)
    if latest is first or after is None:
        return Way(first, latest, unit, None)
    return Way(first, latest, unit, comparison(first.reading, latest.reading, after))


def _items(own: Own, unit: RoundUnit | None) -> Items:
    there = own.unit(unit.source) if unit else None
    found = own.reading.of(there) if there else {}
    items: Items = found.get("items") or {}
    return items


def _leg(way: Way, rounds: list[Own], enrolment: Enrolment, language: str) -> Leg:
    content = way.first.reading.content
    marks = [Mark(own.closed_on, title_of(own.round), _address(own)) for own in rounds]
    heads = [
        way.first.reading.words["item"], pgettext("chart", "Then"),
        *([pgettext("chart", "Ambition then")] if "ambition" in asked(way.then) else []),
        *([pgettext("chart", "Now"), pgettext("chart", "Change")] if way.now else []),
    ]  # fmt: skip
    return Leg(
        title=str(content.title),
        whose=_whose(way, enrolment, language),
        say=list(_said(way)),
        notes=list(_notes(way, enrolment)),
        picture=_picture(way),
        caption=_when(way),
        columns=[{"label": head, "number": place > 0} for place, head in enumerate(heads)],
        rows=list(_rows(way)),
        marks=marks,
    )


def _when(way: Way) -> str:
    then, now = nordic.day(way.first.closed_on), nordic.day(way.latest.closed_on)
    return _("then: %(then)s, now: %(now)s") % {"then": then, "now": now} if way.goes_on else then


def _address(own: Own) -> str:
    return reverse("mapping_results", args=[own.round.pk])


def _whose(way: Way, enrolment: Enrolment, language: str) -> str:
    if way.unit is None:
        return ""
    group = enrolment.leader_group
    names = {group_source(group.pk): group.name.in_(language), PROGRAMME_SOURCE: _("The whole programme")}
    return names.get(way.unit.source) or group.organisation.name.in_(language)


def _said(way: Way) -> Iterator[str]:
    """Where the way was longest, and what is otherwise now."""
    texts = way.first.reading.texts
    code = next(iter(by_gap(way.then, texts.items)), None)
    if code and way.then[code].get("gap"):
        item = way.then[code]
        lang = way.first.reading.language
        words = {"then": spoken(item["today"], lang), "wanted": spoken(measure(item, "ambition"), lang)}
        if item["gap"] > 0:
            yield _("You wanted to go furthest with “%(name)s”: from %(then)s to %(wanted)s.") % {
                **words, "name": texts.name(code),
            }  # fmt: skip
    if way.goes_on and way.compared:
        yield from way.compared.said


def _notes(way: Way, enrolment: Enrolment) -> Iterator[str]:
    """Why there is less than there might be, and what may not be read out of the numbers."""
    if way.unit is None:
        yield _("Too few answered for anything to be shown.")
        return
    if way.unit.source != group_source(enrolment.leader_group_id):
        yield _("Your leader group is not shown alone, so these are the numbers of those that you are part of.")
    if way.goes_on:
        yield _(
            "The numbers are those of the two rounds, as they were shown. People may have come and gone in between: "
            "a change says something about the group, not that anyone has changed their mind."
        )
    elif way.compared:
        yield _("The newest round can't stand beside the first: %(why)s") % {"why": way.compared.why}
    else:
        yield _("When the mapping is answered once more, you will see here where you are.")


def _picture(way: Way) -> SafeString:
    reading = way.first.reading
    known = (code for code in by_gap(way.then, reading.texts.items) if not way.now or code in way.now)
    codes = [code for code in known if shown(way.then[code]["today"])][:MOST]
    if not codes:
        return SafeString()

    def draw(profile: str) -> str:
        suffix = str(way.first.round.pk)
        return charts.journey(way.then, way.now, codes, reading.texts, reading.words, profile, suffix=suffix)

    # The picture escapes every text it is given.
    return mark_safe(charts.responsive(draw, PROFILES))


def _rows(way: Way) -> Iterator[list[str]]:
    """Every question, the longest way first."""
    reading = way.first.reading
    for code in by_gap(way.then, reading.texts.items):
        item, later = way.then[code], way.now.get(code)
        row = [reading.texts.name(code), *(told(measure(item, which), reading.words) for which in asked(way.then))]
        if way.now:
            row += (
                [told(later["today"], reading.words), in_words(change(item["today"], later["today"]))]
                if later
                else (["–", "–"])
            )
        yield row
