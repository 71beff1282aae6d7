"""First round against second: two releases beside each other, present level only, no number for the change."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.results.charts.canvas import Canvas, fit
from assessments.results.charts.reading import Unit, decimal, is_full, measure
from assessments.results.charts.texts import Texts, Words

STRONG = 5  # lines drawn strong where nothing else is said


@dataclass(frozen=True)
class _Sheet:
    """The two axes and the scale between them; `strong` are the codes that are drawn strong."""

    c: Canvas
    texts: Texts
    first: dict[str, float]
    second: dict[str, float]
    strong: frozenset[str]

    @property
    def x1(self) -> float:
        return 46 if self.c.phone else 230 * self.c.k + 6

    @property
    def x2(self) -> float:
        return self.c.w - (min(216, self.c.w - 130) if self.c.phone else 240 * self.c.k) - 6

    @property
    def low(self) -> float:
        return min([*self.first.values(), *self.second.values()])

    @property
    def high(self) -> float:
        return max([*self.first.values(), *self.second.values()])

    @property
    def top(self) -> float:
        return self.c.sm * 4.2

    @property
    def bottom(self) -> float:
        return self.y(self.low) + 14 * self.c.k

    @property
    def leading(self) -> float:
        return self.c.sm * 1.32

    def y(self, value: float) -> float:
        tall = max(len(self.first) * self.leading * 1.12, 300 * self.c.k)
        return self.top + 14 * self.c.k + (self.high - value) / ((self.high - self.low) or 1) * tall


def slope(
    first: Unit,
    second: Unit,
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    strong: int = STRONG,
    title: str = "",
    suffix: str = "",
) -> str:
    """The same unit in two releases as SVG text: one line per ability shown in full in both; empty when none is.

    strong: so many lines are drawn strong, where the two displayed numbers stand furthest apart.
    """
    values = [_levels(unit) for unit in (first, second)]
    codes = [code for code in texts.items if code in values[0] and code in values[1]]
    if not codes:
        return ""
    before, after = ({code: found[code] for code in codes} for found in values)
    far = sorted(codes, key=lambda code: -abs(after[code] - before[code]))[:strong]
    c = Canvas(profile)
    s = _Sheet(c, texts, before, after, frozenset(far))
    _heads(s, first, second, words)
    _lines(s)
    _labels_after(s)
    if c.phone:
        _numbers_before(s)
    else:
        _labels_before(s)
    c.height = s.bottom + 10 * c.k
    return c.svg("slope", title or words["slope_title"], words["slope_desc"].format(strong=len(far)), suffix)


def _levels(unit: Unit) -> dict[str, float]:
    items = unit.get("items") or {}
    return {code: m["mean"] for code, item in items.items() if is_full(m := measure(item, "today"))}


def _heads(s: _Sheet, first: Unit, second: Unit, words: Words) -> None:
    c = s.c
    at = (0, "start") if c.phone else (s.x1, "middle")
    for unit, text, (x, anchor) in ((first, "round1", at), (second, "round2", (s.x2, "middle"))):
        c.small(x, c.sm * 1.2, words[text], "b", anchor)
        c.small(x, c.sm * 2.5, words["answers"].format(n=unit["n"]), anchor=anchor)


def _lines(s: _Sheet) -> None:
    c = s.c
    for x in (s.x1, s.x2):
        c.line(x, s.top, x, s.bottom, "axis")
    for code in sorted(s.first, key=lambda code: code in s.strong):
        strong = code in s.strong
        ends = ((s.x1, s.y(s.first[code])), (s.x2, s.y(s.second[code])))
        c.line(*ends[0], *ends[1], "slope-strong" if strong else "slope")
        for x, y in ends:
            c.dot(x, y, c.r * (0.85 if strong else 0.6), "today" if strong else "slope-dot")


def _labels_after(s: _Sheet) -> None:
    """Number and name of each ability to the right."""
    c = s.c
    ys = spread_labels([s.y(s.second[code]) for code in s.first], s.leading, s.top, s.bottom)
    for code, y in zip(s.first, ys, strict=True):
        strong = code in s.strong
        c.line(s.x2 + c.r + 1, s.y(s.second[code]), s.x2 + 16 * c.k, y, "leader")
        c.small(s.x2 + 20 * c.k, y + c.sm * 0.36, decimal(s.second[code]), "ta" if strong else "sub")
        x = s.x2 + 52 * c.k
        c.small(x, y + c.sm * 0.36, fit(s.texts.name(code), c.sm, c.w - x), "b" if strong else "sub")


def _labels_before(s: _Sheet) -> None:
    """Name and number of each ability to the left."""
    c = s.c
    ys = spread_labels([s.y(s.first[code]) for code in s.first], s.leading, s.top, s.bottom)
    for code, y in zip(s.first, ys, strict=True):
        strong = code in s.strong
        c.line(s.x1 - c.r - 1, s.y(s.first[code]), s.x1 - 16 * c.k, y, "leader")
        c.small(s.x1 - 20 * c.k, y + c.sm * 0.36, decimal(s.first[code]), "ta" if strong else "sub", "end")
        x = s.x1 - 54 * c.k
        c.small(x, y + c.sm * 0.36, fit(s.texts.name(code), c.sm, x), "b" if strong else "sub", "end")


def _numbers_before(s: _Sheet) -> None:
    """On a phone only the numbers stand to the left, each once."""
    c = s.c
    values = sorted(set(s.first.values()))
    ys = spread_labels([s.y(v) for v in values], s.leading, s.top, s.bottom)
    for v, y in zip(values, ys, strict=True):
        strong = any(s.first[code] == v for code in s.strong)
        c.line(s.x1 - c.r - 1, s.y(v), s.x1 - 14, y, "leader")
        c.small(s.x1 - 17, y + c.sm * 0.36, decimal(v), "ta" if strong else "sub", "end")


def spread_labels(ys: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """The places pushed apart in pairs until none are closer than this; order kept, inside low to high."""
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    out = [ys[i] for i in order]
    for _ in range(400):
        moved = False
        for i in range(len(out) - 1):
            short = apart - (out[i + 1] - out[i])
            if short > 0.05:
                out[i] -= short / 2
                out[i + 1] += short / 2
                moved = True
        out = [min(max(v, low + j * apart), high - (len(out) - 1 - j) * apart) for j, v in enumerate(out)]
        if not moved:
            break
    placed = dict(zip(order, out, strict=True))
    return [placed[i] for i in range(len(ys))]
