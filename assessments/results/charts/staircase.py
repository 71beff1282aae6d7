"""Where on the stairs are we, and where do we want to be: one area large, or several areas side by side."""

from collections.abc import Sequence

from assessments.results.charts.canvas import Canvas, wrap
from assessments.results.charts.marks import key
from assessments.results.charts.reading import (
    Item,
    Measure,
    Unit,
    Which,
    any_full,
    asked,
    asks_today_only,
    bound,
    counts,
    is_full,
    is_thin,
    measure,
    shown,
    told,
)
from assessments.results.charts.stairs import (
    LIFT,
    NEAR_POLE,
    POLE,
    Stairs,
    crowd,
    ground,
    missing,
    names_fit,
    near,
    pitch,
    step_list,
    stretch,
)
from assessments.results.charts.texts import Texts, Words

CAPTIONS: dict[Which, str] = {"today": "here", "ambition": "there"}  # key of the words over each staircase
RISE = 27
MINI_RISE, MINI_MARK = 9, 1.9  # small stairs
SMALL_RISE = 11  # small stairs with two stretches
MANY = 9  # more answers than this on one step are drawn smaller
IN_A_ROW = 6  # areas side by side


def staircase(
    unit: Unit,
    code: str,
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    hide: bool = False,
    title: str = "",
    suffix: str = "",
) -> str:
    """One area of a published unit as SVG text; empty when the unit has nothing on it.

    In full: one mark per answer, and a staircase each for today and ambition. Thin: one staircase with two stretches.
    hide: leave out the ambition, for a guess in the room; the geometry is that of the picture that reveals it.
    """
    item = (unit.get("items") or {}).get(code)
    if not item:
        return ""
    c = Canvas(profile)
    both = asked(unit["items"])
    full = any(is_full(measure(item, which)) for which in both)
    names = list(texts.levels.values())
    step = _full(c, item, both, names, words, hide) if full else _thin(c, item, names, words, hide)
    if not names_fit(c, names, step):
        c.height = step_list(c, names, c.height)
    kind = "today" if asks_today_only(unit["items"]) else "full" if full else "thin"
    desc = words[f"staircase_desc_{kind}"].format(top=texts.top)
    return c.svg("staircase", title or f"{words['staircase_title']} {texts.name(code)}", desc, suffix)


def _thin(c: Canvas, item: Item, names: Sequence[str], words: Words, hide: bool) -> float:
    """One staircase with a stretch for each measure; returns the width of a step."""
    k = c.k
    today, ambition = measure(item, "today"), measure(item, "ambition")
    lift, pole = (LIFT, NEAR_POLE) if near(today, ambition) else (0, POLE)
    flags = ((today, 0, POLE), (ambition, lift, pole))
    room = max((_flag_room(c, m, raised + high, len(names)) for m, raised, high in flags if shown(m)), default=0)
    wide = min(c.w, 620) if c.profile == "desk" else c.w
    stairs = Stairs((c.w - wide) / 2, max(len(names) * RISE * k + 66 * k, room), wide, RISE * k, len(names))
    bottom = ground(c, stairs, names)
    if shown(today):
        stretch(c, stairs, today, "today", pole=POLE * k, text=words["here"])
    if shown(ambition) and not hide:
        stretch(c, stairs, ambition, "ambition", lift=lift * k, pole=pole * k, text=words["there"])
    gone = missing([(words["here"], today)] + ([] if hide else [(words["there"], ambition)]), words)
    if gone:
        c.small(stairs.x, c.sm * 1.2, gone)
    c.height = bottom + 6
    return stairs.step


def _flag_room(c: Canvas, m: Measure, high: float, top: int) -> float:
    """The height above the base that a thin measure needs with its flag and the words over it."""
    step = top if bound(m) == "at_least" else min(top, int(m["mean"] + 0.5))
    return (step * RISE + high) * c.k + c.r * 1.9 + c.sm * 1.5


