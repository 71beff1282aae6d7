"""Today and ambition on one scale, a row for each ability: where is the gap largest?"""

from collections.abc import Sequence

from assessments.results.charts.canvas import CSS_OF, Canvas, width, wrap
from assessments.results.charts.marks import key, pair
from assessments.results.charts.reading import (
    Item,
    Unit,
    Way,
    Which,
    any_full,
    asked,
    asks_today_only,
    by_gap,
    counts,
    gap_of,
    is_full,
    measure,
    shown,
    signed,
    told,
    value,
)
from assessments.results.charts.texts import Texts, Words

LABELS = {"wall": 430, "desk": 205, "broad": 205}  # the column of names; on a phone they stand above their rows
ROWS_THIN = {"fixed": 56, "context": 40, "alone": 34, "phone": 66}
ROWS_FULL = {"phone": 88, "alone": 60}
BAR_WIDE, BAR_HIGH = 22, 20
FULL_COLUMNS = {"gap": 0.0, "ambition": 0.36, "today": 0.75}  # share of the right column, from the right edge


def dumbbell(
    unit: Unit,
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    programme: Unit | None = None,
    codes: Sequence[str] | None = None,
    hide: bool = False,
    title: str = "",
    suffix: str = "",
) -> str:
    """A published unit as SVG text; how much is drawn is decided by each measure. Empty when nothing is published.

    programme: the whole programme's unit, drawn quietly under each row. codes: only these items, in this order, so that
    nothing moves between `hide` (the ambition is left out, for a guess in the room) and the picture that reveals it.
    """
    if not unit.get("items"):
        return ""
    drawing = _Dumbbell(Canvas(profile), unit, texts, words, programme, codes, hide)
    drawing.draw()
    only = asks_today_only(unit["items"])
    kind = "today" if only else "thin" if drawing.thin else "full"
    desc = words[f"dumbbell_desc_{kind}"].format(top=texts.top)
    return drawing.c.svg("dumbbell", title or words["today_title" if only else "dumbbell_title"], desc, suffix)


