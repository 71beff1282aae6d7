"""Then, wanted and now on one scale, a row for each question: a ring, a diamond and a filled circle."""

from collections.abc import Mapping, Sequence

from assessments.results.charts.canvas import CSS_OF, Canvas, width, wrap
from assessments.results.charts.marks import key, precision
from assessments.results.charts.reading import Item, Measure, Which, asked, is_thin, measure, shown, value
from assessments.results.charts.texts import Texts, Words

ROW = 34  # below the name
NAMES = 0.62  # share of the width that a name may take; the numbers stand beside it
RING = 1.35  # a ring holds the circle of today when the two stand in one place


def journey(
    then: Mapping[str, Item],
    now: Mapping[str, Item],
    codes: Sequence[str],
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    suffix: str = "",
) -> str:
    """Items of a first release, shown today there, and of a later one (empty: there is none to compare with)."""
    c = Canvas(profile)
    sheet = _Sheet(c, texts, words)
    y = _key(c, words, wanted="ambition" in asked(then), now=bool(now)) + c.sm * 0.8
    y = sheet.scale(y)
    for code in codes:
        y = sheet.row(code, then[code], now.get(code), y)
    c.rule(y)
    c.height = y + 8 * c.k
    desc = words["journey_desc" if now else "journey_desc_once"].format(top=texts.top)
    return c.svg("journey", words["journey_title"], desc, suffix)


def _key(c: Canvas, words: Words, *, wanted: bool, now: bool) -> float:
    entries = [("then", words["then"])]
    entries += [("ambition", words["ambition"])] if wanted else []
    entries += [("today", words["now"])] if now else []
    return key(c, c.sm * 1.1, entries)


class _Sheet:
    def __init__(self, c: Canvas, texts: Texts, words: Words) -> None:
        self.c, self.texts, self.words, self.top = c, texts, words, texts.top

    def x(self, place: float) -> float:
        edge = self.c.pad
        return edge + (place - 1) / (self.top - 1) * (self.c.w - 2 * edge)

    def scale(self, y: float) -> float:
        """The names of the two ends, and the numbers of the steps below them; returns the y below."""
        c = self.c
        low, high = (wrap(name, c.sm, c.w / 2 - 8) for name in self.texts.anchors)
        tall = max(len(low), len(high))
        for lines, x, anchor in ((low, 0.0, "start"), (high, c.w, "end")):
            for number, line in enumerate(lines):
                c.small(x, y + (number + 1) * c.sm * 1.2, line, anchor=anchor)
        y += (tall + 1.2) * c.sm * 1.2
        for step in range(1, self.top + 1):
            c.small(self.x(step), y, str(step), anchor="middle")
        return y + c.sm * 0.6

    def row(self, code: str, then: Item, now: Item | None, y: float) -> float:
        """A question with its numbers above its marks; returns the y below."""
        c = self.c
        c.rule(y)
        lines = wrap(self.texts.name(code), c.fs, c.w * NAMES)
        c.lines(0, y + c.fs * 1.4, lines, "b", leading=1.2)
        self._numbers(then, now, y + c.fs * 1.4)
        y += c.fs * (1.4 + 1.2 * (len(lines) - 1))
        mid = y + ROW * c.k * 0.55
        c.line(self.x(1), mid, self.x(self.top), mid)
        self._marks(then, now, mid)
        return y + ROW * c.k

    def _numbers(self, then: Item, now: Item | None, y: float) -> None:
        """2,3 → 2,9 · 4,1: each in the look of its mark, from the right."""
        c, x = self.c, float(self.c.w)
        wanted = measure(then, "ambition")
        parts = [(value(wanted), CSS_OF["ambition"])] if shown(wanted) else []
        parts += [(value(now["today"]), CSS_OF["today"]), ("→", "sub")] if now else []
        parts += [(value(then["today"]), "sub")]
        for number, (text, css) in enumerate(parts):
            c.text(x, y, text, css, anchor="end")
            x -= width(text, c.fs) + (14 if number == 0 and len(parts) > 1 else 6) * c.k

    def _marks(self, then: Item, now: Item | None, y: float) -> None:
        c, wanted, was = self.c, measure(then, "ambition"), then["today"]
        today = now["today"] if now else None
        if shown(was) and today is not None and shown(today):
            c.line(self.x(was["mean"]), y, self.x(today["mean"]), y, "link")
        if shown(wanted):
            self._mark("ambition", wanted, y)
        if shown(was):
            self._mark("today", was, y, ring=True)
        if today is not None and shown(today):
            self._mark("today", today, y)

    def _mark(self, which: Which, m: Measure, y: float, *, ring: bool = False) -> None:
        c = self.c
        if is_thin(m):
            precision(c, self.x, which, m, y, self.top, c.r)
        if ring:
            c.dot(self.x(m["mean"]), y, c.r * RING, "then")
        else:
            c.mark(which, self.x(m["mean"]), y)