def _full(c: Canvas, item: Item, both: Sequence[Which], names: Sequence[str], words: Words, hide: bool) -> float:
    """A staircase for each measure, beside each other or on a phone below; returns the width of a step."""
    space = 44 * c.k
    wide = c.w if c.phone else (c.w - space) / 2
    full = [m for which in both if is_full(m := measure(item, which))]
    r = (5 if max(n for m in full for n in counts(m, len(names))) > MANY else 6.5) * c.k
    per = max(1, int((wide / len(names) - 6) / pitch(r)))
    heads = {which: _headroom(c, measure(item, which), len(names), r, per) for which in both}
    x = y = bottom = 0.0
    for which in both:
        if hide and which == "ambition" and c.phone:
            continue
        head = heads[which] if c.phone else max(heads.values())
        stairs = Stairs(x, y + c.fs * 1.9 + head + 4 * c.k, wide, RISE * c.k, len(names))
        c.mark(which, x + 9 * c.k, y + c.fs * 0.85)
        c.text(x + 24 * c.k, y + c.fs * 1.2, words[CAPTIONS[which]], "b", size=c.fs * 1.07)
        if hide and which == "ambition":
            c.lines(x, c.fs * 3.1, wrap(words["guess"], c.fs, wide * 0.62), "sub")
        bottom = ground(c, stairs, names)
        if not (hide and which == "ambition"):
            _standing(c, stairs, measure(item, which), which, r, per, words)
        x, y = (0.0, bottom + 22) if c.phone else (x + wide + space, y)
    c.height = bottom + 6
    return wide / len(names)


