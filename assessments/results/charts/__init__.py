"""Result pictures: a unit of a release goes in, SVG text comes out. Standard library only, displayed values only.

Nothing is scaled, so a picture is drawn once for each profile, and the page shows the one that fits (see `responsive`).
Every function returns an empty string when the release has nothing it may draw.
"""

from collections.abc import Callable, Sequence

from assessments.results.charts.agreement import agreement
from assessments.results.charts.canvas import PROFILES
from assessments.results.charts.dumbbell import dumbbell
from assessments.results.charts.groups import groups
from assessments.results.charts.journey import journey
from assessments.results.charts.priorities import priorities
from assessments.results.charts.reading import Release, Unit, find_unit, leaves, published
from assessments.results.charts.slope import slope
from assessments.results.charts.staircase import stair_grid, staircase
from assessments.results.charts.texts import Texts, Words

__all__ = [
    "PROFILES",
    "Release",
    "Texts",
    "Unit",
    "Words",
    "agreement",
    "dumbbell",
    "find_unit",
    "groups",
    "journey",
    "leaves",
    "priorities",
    "published",
    "responsive",
    "slope",
    "stair_grid",
    "staircase",
]


def responsive(draw: Callable[[str], str], profiles: Sequence[str] = ("phone", "desk")) -> str:
    """One picture in several profiles after each other, for a `.result` figure that shows the one that fits.

    draw: takes the name of a profile, as `lambda p: dumbbell(unit, texts, words, p, suffix="3")`.
    """
    return "".join(draw(profile) for profile in profiles)
