"""The leader groups side by side. Every group keeps its place; one that is not shown alone says why in one line."""

from collections.abc import Callable, Sequence
from functools import partial

from assessments.results.charts.canvas import Canvas, width, wrap
from assessments.results.charts.marks import Across, key, pair
from assessments.results.charts.reading import (
    BOTH,
    Item,
    Release,
    Unit,
    asked,
    asks_today_only,
    by_gap,
    find_unit,
    leaves,
    measure,
    published,
    shown,
)
from assessments.results.charts.texts import Texts, Words

MOST_COLUMNS = 7  # shown groups beside each other; more stand as rows under each ability
MOST_BESIDE = 9  # columns on a broad sheet when those that are not shown have theirs too
FEW = 5  # abilities, where each takes a row for every group
MARK = 0.74  # marks are smaller than in a picture of one group
SMALLEST = 13  # pixels of text: never below


def groups(
    release: Release,
    texts: Texts,
    words: Words,
    profile: str = "desk",
    *,
    codes: Sequence[str] | None = None,
    title: str = "",
    suffix: str = "",
) -> str:
    """A column for each leader group, the whole programme first, as SVG text; rows in the programme's order of gaps.

    Empty when the programme is not published or has no groups. codes: only these items, in this order. On a phone, and
    with more than seven groups shown, the groups stand as rows under the five first abilities.
    """
    root, units = find_unit(release), leaves(release)
    if not published(root) or not units:
        return ""
    c = Canvas(profile)
    order = list(codes) if codes is not None else by_gap(root["items"], texts.items)
    live, quiet = [root, *filter(published, units)], [unit for unit in units if not published(unit)]
    y = key(c, c.sm * 1.1, [(which, words[which]) for which in asked(root["items"])])
    if c.phone or len(live) - 1 > MOST_COLUMNS:
        y = _rows(c, live, order[:FEW], texts, words, y + 6)
        c.height = _cards(c, release, quiet, y + 4, words, 1 if c.phone else 3)
    elif c.profile in ("broad", "wall") and len(units) + 1 <= MOST_BESIDE:
        c.height = _columns(c, release, [root, *units], order, texts, words, y)
    else:
        bottom = _columns(c, release, live, order, texts, words, y)
        c.height = _cards(c, release, quiet, bottom + 8, words, 3)
    desc = words["groups_desc_today" if asks_today_only(root["items"]) else "groups_desc"]
    return c.svg("groups", title or words["groups_title"], desc, suffix)


def group_name(unit: Unit, words: Words) -> str:
    return unit["path"][-1] if unit["path"] else words["whole"]


def reason(unit: Unit, release: Release, words: Words) -> tuple[str, str]:
    """What a group that is not shown says: the state in a few words, and why. Never a number of answers."""
    if next(each for each in release["units"] if not each["path"])["status"] == "too_few":
        return words["state_too_few"], words["why_unread"].format(k=release["k"])
    status = unit["status"]
    return words[f"state_{status}"], words[f"why_{status}"].format(k=release["k"])


# Columns


def _columns(
    c: Canvas, release: Release, units: Sequence[Unit], order: Sequence[str], texts: Texts, words: Words, y: float
) -> float:
    label, space, row = 176 * c.k, 12 * c.k, 34 * c.k
    wide = (c.w - label - space * (len(units) - 1)) / len(units)
    xs = [label + i * (wide + space) for i in range(len(units))]
    names = [group_name(unit, words) for unit in units]
    longest = max(width(word, c.sm) for name in names for word in name.split())
    size = max(SMALLEST, c.sm * max(0.85, min(1, wide / longest)))
    heads = [wrap(name, size, wide) for name in names]
    y += c.sm * 1.2
    first = y + c.sm * (1.25 * max(map(len, heads)) + 1.1) + 6 * c.k
    bottom = first + row * len(order)
    for x, lines in zip(xs, heads, strict=True):
        c.lines(x, y + c.sm * 0.4, lines, "b", size=size, leading=1.2)
    _names(c, order, texts, first, row, label)
    c.rule(bottom)
    for x, unit in zip(xs, units, strict=True):
        if published(unit):
            c.small(x, first - 8 * c.k, words["answers"].format(n=unit["n"]))
            _column(
                c, unit, order, partial(_across, x + 8 * c.k, wide - 16 * c.k, texts.top), first, row, texts.top, words
            )
        else:
            _panel(c, x, wide, first + 5 * c.k, bottom - 5 * c.k, reason(unit, release, words))
    return bottom + c.sm * 2


def _across(x: float, wide: float, top: int, place: float) -> float:
    return x + (place - 1) / (top - 1) * wide


