"""The staircase: land in equal steps, and what stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.results.charts.canvas import CSS_OF, Canvas, width, wrap
from assessments.results.charts.reading import Measure, Which, bound, counts, shown
from assessments.results.charts.texts import Words

LIFT, NEAR_POLE, POLE = 9, 62, 30  # the ambition's stretch is lifted where the two would lie on each other


@dataclass(frozen=True)
class Stairs:
    """Steps from x to the right, each this wide and `rise` high, the lowest one `rise` above the base."""

    x: float
    base: float
    wide: float
    rise: float
    steps: int

    @property
    def step(self) -> float:
        return self.wide / self.steps

    def top(self, step: int) -> float:
        return self.base - step * self.rise

    def at(self, place: float) -> float:
        """x of a place on the scale; whole numbers are the middle of a step."""
        return self.x + (place - 0.5) * self.step

    def step_of(self, place: float) -> int:
        return max(1, min(self.steps, int(place + 0.5)))


def names_fit(c: Canvas, names: Sequence[str], step: float) -> bool:
    """Whether every word of the names is narrower than a step; else they stand in a list below the stairs."""
    return all(width(word, c.sm) * 0.87 <= step - 2 for name in names for word in name.split())


def step_list(c: Canvas, names: Sequence[str], y: float) -> float:
    """Number and name of each step, below the stairs; returns the y below."""
    for i, name in enumerate(names, 1):
        y += c.sm * 1.5
        c.small(0, y, str(i), "b")
        lines = wrap(name, c.sm, c.w - 24 * c.k)
        c.lines(22 * c.k, y, lines, "sub", size=c.sm, leading=1.2)
        y += (len(lines) - 1) * c.sm * 1.2
    return y + c.sm * 0.75


def ground(c: Canvas, stairs: Stairs, names: Sequence[str] = ()) -> float:
    """Draws land and coast; with names, a foot below holds number and name of each step. Returns its lower edge."""
    step = stairs.step
    named = names_fit(c, names, step)
    wrapped = [wrap(name, c.sm, max(step - 4, width(max(name.split(), key=len), c.sm))) for name in names]
    most = max((len(lines) for lines in wrapped), default=0) if named else 0
    foot = c.sm * max(3.5, 1.35 + 1.1 * most) if names else 5 * c.k
    treads = "".join(f"V{stairs.top(i):.1f}h{step:.1f}" for i in range(1, stairs.steps + 1))
    bottom = stairs.base + foot
    c.path(f"M{stairs.x:.1f} {bottom:.1f}{treads}V{bottom:.1f}z", "land")
    for i, lines in enumerate(wrapped, 1):
        c.text(stairs.at(i), stairs.base + c.sm * 0.1, str(i), "b", anchor="middle", size=c.fs * 1.2)
        for j, line in enumerate(lines if named else ()):
            c.small(stairs.at(i), stairs.base + c.sm * (1.35 + j * 1.1), line, anchor="middle")
    c.path(f"M{stairs.x:.1f} {bottom:.1f}{treads}V{bottom:.1f}", "coast")
    return bottom


def pitch(r: float) -> float:
    """From mark to mark in a crowd."""
    return r * 2 + max(1.2, r * 0.34)


def crowd(c: Canvas, stairs: Stairs, m: Measure, which: Which, r: float, *, per: int = 0, numbers: bool = True) -> None:
    """One mark per answer, standing on its step in rows of `per`, with the number of answers above."""
    apart = pitch(r)
    per = per or max(1, int((stairs.step - 4) / apart))
    for step, n in enumerate(counts(m, stairs.steps), 1):
        for j in range(n):
            in_row = min(per, n - j // per * per)
            x = stairs.at(step) + (j % per - (in_row - 1) / 2) * apart
            c.mark(
                which, x, stairs.top(step) - apart * (0.62 + j // per), r if which == "today" else r * 0.82, "answer"
            )
        if numbers and n:
            y = stairs.top(step) - apart * -(-n // per) - 6 * c.k
            c.small(stairs.at(step), y, str(n), f"{CSS_OF[which]} halo", "middle")


def stretch(
    c: Canvas,
    stairs: Stairs,
    m: Measure,
    which: Which,
    *,
    pole: float,
    lift: float = 0,
    r: float | None = None,
    text: str = "",
) -> None:
    """The stretch of the stairs where the group stands, with a flag on a pole: a length, not a point, and no number."""
    mean, side, r = m["mean"], bound(m), r or c.r
    low = 0.5 if side == "at_most" else mean - 0.25
    high = stairs.steps + 0.5 if side == "at_least" else mean + 0.25
    first, last = stairs.step_of(low + 1e-6), stairs.step_of(high - 1e-6)
    climb = "".join(f"H{stairs.at(i + 0.5):.1f}V{stairs.top(i + 1) - lift:.1f}" for i in range(first, last))
    c.path(f"M{stairs.at(low):.1f} {stairs.top(first) - lift:.1f}{climb}H{stairs.at(high):.1f}", f"stretch-{which}")
    # A place on the riser: the flag stands at the edge of the higher step.
    on_riser = side is None and mean % 1 == 0.5
    place = mean if on_riser else (low + high) / 2
    x, y = stairs.at(place), stairs.top(stairs.step_of(place + 1e-6)) - lift
    c.line(x, y, x, y - pole, f"pole-{which}")
    c.mark(which, x, y - pole, r * 1.15)
    if text:
        half = width(text, c.sm) / 2
        x = min(max(x, half), c.w - half)
        c.small(x, y - pole - c.r * 1.9, text, f"{CSS_OF[which]} halo", "middle")


def near(today: Measure, ambition: Measure) -> bool:
    """Whether the two stretches would lie on each other."""
    return shown(today) and shown(ambition) and ambition["mean"] - today["mean"] < 1


def missing(measures: Sequence[tuple[str, Measure]], words: Words) -> str:
    """What is not shown: the one by its caption, or plainly so for all; empty when all are, or were never asked for."""
    gone = [caption for caption, m in measures if not shown(m) and m["display"] != "absent"]
    if len(gone) > 1:
        return words["too_few_cell"]
    return words["not_shown"].format(what=gone[0]) if gone else ""