def _headroom(c: Canvas, m: Measure, top: int, r: float, per: int) -> float:
    """The height above the base that a measure needs on its staircase."""
    rise = RISE * c.k
    if is_full(m):
        steps = enumerate(counts(m, top), 1)
        return max(-(-n // per) * pitch(r) + step * rise for step, n in steps) + c.sm * 2
    return top * rise + POLE * c.k + c.sm * 2


def _standing(c: Canvas, stairs: Stairs, m: Measure, which: Which, r: float, per: int, words: Words) -> None:
    if is_full(m):
        crowd(c, stairs, m, which, r, per=per)
    elif is_thin(m):
        stretch(c, stairs, m, which, pole=POLE * c.k)
    else:
        c.small(stairs.x, stairs.top(stairs.steps) + c.sm, told(m, words))


def stair_grid(
    unit: Unit, texts: Texts, words: Words, profile: str = "desk", *, title: str = "", suffix: str = ""
) -> str:
    """Every area of a published unit as a small staircase, as SVG text; empty when nothing is published.

    In full: one row of stairs for today and one for ambition. Thin: one staircase per area with two stretches.
    """
    items = unit.get("items")
    if not items:
        return ""
    c = Canvas(profile)
    codes = [code for code in texts.items if code in items]
    full = any_full(items)
    if not full:
        _grid_thin(c, items, codes, texts, words)
    elif c.phone:
        _grid_phone(c, items, codes, texts, words)
    else:
        _grid_rows(c, items, codes, texts, words)
    kind = "today" if asks_today_only(items) else "full" if full else "thin"
    desc = words[f"stair_grid_desc_{kind}"]
    return c.svg("stair-grid", title or words["stair_grid_title"], desc, suffix)


def _grid_rows(c: Canvas, items: dict[str, Item], codes: Sequence[str], texts: Texts, words: Words) -> None:
    """In full on a wide sheet: areas side by side, a row for each measure."""
    label, space, y = 84 * c.k, 12 * c.k, 0.0
    for part in _parts(codes, IN_A_ROW):
        wide = (c.w - label - (len(part) - 1) * space) / len(part)
        xs = [label + i * (wide + space) for i in range(len(part))]
        heads = [wrap(texts.name(code), c.fs, wide) for code in part]
        for x, lines in zip(xs, heads, strict=True):
            c.lines(x, y + c.fs * 1.3, lines, "b", leading=1.15)
        y += c.fs * (1.3 + 1.15 * (max(map(len, heads)) - 1))
        for which in asked(items):
            base = y + _mini_room(c, [measure(items[code], which) for code in part], wide, texts.top)
            c.mark(which, 8 * c.k, base - 30 * c.k)
            c.lines(0, base - 6 * c.k, wrap(words[CAPTIONS[which]], c.sm, label - 4), "sub", size=c.sm)
            for x, code in zip(xs, part, strict=True):
                _mini(c, Stairs(x, base, wide, MINI_RISE * c.k, texts.top), measure(items[code], which), which, words)
            y = base + 12 * c.k
        y += 8 * c.k
    c.height = y


def _grid_phone(c: Canvas, items: dict[str, Item], codes: Sequence[str], texts: Texts, words: Words) -> None:
    """In full on a phone: a row for each area, a column for each measure."""
    label, space = (92, 12) if c.w > 320 else (84, 8)
    both = asked(items)
    wide = (c.w - label - space * (len(both) - 1)) / len(both)
    xs = {which: label + j * (wide + space) for j, which in enumerate(both)}
    captions = {which: wrap(words[CAPTIONS[which]], c.sm, wide - 18) for which in both}
    y = c.sm * 1.4
    for which in both:
        c.mark(which, xs[which] + 7, y - c.sm * 0.35, 5)
        c.lines(xs[which] + 18, y, captions[which], "b", size=c.sm, leading=1.2)
    y += (max(map(len, captions.values())) - 1) * c.sm * 1.2
    for code in codes:
        lines = wrap(texts.name(code), c.sm, label - 6)
        room = _mini_room(c, [measure(items[code], which) for which in both], wide, texts.top) - 4
        base = y + max(room, len(lines) * c.sm * 1.3 + 14)
        c.rule(y + 10)
        c.lines(0, base - 34 - max(0, len(lines) - 3) * c.sm * 1.3, lines, "b", size=c.sm)
        for which in both:
            _mini(
                c, Stairs(xs[which], base, wide, MINI_RISE * c.k, texts.top), measure(items[code], which), which, words
            )
        y = base + 8
    c.height = y + 4


def _mini_room(c: Canvas, measures: Sequence[Measure], wide: float, top: int) -> float:
    """From the row above to the base of small stairs that carry these measures."""
    apart = pitch(MINI_MARK * c.k)
    per = max(1, int((wide / top - 4) / apart))
    full = [counts(m, top) for m in measures if is_full(m)]
    crowds = [-(-n // per) * apart + step * MINI_RISE * c.k for steps in full for step, n in enumerate(steps, 1)]
    return max([104 * c.k, top * MINI_RISE * c.k + 59 * c.k, *(high + 22 * c.k for high in crowds)])


def _mini(c: Canvas, stairs: Stairs, m: Measure, which: Which, words: Words) -> None:
    ground(c, stairs)
    if is_full(m):
        crowd(c, stairs, m, which, MINI_MARK * c.k, numbers=False)
    elif is_thin(m):
        stretch(c, stairs, m, which, pole=15 * c.k, r=c.r * 0.8)
    else:
        c.small(stairs.x, stairs.top(stairs.steps) - 13 * c.k, told(m, words))


def _grid_thin(c: Canvas, items: dict[str, Item], codes: Sequence[str], texts: Texts, words: Words) -> None:
    """Thin: one staircase per area."""
    space, k = 14 * c.k, c.k
    tall = max(128, 73 + SMALL_RISE * texts.top) * k
    y = key(c, c.sm * 1.1, [(which, words[CAPTIONS[which]]) for which in asked(items)])
    for part in _parts(codes, 2 if c.phone else IN_A_ROW):
        across = 2 if c.phone else len(part)
        wide = (c.w - space * (across - 1)) / across
        heads = [wrap(texts.name(code), c.fs, wide) for code in part]
        more = (max(map(len, heads)) - 1) * c.fs * 1.15
        for i, (code, lines) in enumerate(zip(part, heads, strict=True)):
            x = i * (wide + space)
            c.lines(x, y + c.fs * 1.5, lines, "b", leading=1.15)
            _small_pair(c, Stairs(x, y + more + tall, wide, SMALL_RISE * k, texts.top), items[code])
            captions = [(words[CAPTIONS[which]].lower(), measure(items[code], which)) for which in CAPTIONS]
            gone = missing(captions, words)
            if gone:
                c.lines(x, y + more + c.fs * 1.5 + c.sm * 1.4, wrap(gone, c.sm, wide), "sub", size=c.sm, leading=1.15)
        y += more + tall + 20 * k
    c.height = y + 4


def _small_pair(c: Canvas, stairs: Stairs, item: Item) -> None:
    ground(c, stairs)
    today, ambition, r, k = measure(item, "today"), measure(item, "ambition"), c.r * 0.8, c.k
    if shown(today):
        stretch(c, stairs, today, "today", pole=15 * k, r=r)
    if shown(ambition):
        lift, pole = (7, 28) if near(today, ambition) else (0, 15)
        stretch(c, stairs, ambition, "ambition", lift=lift * k, pole=pole * k, r=r)


def _parts(codes: Sequence[str], most: int) -> list[Sequence[str]]:
    """The codes in rows of at most so many, as even as can be; pairs are filled in order."""
    if most == 2:
        return [codes[i : i + 2] for i in range(0, len(codes), 2)]
    rows = -(-len(codes) // most) or 1
    per = -(-len(codes) // rows)
    return [codes[i : i + per] for i in range(0, len(codes), per)]