def _names(c: Canvas, order: Sequence[str], texts: Texts, y: float, row: float, label: float) -> None:
    """A name for each row; one of several lines is set closer, in the middle of its row."""
    for code in order:
        c.rule(y)
        lines = wrap(texts.name(code), c.sm, label - 8 * c.k)
        c.lines(0, y + row * 0.62 - (len(lines) - 1) * c.sm * 0.55, lines, "b", size=c.sm, leading=1.1)
        y += row


def _column(
    c: Canvas, unit: Unit, order: Sequence[str], x: Across, y: float, row: float, top: int, words: Words
) -> None:
    for code in order:
        mid = y + row / 2
        for step in range(1, top + 1):
            c.line(x(step), mid - 3 * c.k, x(step), mid + 3 * c.k)
        c.line(x(1), mid, x(top), mid)
        _cell(c, x, unit["items"].get(code, {}), mid, top, words)
        y += row
    for step in (1, top):
        c.small(x(step), y + c.sm * 1.4, str(step), anchor="middle")


def _cell(c: Canvas, x: Across, item: Item, y: float, top: int, words: Words) -> None:
    measures = [(which, measure(item, which)) for which in BOTH]
    if any(shown(m) for _, m in measures):
        pair(c, x, measures, y, top, r=c.r * MARK)
    else:
        c.small((x(1) + x(top)) / 2, y + c.sm * 0.36, words["too_few_cell"], "sub halo", "middle")


def _panel(c: Canvas, x: float, wide: float, y: float, bottom: float, said: tuple[str, str]) -> None:
    """A quiet panel in the group's own column: not a hole, not a lock."""
    room = wide - 16 * c.k
    c.rect(x, y, wide, bottom - y, "quiet", 4 * c.k)
    y = c.lines(x + 10 * c.k, y + 9 * c.k + c.sm, wrap(said[0], c.sm, room), "b", size=c.sm, leading=1.25)
    c.lines(x + 10 * c.k, y + 5 * c.k, wrap(said[1], c.sm, room), "sub", size=c.sm, leading=1.35)


# Cards below the picture, for groups that are not shown alone


def _cards(c: Canvas, release: Release, units: Sequence[Unit], y: float, words: Words, across: int) -> float:
    """Name first, all the same size in a row; returns the y below."""
    if not units:
        return y
    space, pad, leading = 12 * c.k, 12 * c.k, 1.35
    across = min(across, len(units))
    wide = (c.w - space * (across - 1)) / across
    for start in range(0, len(units), across):
        part = units[start : start + across]
        names = [wrap(group_name(unit, words), c.fs, wide - 2 * pad) for unit in part]
        said = [wrap(". ".join(reason(unit, release, words)), c.sm, wide - 2 * pad) for unit in part]
        head = c.fs * (1.5 + 1.2 * (max(map(len, names)) - 1))
        high = max(map(len, said)) * c.sm * leading + head + pad * 1.4
        for i, (name, lines) in enumerate(zip(names, said, strict=True)):
            x = i * (wide + space)
            c.rect(x + 0.5, y, wide - 1, high, "quiet", 4 * c.k)
            c.lines(x + pad, y + pad * 0.4 + c.fs * 1.2, name, "b", leading=1.2)
            c.lines(x + pad, y + pad * 0.4 + head + c.sm * 1.15, lines, "sub", size=c.sm, leading=leading)
        y += high + 8 * c.k
    return y


# Rows under each ability


def _rows(c: Canvas, units: Sequence[Unit], order: Sequence[str], texts: Texts, words: Words, y: float) -> float:
    top = texts.top
    label = min(max(width(group_name(unit, words), c.sm) for unit in units), c.w * 0.45)
    start = max(170 * c.k if c.w > 320 else 0, label + 14)
    x: Callable[[float], float] = partial(_across, start, c.w - 12 - start, top)
    for code in order:
        c.rule(y)
        lines = wrap(texts.name(code), c.fs, c.w)
        c.lines(0, y + c.fs * 1.4, lines, "b", leading=1.2)
        y += c.fs * (2 + 1.2 * (len(lines) - 1))
        for unit in units:
            names = wrap(group_name(unit, words), c.sm, start - 14)
            more = (len(names) - 1) * c.sm * 1.15
            mid = y + (13 + more / 2) * max(1, c.k)
            c.lines(0, mid + c.sm * 0.36 - more / 2, names, "sub", size=c.sm, leading=1.15)
            c.line(x(1), mid, x(top), mid)
            _cell(c, x, unit["items"].get(code, {}), mid, top, words)
            y += (27 + more) * max(1, c.k)
        y += 6
    return y
