"""What is worth choosing: ambition upwards, gap to the right. In full a scatter, thin a grid, on a phone one list."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assessments.results.charts.canvas import Canvas, width, wrap
from assessments.results.charts.reading import (
    Item,
    Unit,
    any_full,
    asked,
    decimal,
    gap_of,
    halves,
    mean_of,
    measure,
    signed,
    value,
)
from assessments.results.charts.texts import Texts, Words

MOST_LABELS = 24  # more names than this find no room in a scatter
MOST_COLUMNS = 8  # nor more different gaps than this in a grid
HIGH = 0.7  # an ambition from this share of the scale on is high
HALF = 0.5
GRID_LABEL = 64  # left of the grid
NEAREST = 10  # pixels from a mark to its name

Box = tuple[float, float, float, float]  # left, upper, right, lower


class Spot(NamedTuple):
    """A place for a name: right and down from its mark, which share of the name lies left of it, and how far out."""

    dx: float
    dy: float
    share: float
    far: float


def priorities(
    unit: Unit,
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    chosen: Collection[str] = (),
    title: str = "",
    suffix: str = "",
) -> str:
    """A published unit as SVG text, its chosen items marked; empty when it has no gap to show."""
    items = unit.get("items") or {}
    codes = [code for code in texts.items if items.get(code, {}).get("gap") is not None]
    if not codes or "ambition" not in asked(items):
        return ""
    c = Canvas(profile)
    s = _Sheet(c, items, codes, texts, words, frozenset(chosen))
    kind = _kind(s)
    {"list": _list, "full": _scatter, "thin": _grid}[kind](s)
    return c.svg("priorities", title or words["priorities_title"], words[f"priorities_desc_{kind}"], suffix)


def _kind(s: "_Sheet") -> str:
    """What there is room for: a list on a phone, and where a scatter or grid would be too crowded."""
    if s.c.phone:
        return "list"
    if any_full({code: s.items[code] for code in s.codes}):
        return "full" if len(s.codes) <= MOST_LABELS else "list"
    return "thin" if len(set(map(s.gap, s.codes))) <= MOST_COLUMNS else "list"


@dataclass(frozen=True)
class _Sheet:
    c: Canvas
    items: dict[str, Item]
    codes: Sequence[str]
    texts: Texts
    words: Words
    chosen: frozenset[str]

    def gap(self, code: str) -> float:
        return float(self.items[code]["gap"])

    def ambition(self, code: str) -> float:
        return mean_of(measure(self.items[code], "ambition"))


# Scatter


@dataclass(frozen=True)
class _Plane:
    """Gap to the right and ambition upwards, both fitted to the data."""

    x0: float
    x1: float
    y0: float
    y1: float
    gaps: tuple[float, float]
    ambitions: tuple[float, float]

    def x(self, gap: float) -> float:
        return self.x0 + (gap - self.gaps[0]) / (self.gaps[1] - self.gaps[0]) * (self.x1 - self.x0)

    def y(self, ambition: float) -> float:
        low, high = self.ambitions
        return self.y1 - (ambition - low) / (high - low) * (self.y1 - self.y0)


def _scatter(s: _Sheet) -> None:
    c = s.c
    gaps, ambitions = sorted(map(s.gap, s.codes)), sorted(map(s.ambition, s.codes))
    plane = _Plane(
        x0=54 * c.k,
        x1=c.w - 24 * c.k,
        y0=34 * c.k,
        y1=430 * c.k,
        gaps=(min(0, gaps[0]), gaps[-1] + 0.25),
        ambitions=(ambitions[0] - 0.2, ambitions[-1] + 0.2),
    )
    _corners(s, plane, gaps[len(gaps) // 2], ambitions[len(ambitions) // 2])
    _axes(s, plane)
    _names(s, plane)
    for code in s.codes:
        c.diamond(plane.x(s.gap(code)), plane.y(s.ambition(code)), c.r * 0.85)
    c.height = plane.y1 + c.sm * 3.6


def _corners(s: _Sheet, plane: _Plane, gap: float, ambition: float) -> None:
    """The upper right, from the medians on, is tinted; three corners say what they mean."""
    c, words, in_ = s.c, s.words, 10 * s.c.k
    x, y = plane.x(gap), plane.y0 + c.sm * 1.4
    c.rect(x, plane.y0, plane.x1 - x, plane.y(ambition) - plane.y0, "focus-area", 6 * c.k)
    c.small(plane.x1 - in_, y, words["far_and_wanted"], anchor="end")
    if x - in_ - width(words["near_and_wanted"], c.sm) > plane.x0:
        c.small(x - in_, y, words["near_and_wanted"], anchor="end")
    c.small(plane.x1 - in_, plane.y1 - in_, words["far_not_wanted"], anchor="end")


def _axes(s: _Sheet, plane: _Plane) -> None:
    c = s.c
    for gap in _ticks(*plane.gaps):
        c.line(plane.x(gap), plane.y0, plane.x(gap), plane.y1)
        c.small(plane.x(gap), plane.y1 + c.sm * 1.4, decimal(gap), anchor="middle")
    for ambition in _ticks(*plane.ambitions):
        c.line(plane.x0, plane.y(ambition), plane.x1, plane.y(ambition))
        c.small(plane.x0 - 8 * c.k, plane.y(ambition) + c.sm * 0.36, decimal(ambition), anchor="end")
    c.small(plane.x1, plane.y1 + c.sm * 2.9, s.words["gap_axis"], "b", "end")
    c.small(0, c.sm * 1.2, s.words["ambition_axis"], "b")


def _ticks(low: float, high: float) -> list[float]:
    """Every half point from low to high."""
    return [n * HALF for n in range(math.ceil(low / HALF), math.floor(high / HALF) + 1)]


def _names(s: _Sheet, plane: _Plane) -> None:
    """Each name where it covers least, chosen ones first; a thin line where it stands away from its mark."""
    c = s.c
    points = {code: (plane.x(s.gap(code)), plane.y(s.ambition(code))) for code in s.codes}
    taken: list[Box] = [(x - c.r, y - c.r, x + c.r, y + c.r) for x, y in points.values()]
    for code in sorted(s.codes, key=lambda code: (code not in s.chosen, -s.gap(code))):
        x, y = points[code]
        name = s.texts.name(code)
        wide, high = width(name, c.sm) + 4, c.sm * 1.1
        boxes = [(spot, _box(x, y, wide, high, spot)) for spot in _spots(c)]
        costs = [_cost(c, plane, taken, box, spot.far) for spot, box in boxes]
        spot, box = boxes[costs.index(min(costs))]
        if spot.far > NEAREST:
            c.line(x, y, x + spot.dx * 0.8, y + spot.dy * 0.8, "leader")
        taken.append(box)
        c.small(box[0] + 2, box[3] - high * 0.2, name, "b halo" if code in s.chosen else "halo")


def _spots(c: Canvas) -> list[Spot]:
    spots = []
    for far in (NEAREST, 22, 36):
        d = far * c.k
        spots += [
            Spot(dx * d, dy * d, share, far) for dx, dy, share in ((1, 0, 0), (-1, 0, 1), (0, -1.1, 0.5), (0, 1.3, 0.5))
        ]
        spots += [Spot(dx * 0.8 * d, dy * 0.9 * d, share, far) for dx, share in ((1, 0), (-1, 1)) for dy in (-1, 1)]
    return spots


def _box(x: float, y: float, wide: float, high: float, spot: Spot) -> Box:
    left = x + spot.dx - wide * spot.share
    return left, y + spot.dy - high / 2, left + wide, y + spot.dy + high / 2


def _cost(c: Canvas, plane: _Plane, taken: Sequence[Box], box: Box, far: float) -> float:
    left, upper, right, lower = box[0] - 3, box[1] - 2, box[2] + 3, box[3] + 2
    hits = sum(not (right < o[0] or o[2] < left or lower < o[1] or o[3] < upper) for o in taken)
    return 10 * hits + 20 * (box[2] > c.w) + 20 * (box[0] < plane.x0) + 8 * (box[1] < plane.y0) + far / 10


# Grid


def _grid(s: _Sheet) -> None:
    """Only the values that occur, names stacked in the cells: ties stay ties."""
    c = s.c
    columns = sorted({s.gap(code) for code in s.codes})
    wide = (c.w - GRID_LABEL * c.k) / len(columns)
    y = c.sm * 2.6
    c.small(0, c.sm * 1.2, s.words["ambition_axis"], "b")
    for ambition in sorted({s.ambition(code) for code in s.codes}, reverse=True):
        y = _grid_row(s, ambition, columns, wide, y)
    for i, gap in enumerate(columns):
        c.text(GRID_LABEL * c.k + (i + 0.5) * wide, y + c.sm * 1.5, halves(gap), "b", anchor="middle")
    c.small(c.w, y + c.sm * 3, s.words["gap_axis_thin"], "b", "end")
    c.height = y + c.sm * 3.6


def _grid_row(s: _Sheet, ambition: float, columns: Sequence[float], wide: float, y: float) -> float:
    """All with this displayed ambition, a cell for each gap; returns the y below."""
    c, k = s.c, s.c.k
    size = c.fs if c.wall else c.sm
    cells = [[code for code in s.codes if (s.ambition(code), s.gap(code)) == (ambition, gap)] for gap in columns]
    lines = {code: wrap(s.texts.name(code), size, wide - 16 * k) for cell in cells for code in cell}
    most = max(sum(len(lines[code]) for code in cell) for cell in cells)
    high = max(44 * k, most * size * 1.35 + 20 * k)
    label = value(measure(s.items[next(iter(lines))], "ambition"))
    c.text((GRID_LABEL - 12) * k, y + high / 2 + size * 0.36, label, "am", anchor="end")
    for i, (cell, gap) in enumerate(zip(cells, columns, strict=True)):
        x = GRID_LABEL * k + i * wide
        wanted = bool(cell) and ambition >= HIGH * s.texts.top and gap in columns[-2:]
        c.rect(x + 2, y + 2, wide - 4, high - 4, "focus-area" if wanted else "quiet", 4 * k)
        at = y + 6 * k + size
        for code in cell:
            at = c.lines(x + 10 * k, at, lines[code], "b" if code in s.chosen else "", size=size, leading=1.35)
    return y + high


# List


def _list(s: _Sheet) -> None:
    """On a phone two dimensions become one sorted list: gap first, then ambition."""
    c = s.c
    right, column = c.w - 8, c.w - 96
    y = c.sm * 1.3
    c.small(0, y, s.words["list_head"])
    c.small(column, y, s.words["ambition"], anchor="end")
    c.small(right, y, s.words["gap"].lower(), anchor="end")
    y += 8
    for code in sorted(s.codes, key=lambda code: (-s.gap(code), -s.ambition(code))):
        lines = wrap(s.texts.name(code), c.fs, column - 54)
        high = 34 + (len(lines) - 1) * c.fs * 1.2
        if code in s.chosen:
            c.rect(0, y, c.w, high, "focus-area", 4)
        c.lines(8, y + 22, lines, "b" if code in s.chosen else "", leading=1.2)
        c.text(column, y + 22, value(measure(s.items[code], "ambition")), "am", anchor="end")
        c.text(right, y + 22, signed(*gap_of(s.items[code]), " "), "b", anchor="end")
        y += high
        c.rule(y)
    c.height = y + 4
