"""What mappings suggest as a programme's focus areas: where the displayed gap is largest. Displayed values only.

The whole programme's unit of the newest release of each instrument, as its results page shows it: nothing is counted
here, and who does not conduct the programme's rounds is told nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.ballots.access import conducts
from assessments.ballots.models import Release
from assessments.results.charts.reading import Unit, by_gap, find_unit, gap_of, measure, shown, signed, value
from cms.accounts.models import User
from programmes.tailoring.focus.suggesting import Suggestion, register
from programmes.tailoring.models import Programme

MOST = 3  # suggestions from one mapping
LEAST = 0.5  # a gap that is worth a year's work, in steps


@register
def from_mappings(programme: Programme, user: User) -> Iterable[Suggestion]:
    """The items with the largest displayed gaps. One query."""
    if not conducts(user, programme):
        return
    releases = Release.objects.filter(round__programme=programme).select_related("round__version__instrument")
    told: set[int] = set()
    for release in releases.order_by("-round__number", "-round__pk"):
        instrument = release.round.version.instrument_id
        if instrument not in told:
            told.add(instrument)
            yield from _largest(release)


def _largest(release: Release) -> Iterator[Suggestion]:
    content = release.round.version.content
    unit: Unit = find_unit(release.data)
    if unit["status"] != "published":
        return
    items = unit["items"]
    names = {item.code: str(item.name) for item in content.items}
    for code in by_gap(items, list(names))[:MOST]:
        item = items[code]
        today, ambition = measure(item, "today"), measure(item, "ambition")
        if (item.get("gap") or 0) < LEAST or not (shown(today) and shown(ambition)):
            return
        words = {"instrument": content.title, "today": value(today), "ambition": value(ambition)}
        why = _("%(instrument)s: today %(today)s, ambition %(ambition)s, a gap of %(gap)s.")
        url = reverse("mapping_results", args=[release.round_id])
        yield Suggestion(code, why % {**words, "gap": signed(*gap_of(item))}, url)
