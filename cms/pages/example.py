"""The example result on the front page: today and ambition on one scale, as SVG in the classes of charts.css."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from localisation.nordic import number

WIDTH, HEIGHT, LINE = 480, 116, 66  # the sheet, and where the scale lies on it
EDGE = 24
LOWEST, HIGHEST = 1, 5


def gap_picture(today: Decimal, ambition: Decimal) -> SafeString:
    """A dumbbell: a circle for today, a diamond for the ambition, both with their word and number."""
    x, y = _place(today), _place(ambition)
    words = gettext("Today %(today)s, ambition %(ambition)s, on a scale from 1 to 5.")
    marks = "".join(_step(step) for step in range(LOWEST, HIGHEST + 1))
    return format_html(
        '<svg class="plot" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{title}">'
        '<path class="axis" d="M{edge} {line}H{end}"/>{marks}<path class="link" d="M{x} {line}H{y}"/>'
        '<circle class="today" cx="{x}" cy="{line}" r="8"/>'
        '<path class="ambition" d="M{y} {top}l9.5 9.5-9.5 9.5-9.5-9.5z"/>'
        '<text class="ta" x="{x}" y="34" text-anchor="middle" font-size="15">{today}</text>'
        '<text class="am" x="{y}" y="34" text-anchor="middle" font-size="15">{ambition}</text></svg>',
        w=WIDTH,
        h=HEIGHT,
        title=words % {"today": number(today, 1), "ambition": number(ambition, 1)},
        edge=EDGE,
        end=WIDTH - EDGE,
        line=LINE,
        top=LINE - 9.5,
        marks=SafeString(marks),
        x=x,
        y=y,
        today=f"{gettext('Today')} {number(today, 1)}",
        ambition=f"{gettext('Ambition')} {number(ambition, 1)}",
    )


def _place(value: Decimal | int) -> float:
    return round(EDGE + (float(value) - LOWEST) / (HIGHEST - LOWEST) * (WIDTH - 2 * EDGE), 1)


def _step(step: int) -> SafeString:
    return format_html(
        '<path class="axis" d="M{0} {1}v8"/>'
        '<text class="sub" x="{0}" y="{2}" text-anchor="middle" font-size="14">{3}</text>',
        _place(step),
        LINE,
        LINE + 30,
        step,
    )
