"""Where do we see things differently: all answers on each step as one bar per ability."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.results.charts.canvas import Canvas, width, wrap
from assessments.results.charts.marks import bar, shade
from assessments.results.charts.reading import (
    Item,
    Measure,
    Unit,
    asked,
    by_gap,
    by_spread,
    is_full,
    measure,
    shown,
    spread_label,
    told,
    value,
)
from assessments.results.charts.texts import Texts, Words

LABELS = {"wall": 470, "desk": 205, "broad": 205}
FOR_HANDS = 5  # abilities to talk about when nothing is shown in full


@dataclass(frozen=True)
class _Sheet:
    c: Canvas
    items: dict[str, Item]
    texts: Texts
    words: Words

    @property
    def label(self) -> float:
        return 0 if self.c.phone else LABELS[self.c.profile]

    @property
    def top(self) -> int:
        return self.texts.top


def agreement(
    unit: Unit,
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    programme: Unit | None = None,
    most: int | None = None,
    title: str = "",
    suffix: str = "",
) -> str:
    """A published unit as SVG text, most spread first; empty when nothing is published.

    In full: bars of counts, today and ambition. With nothing in full: empty boxes for a show of hands on the abilities
    with the largest gap, and beside them the programme's own bars. most: no more abilities than this.
    """
    items = unit.get("items")
    if not items:
        return ""
    c = Canvas(profile)
    sheet = _Sheet(c, items, texts, words)
    y = _legend(sheet, c.sm * 1.3) + 12 * c.k
    codes = by_spread(items)[:most]
    if codes:
        _bars(sheet, codes, y)
    else:
        _hands(sheet, by_gap(items, texts.items)[: most or FOR_HANDS], y, programme)
    desc = words["agreement_desc_full" if codes else "agreement_desc_thin"].format(top=texts.top)
    return c.svg("agreement", title or words["agreement_title_full" if codes else "agreement_title_thin"], desc, suffix)


def _legend(s: _Sheet, y: float) -> float:
    """The steps in their shades between the names of the ends, in several lines if need be; returns the base line."""
    c = s.c
    low, high = s.texts.anchors
    boxes = 26 * c.k * s.top
    x = 0.0
    lines = wrap(low, c.sm, c.w)
    y = c.lines(x, y, lines, "sub", size=c.sm, leading=1.2) - c.sm * 1.2
    x += width(lines[-1], c.sm) + 10 * c.k
    if x + boxes > c.w:
        x, y = 0.0, y + c.sm * 1.7
    for step in range(1, s.top + 1):
        c.rect(x, y - c.sm * 0.95, 24 * c.k, c.sm * 1.25, f"part shade-{shade(step, s.top)}")
        c.small(x + 12 * c.k, y, str(step), f"on-shade-{shade(step, s.top)}", "middle")
        x += 26 * c.k
    if x + 8 * c.k + width(high, c.sm) > c.w:
        x, y = -8 * c.k, y + c.sm * 1.7
    return c.lines(x + 8 * c.k, y, wrap(high, c.sm, c.w), "sub", size=c.sm, leading=1.2) - c.sm * 1.2


# In full


def _bars(s: _Sheet, codes: Sequence[str], y: float) -> None:
    if s.c.phone:
        for code in codes:
            y = _bars_below(s, code, y)
    else:
        y = _bars_beside(s, codes, y)
    s.c.height = y + 6 * s.c.k


def _bars_below(s: _Sheet, code: str, y: float) -> float:
    """On a phone: the name, and the two bars below each other."""
    c, item = s.c, s.items[code]
    today, ambition = item["today"], measure(item, "ambition")
    label = spread_label(today, s.top, s.words)
    lines = wrap(s.texts.name(code), c.fs, c.w - width(label, c.sm) - 8)
    y += 10
    c.lines(0, y + c.fs, lines, "b", leading=1.2)
    c.small(c.w, y + c.fs, label, anchor="end")
    y += c.fs * (1.6 + 1.2 * (len(lines) - 1))
    c.mark("today", 8, y + 11, 5.5)
    bar(c, today, 22, y, c.w - 22, 22, s.top)
    y += 26
    if "ambition" in asked(s.items):
        c.mark("ambition", 8, y + 9, 5)
        _bar_or_words(s, ambition, 22, y, c.w - 22, 18)
        y += 24
    return y


def _bars_beside(s: _Sheet, codes: Sequence[str], y: float) -> float:
    """On a wide sheet: a column for each measure, the word for the spread between them."""
    c, words, high = s.c, s.words, 24 * s.c.k
    both = "ambition" in asked(s.items)
    between = 82 * c.k
    half = (c.w - s.label - between) / (2 if both else 1)
    right = s.label + half + between
    y += c.sm * 1.3
    for which, x in zip(asked(s.items), (s.label, right), strict=False):
        c.mark(which, x + 8 * c.k, y - c.sm * 0.35)
        c.small(x + 22 * c.k, y, words[which], "b")
    y += 8 * c.k
    for code in codes:
        today = s.items[code]["today"]
        mid, tall = _name(s, code, y, high)
        bar(c, today, s.label, mid, half, high, s.top)
        c.small(s.label + half + 8 * c.k, mid + high * 0.7, spread_label(today, s.top, words))
        if both:
            _bar_or_words(s, measure(s.items[code], "ambition"), right, mid, half, high)
        y += tall + 7 * c.k
    return y


def _name(s: _Sheet, code: str, y: float, high: float) -> tuple[float, float]:
    """The name beside its bar; returns the y of the bar and the height of the row, more for a long name."""
    c = s.c
    lines = wrap(s.texts.name(code), c.fs, s.label - 8)
    more = max(0.0, len(lines) * c.fs * 1.2 - high) if len(lines) > 1 else 0.0
    first = y + high * 0.72 if len(lines) == 1 else y + c.fs
    c.lines(0, first, lines, "b", leading=1.2)
    return y + more / 2, high + more


def _bar_or_words(s: _Sheet, m: Measure, x: float, y: float, wide: float, high: float) -> None:
    if is_full(m):
        bar(s.c, m, x, y, wide, high, s.top)
        return
    text = s.words["thin_note"].format(v=value(m)) if shown(m) else told(m, s.words)
    s.c.small(x, y + high * 0.72, text)


# With nothing in full


def _hands(s: _Sheet, codes: Sequence[str], y: float, programme: Unit | None) -> None:
    """Empty boxes to write the number of hands in, and what the whole programme answered."""
    c = s.c
    heard = s.words["programme"].format(n=programme["n"]) if programme else ""
    wide = c.w if c.phone else (c.w - s.label - 30 * c.k) / (2 if programme else 1)
    if not c.phone:
        y += c.sm * 1.4
        c.small(s.label, y, s.words["hands"], "b")
        c.small(s.label + wide + 30 * c.k, y, heard)
        y += 8 * c.k
    for code in codes:
        context = measure(programme["items"].get(code, {}), "today") if programme else None
        seen = context if context and is_full(context) else None
        y = _hands_below(s, code, y, seen, heard) if c.phone else _hands_beside(s, code, y, wide, seen)
    c.height = y + 4


def _boxes(s: _Sheet, x: float, y: float, wide: float, high: float) -> None:
    each = wide / s.top
    for i in range(s.top):
        s.c.rect(x + i * each + 2, y, each - 4, high, "blank", 3)
        s.c.small(x + i * each + 9 * s.c.k, y + s.c.sm * 1.2, str(i + 1))


def _hands_below(s: _Sheet, code: str, y: float, context: Measure | None, heard: str) -> float:
    c, high = s.c, 38.0
    lines = wrap(s.texts.name(code), c.fs, c.w)
    y += 12
    c.lines(0, y + c.fs, lines, "b", leading=1.2)
    y += c.fs * (1.6 + 1.2 * (len(lines) - 1))
    _boxes(s, 0, y, c.w, high)
    y += high + 6
    if context:
        x = width(heard, c.sm) + 8
        c.small(0, y + 11, heard)
        bar(c, context, x, y, c.w - x, 15, s.top, numbers=False)
    return y + 24


def _hands_beside(s: _Sheet, code: str, y: float, wide: float, context: Measure | None) -> float:
    c, high = s.c, 34 * s.c.k
    lines = wrap(s.texts.name(code), c.fs, s.label - 8)
    c.lines(0, y + high * 0.62 - (len(lines) - 1) * c.fs * 0.6, lines, "b", leading=1.2)
    _boxes(s, s.label, y, wide, high)
    if context:
        bar(c, context, s.label + wide + 30 * c.k, y + high * 0.18, wide, high * 0.64, s.top)
    return y + max(high, len(lines) * c.fs * 1.2) + 9 * c.k