class _Dumbbell:
    def __init__(
        self,
        c: Canvas,
        unit: Unit,
        texts: Texts,
        words: Words,
        programme: Unit | None,
        codes: Sequence[str] | None,
        hide: bool,
    ) -> None:
        self.c, self.texts, self.words, self.programme, self.hide = c, texts, words, programme, hide
        self.items = unit["items"]
        self.asked = asked(self.items)
        self.seen: tuple[Which, ...] = ("today",) if hide else self.asked
        self.thin = not any_full(self.items)
        self.fixed = codes is not None
        self.order = list(codes) if codes is not None else by_gap(self.items, texts.items)
        self.top = texts.top
        self.label = 0 if c.phone else LABELS[c.profile]
        self.right = self._right()
        edge = c.pad * (1 if c.phone else 1.6)
        self.x0, self.x1 = self.label + edge, c.w - self.right - edge
        self.row = self._row()
        full = [m for code in self.order for w in self.asked if is_full(m := measure(self.items[code], w))]
        self.tallest = max((n for m in full for n in counts(m, self.top)), default=1) or 1

    def _right(self) -> float:
        """The column of numbers to the right; a thin picture has its numbers beside the marks."""
        c = self.c
        if c.phone:
            return 0
        if self.thin:
            return (250 if self.fixed else 60) if c.wall else 22 * c.k
        if "ambition" not in self.asked:
            return 60 * c.k
        return 360 if c.wall else 158 * c.k

    def _row(self) -> float:
        if not self.thin:
            return ROWS_FULL["phone" if self.c.phone else "alone"] * self.c.k
        kind = "phone" if self.c.phone else "fixed" if self.fixed else "context" if self.programme else "alone"
        return ROWS_THIN[kind] * self.c.k

    def x(self, place: float) -> float:
        return self.x0 + (place - 1) / (self.top - 1) * (self.x1 - self.x0)

    def draw(self) -> None:
        c = self.c
        y = self._key()
        head, c.parts = c.parts, []
        scale = y + self._anchor_lines() * c.sm * 1.3
        bottom = self._rows(scale + 14 * c.k)
        body, c.parts = c.parts, head
        if self.thin:
            self._zones(scale, bottom)
        self._scale(scale, bottom + 4 * c.k)
        if not self.thin:
            self._column_heads(scale)
        c.parts += body
        if not self.thin:
            c.rule(bottom + 4 * c.k)
        c.height = bottom + 12 * c.k

    def _key(self) -> float:
        c, words = self.c, self.words
        entries: list[tuple[str, str]] = [(which, words[which]) for which in self.asked]
        if self.programme:
            entries.append(("context", words["programme"].format(n=self.programme["n"])))
        if self.thin:
            entries += [("field", words["field"]), ("tail", words["tail"])]
        elif "ambition" in self.asked:
            entries.append(("bars", words["bars"]))
            entries += [("words", words["figures"])] if c.phone else []
        return key(c, c.sm * 1.1, entries) + c.sm * 1.3

    # The scale

    def _anchors(self) -> tuple[list[str], list[str]]:
        room = (self.c.w - self.label) / 2 - 8
        low, high = (wrap(name, self.c.sm, room) for name in self.texts.anchors)
        return low, high

    def _anchor_lines(self) -> int:
        return max(len(lines) for lines in self._anchors())

    def _scale(self, y: float, bottom: float) -> None:
        """Numbers of the steps at the base line y, the names of the two ends above them, and a line down from each."""
        c = self.c
        for step in range(1, self.top + 1):
            c.line(self.x(step), y + 6 * c.k, self.x(step), bottom)
            c.small(self.x(step), y, str(step), anchor="middle")
        for lines, at in zip(self._anchors(), (self.x(1), self.x(self.top)), strict=True):
            x, anchor = self._anchor_place(lines, at)
            for i, line in enumerate(reversed(lines)):
                c.small(x, y - c.sm * (1.35 + i * 1.2), line, anchor=anchor)

    def _anchor_place(self, lines: Sequence[str], at: float) -> tuple[float, str]:
        """Centred over its step where there is room, else flush with the edge of the picture."""
        w = self.c.w
        half = max(width(line, self.c.sm) for line in lines) / 2
        if self.c.phone:
            return (0, "start") if at < w / 2 else (w, "end")
        return (at, "middle") if at + half <= w else (w, "end")

    def _zones(self, y: float, bottom: float) -> None:
        """The sea beyond the clip: a thin mean may lie further out than it is shown."""
        c = self.c
        for low in sorted({1, self.top - 1}):
            c.rect(self.x(low), y + 8 * c.k, self.x(low + 1) - self.x(low), bottom - y - 4 * c.k, "zone")

    def _column_heads(self, y: float) -> None:
        c, words = self.c, self.words
        if c.phone or self.hide:
            return
        if "ambition" not in self.asked:
            c.small(c.w, y, words["today"], anchor="end")
            return
        for which, text in (("gap", words["gap"].lower()), ("ambition", words["ambition"]), ("today", words["today"])):
            c.small(c.w - self.right * FULL_COLUMNS[which], y, text, anchor="end")

    # The rows

    def _rows(self, y: float) -> float:
        c = self.c
        last: tuple[str, Way | None] | None = None
        for code in self.order:
            gap = gap_of(self.items[code])
            if self.thin and not self.fixed and "ambition" in self.asked:
                if gap != last:
                    y = self._gap_head(y, *gap)
                    last = gap
            elif not self.thin or self.fixed:
                c.rule(y)
            y = self._row_of(code, y)
        return y

    def _gap_head(self, y: float, text: str, way: Way | None) -> float:
        """Ties stay ties: one heading for all rows with this displayed gap."""
        c, words = self.c, self.words
        y += 8 * c.k
        c.rule(y)
        head = f"{words['gap']} {text} {self._tail(way)}".strip() if way else words["gap_none"]
        c.small(0, y + c.sm * 1.35, head, "b")
        return y + c.sm * 1.9

    def _tail(self, way: Way | None) -> str:
        names = {"more": "or_more", "less": "or_less", "open": "open"}
        return self.words[names[way]] if way in names else ""

    def _row_of(self, code: str, y: float) -> float:
        c, item = self.c, self.items[code]
        mid = y + self.row * (0.5 if not c.phone else 0.6 if self.thin else 0.64)
        extra = self._name_above(code, y) if c.phone else self._name_beside(code, mid)
        if c.phone:
            mid += extra
        else:
            self._figures(item, mid)
        c.line(self.x(1), mid, self.x(self.top), mid)
        self._bars(item, mid)
        self._context(code, mid + (18 if self.fixed else 15) * c.k)
        measures = [(which, measure(item, which)) for which in self.seen]
        pair(c, self.x, measures, mid, self.top, numbers=self.thin or self.hide)
        self._missing(item, mid)
        return y + self.row + extra

    def _name_above(self, code: str, y: float) -> float:
        """The name over its row, and in full the numbers beside it; returns the height of the lines after the first."""
        c, item = self.c, self.items[code]
        lines = wrap(self.texts.name(code), c.fs, c.w - (8 if self.thin else 132))
        c.lines(0, y + c.fs * 1.15, lines, "b", leading=1.2)
        extra = (len(lines) - 1) * c.fs * 1.2
        at = y + extra + c.fs * 1.15
        if self.thin or self.hide:
            return extra
        if "ambition" not in self.asked:
            c.text(c.w, at, value(item["today"]), CSS_OF["today"], anchor="end")
            return extra
        c.text(c.w, at, signed(*gap_of(item)), "b", anchor="end")
        c.small(c.w - 46, at, f"{value(item['today'])} → {value(measure(item, 'ambition'))}", anchor="end")
        return extra

    def _name_beside(self, code: str, mid: float) -> float:
        """The name and its theme to the left; returns the height that more than two lines take."""
        c = self.c
        lines = wrap(self.texts.name(code), c.fs, self.label - 4)
        c.lines(0, mid - c.sm * 0.12, lines, "b", leading=1.15)
        if len(lines) == 1:
            c.small(0, mid + c.sm * 1.08, self.texts.theme(code))
        return max(0, len(lines) - 2) * c.fs * 1.15

    def _figures(self, item: Item, mid: float) -> None:
        """The numbers to the right of the row."""
        c, gap = self.c, gap_of(item)
        if self.hide:
            return
        if self.thin:
            if self.fixed and gap[1]:
                c.small(c.w, mid - c.sm * 0.2, self.words["gap"].lower(), anchor="end")
                c.small(c.w, mid + c.sm * 1.05, f"{gap[0]} {self._tail(gap[1])}".strip(), "b", "end")
            return
        if "ambition" not in self.asked:
            c.text(c.w, mid + c.fs * 0.36, value(item["today"]), "ta", anchor="end")
            return
        c.text(c.w, mid + c.fs * 0.38, signed(*gap), "b", anchor="end", size=c.fs * 1.13)
        for which in self.asked:
            x = c.w - self.right * FULL_COLUMNS[which]
            c.text(x, mid + c.fs * 0.36, value(measure(item, which)), CSS_OF[which], anchor="end")

    def _bars(self, item: Item, mid: float) -> None:
        """Answers on each step: today above the line, ambition below; one scale for the whole picture."""
        wide = BAR_WIDE * self.c.k
        for which in self.seen:
            m = measure(item, which)
            for step, n in enumerate(counts(m, self.top) if is_full(m) else [], 1):
                if n:
                    high = max(1.5, BAR_HIGH * self.c.k * n / self.tallest)
                    y = mid - high if which == "today" else mid
                    self.c.rect(self.x(step) - wide / 2, y, wide, high, f"bar-{which}")

    def _context(self, code: str, y: float) -> None:
        """The whole programme under the row: small, hollow, without numbers, and only what it shows in full."""
        c = self.c
        item = self.programme["items"].get(code, {}) if self.programme else {}
        at = {which: self.x(m["mean"]) for which in self.seen if is_full(m := measure(item, which))}
        if len(at) == 2:
            c.line(at["today"], y, at["ambition"], y, "context-line")
        if "ambition" in at:
            c.diamond(at["ambition"], y, c.r * 0.5, "context")
        if "today" in at:
            c.dot(at["today"], y, c.r * 0.55, "context")

    def _missing(self, item: Item, mid: float) -> None:
        """A measure that is not shown keeps its side of the row, and says so."""
        c, words = self.c, self.words
        sides: dict[Which, tuple[float, str]] = {
            "today": (self.x(1) + 6 * c.k, "start"),
            "ambition": (self.x(self.top) - 6 * c.k, "end"),
        }
        for which in self.seen:
            m = measure(item, which)
            if not shown(m):
                text = words[f"none_{which}"] if m["display"] == "none" else told(m, words)
                c.small(sides[which][0], mid + c.sm * 0.36, text, anchor=sides[which][1])
