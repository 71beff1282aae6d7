"""What several pictures share: the key, a row's pair of marks, how precise a mark is, and a bar of counts."""

from collections.abc import Callable, Sequence

from assessments.results.charts.canvas import CSS_OF, Canvas, width, wrap
from assessments.results.charts.reading import Measure, Which, bound, counts, is_thin, shown, value

Across = Callable[[float], float]  # from a place on the scale to x in pixels
SLIGHT = 2  # pixels that the cautious estimate of a width may run over the edge
SHADES = 10  # shades in the style sheet, 1 palest; text turns from dark to light between 5 and 6


def key(c: Canvas, y: float, entries: Sequence[tuple[str, str]]) -> float:
    """Explains the marks, (kind, text) each, in one or more lines from the base line y; returns the y below."""
    x = 0.0
    for kind, text in entries:
        wide = width(text, c.sm) + 34 * c.k
        if x and x + wide > c.w:
            x, y = 0.0, y + c.sm * 1.7
        indent = _sample(c, kind, x, y - c.sm * 0.35)
        lines = wrap(text, c.sm, c.w - indent) if wide > c.w else [text]
        c.lines(x + indent, y, lines, "sub", size=c.sm, leading=1.2)
        y += (len(lines) - 1) * c.sm * 1.2
        x += wide + 14 * c.k - (28 * c.k if kind == "words" else 0)
    return y + c.sm * 1.1


def _sample(c: Canvas, kind: str, x: float, y: float) -> float:
    """Draws one mark of the key with its middle line at y; returns how far to its right the text begins."""
    k = c.k
    if kind in CSS_OF:
        c.mark(kind, x + 9 * k, y)
    elif kind == "then":
        c.dot(x + 9 * k, y, css="then")
    elif kind == "context":
        c.line(x + 4 * k, y, x + 20 * k, y, "context-line")
        c.dot(x + 4 * k, y, c.r * 0.55, "context")
        c.diamond(x + 20 * k, y, c.r * 0.5, "context")
        return 30 * k
    elif kind == "bars":
        for i, high in enumerate((5, 11, 8)):
            c.rect(x + (2 + i * 7) * k, y - high * k, 5 * k, high * k, "bar-today")
            c.rect(x + (2 + i * 7) * k, y + 1, 5 * k, (12 - high) * k, "bar-ambition")
    elif kind == "field":
        c.rect(x, y - c.r, 22 * k, c.r * 2, "field-today", c.r)
    elif kind == "tail":
        c.line(x + 2 * k, y, x + 22 * k, y, "tail-today")
        c.path(_arrow(x + 2 * k, y, 5 * k), "end-today")
    return 0.0 if kind == "words" else 28 * k


def _arrow(x: float, y: float, reach: float) -> str:
    """An arrow head at x; a positive reach opens it to the right."""
    size = abs(reach)
    return f"M{x + reach:.1f} {y - size:.1f}L{x:.1f} {y:.1f}L{x + reach:.1f} {y + size:.1f}"


def pair(
    c: Canvas,
    x: Across,
    measures: Sequence[tuple[Which, Measure]],
    y: float,
    top: int,
    *,
    r: float | None = None,
    numbers: bool = False,
) -> None:
    """The marks of one row: the link between them, how precise each is, and with `numbers` the values outside them."""
    r = r or c.r
    seen = [(which, m) for which, m in measures if shown(m)]
    xs = {which: x(m["mean"]) for which, m in seen}
    ys = dict.fromkeys(xs, y)
    if len(seen) == 2:
        if abs(xs["today"] - xs["ambition"]) < 2.1 * r:
            ys = {"today": y - r * 0.72, "ambition": y + r * 0.72}
        else:
            c.line(xs["today"], y, xs["ambition"], y, "link")
    for which, m in seen:
        if is_thin(m):
            precision(c, x, which, m, ys[which], top, r)
    for which, _ in seen:
        c.mark(which, xs[which], ys[which], r)
    if numbers:
        left = min(xs, key=lambda which: (xs[which], which == "ambition"), default=None)
        for which, m in seen:
            outside = -1 if (which == left if len(xs) == 2 else which == "today") else 1
            _number(c, x, which, m, ys[which], outside)


def precision(c: Canvas, x: Across, which: Which, m: Measure, y: float, top: int, r: float) -> None:
    """A thin mean stands somewhere in a field of half a step, or out to the end of the scale."""
    side = bound(m)
    if side is None:
        c.rect(x(m["mean"] - 0.25), y - r * 1.25, x(0.5) - x(0), r * 2.5, f"field-{which}", r * 1.25)
        return
    inward = 1 if side == "at_most" else -1
    end = x(1 if side == "at_most" else top) + inward * 3
    c.line(x(m["mean"]), y, end, y, f"tail-{which}")
    c.path(_arrow(end, y, inward * 5 * c.k), f"end-{which}")


def _number(c: Canvas, x: Across, which: Which, m: Measure, y: float, outside: int) -> None:
    """The value beside its mark, to the left (-1) or right (1); above it where a tail or the edge takes that side."""
    side = bound(m)
    field = is_thin(m) and side is None
    tail = (side, outside) in (("at_most", -1), ("at_least", 1))
    off = x(0.25) - x(0) + 4 * c.k if field else c.r * 1.28 + 5 * c.k
    end = x(m["mean"]) + outside * (off + width(value(m), c.sm))
    tail = tail or not 0 <= end <= c.w + SLIGHT
    c.small(
        x(m["mean"]) + outside * (c.r * 0.4 if tail else off),
        y + (-c.r * 1.2 if tail else c.sm * 0.36),
        value(m),
        f"{CSS_OF[which]} halo",
        "end" if outside < 0 else "start",
    )


def shade(step: int, top: int) -> int:
    """The shade, 1 to 10, of a step on a scale of this many: palest first, none on which text is hard to read."""
    lower = (top + 1) // 2
    if step <= lower:
        return round(1 + 4 * (step - 1) / max(1, lower - 1))
    upper = top - lower
    return SHADES if upper == 1 else round(6 + 4 * (step - lower - 1) / (upper - 1))


def bar(c: Canvas, m: Measure, x: float, y: float, wide: float, high: float, top: int, *, numbers: bool = True) -> None:
    """All answers as one bar, parted by step; the number stands in each part that has room for it."""
    steps = counts(m, top)
    for step, n in enumerate(steps, 1):
        if not n:
            continue
        part = wide * n / sum(steps)
        c.rect(x + 1, y, max(1.5, part - 2), high, f"part shade-{shade(step, top)}")
        if numbers and part > width(str(n), c.sm) + 5:
            c.small(x + part / 2, y + high / 2 + c.sm * 0.36, str(n), f"on-shade-{shade(step, top)}", "middle")
        x += part
