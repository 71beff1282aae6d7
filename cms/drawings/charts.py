"""Sea charts as SVG: the standing picture of a thing from its seed, and the four islands of the front page."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

from cms.drawings.dice import Dice, name
from cms.drawings.islands import STRIKE, Bridge, Edge, Island, Point, course, longest_way, tree

CONTOURS = ((1, 52), (2, 31), (3, 13))  # depth class, reach from the shore at depth 1
LANES = (0.2, 0.35, 0.5, 0.65, 0.8)  # where along a bridge no skerry may lie
MOST_ISLANDS = 8
TRIES = 400  # to place islands by chance
TRIES_FOR_ALL = 2000  # when each island stands for something


class Place(NamedTuple):
    """An island with a name on the front page: what it is called, where its link leads, and its tone."""

    name: str
    url: str
    tone: str


@dataclass(frozen=True)
class Sheet:
    """What a chart is drawn on and how coarse: sizes in view box units, depth and bridges as factors."""

    width: float
    height: float
    depth: float = 1.0
    bridges: float = 1.0
    skerries: int = 9
    clear: float = 0.0  # no skerry to the left of this: there stands text
    fit: str = "xMidYMid slice"


@dataclass(frozen=True)
class Course:
    """The way to draw (island numbers; empty for none) and the number of the island where the reader is."""

    way: tuple[int, ...] = ()
    here: int | None = None


def _skerries(islands: Sequence[Island], edges: Sequence[Edge], dice: Dice, sheet: Sheet) -> list[Island]:
    """Small rocks off the coasts; never on land, under a bridge, or where text stands."""
    lanes = [
        ((1 - f) * islands[a].x + f * islands[b].x, (1 - f) * islands[a].y + f * islands[b].y)
        for a, b in edges
        for f in LANES
    ]

    def free(p: Point) -> bool:
        ashore = any(math.dist(p, i.middle) <= i.radius * 1.25 for i in islands)
        return p[0] > sheet.clear and not ashore and all(math.dist(p, lane) > 26 * sheet.bridges for lane in lanes)

    out = []
    for _ in range(sheet.skerries):
        host = islands[int(dice.one() * len(islands))]
        t, far = dice.between(0, math.tau), dice.between(1.22, 1.7)
        p = host.at(t, far)
        size = dice.between(2.2, 7.5) * sheet.depth**0.5
        if free(p):
            out.append(Island(dice, p, size, rough=0.1))
    return out


def _sea(uid: str, islands: Sequence[Island], rocks: Sequence[Island], sheet: Sheet) -> str:
    """Water and depth contours: all shapes stroked together, widest first, so that neighbours melt into one."""
    shapes = "".join(f'<path id="i{uid}{n}" d="{i.path()}"/>' for n, i in enumerate(islands))
    dots = "".join(f"M{rock.x:.1f} {rock.y:.1f}h.1" for rock in rocks)
    out = [
        f'<defs><g id="s{uid}">{shapes}<path d="{dots}"/></g></defs>'
        f'<rect class="sea" width="{sheet.width}" height="{sheet.height}"/>'
    ]
    for level, reach in CONTOURS:
        wide = 2 * reach * sheet.depth
        out.append(
            f'<use href="#s{uid}" class="contour" stroke-width="{wide + 2:.1f}"/>'
            f'<use href="#s{uid}" class="depth-{level}" stroke-width="{wide:.1f}"/>'
        )
    return "".join(out)


def _land(uid: str, islands: Sequence[Island], rocks: Sequence[Island], tones: Sequence[str | None]) -> str:
    out = []
    for n, i in enumerate(islands):
        tone = tones[n] if n < len(tones) else None
        mark = f' data-tone="{escape(tone)}"' if tone else ""
        high = i.path(0.6, (-i.radius * 0.07, -i.radius * 0.06), 18)
        top = i.path(0.27, (-i.radius * 0.12, -i.radius * 0.1), 14)
        out.append(
            f'<g class="island"{mark}><use href="#i{uid}{n}" class="land"/>'
            f'<path class="height" d="{high}"/><path class="height-2" d="{top}"/></g>'
        )
    return "".join(out) + "".join(f'<path class="land" d="{rock.path(steps=9)}"/>' for rock in rocks)


def _spans(bridges: dict[Edge, Bridge], width: float) -> str:
    return "".join(
        f'<path class="piers" d="{b.piers}"/>'
        f'<path class="rail" stroke-width="{6 * width + 0.6:.1f}" d="{b.path}"/>'
        f'<path class="deck" stroke-width="{4 * width:.1f}" d="{b.path}"/>'
        for b in bridges.values()
    )


def _route(islands: Sequence[Island], bridges: dict[Edge, Bridge], sailing: Course) -> str:
    """The course line: a ring where it starts, a diamond where it ends, or a filled dot where the reader is."""
    if len(sailing.way) < 2:
        return ""
    first, last = islands[sailing.way[0]], islands[sailing.way[-1]]
    line = (
        f'<path class="route" d="{course(islands, sailing.way, bridges)}"/>'
        f'<circle class="route-start" cx="{first.x:.1f}" cy="{first.y:.1f}" r="5"/>'
    )
    if sailing.here is None:
        return f'{line}<path class="route-end" d="M{last.x:.1f} {last.y - 7:.1f}l7 7-7 7-7-7z"/>'
    here = islands[sailing.here]
    return f'{line}<circle class="route-here" cx="{here.x:.1f}" cy="{here.y:.1f}" r="8"/>'


def _chart(
    islands: Sequence[Island],
    edges: Sequence[Edge],
    dice: Dice,
    sheet: Sheet,
    *,
    uid: str,
    role: str,
    sailing: Course,
    tones: Sequence[str | None] = (),
    labels: str = "",
) -> str:
    """Everything on one sheet. The order of the dice is part of the picture: skerries first, then the bends."""
    rocks = _skerries(islands, edges, dice, sheet)
    bends = {e: dice.between(0.05, 0.13) * (1 if dice.one() > 0.5 else -1) for e in edges}
    bridges = {(a, b): Bridge.between(islands[a], islands[b], bends[a, b], sheet.bridges) for a, b in edges}
    return (
        f'<svg class="chart" viewBox="0 0 {sheet.width} {sheet.height}" preserveAspectRatio="{sheet.fit}" {role}>'
        + _sea(uid, islands, rocks, sheet)
        + _land(uid, islands, rocks, tones)
        + _spans(bridges, sheet.bridges)
        + _route(islands, bridges, sailing)
        + f"{labels}</svg>"
    )


def _place(dice: Dice, sheet: Sheet, size: float, count: int, tries: int) -> list[Island]:
    """One large island and some smaller ones, tried at random until they lie clear of each other."""
    strike = STRIKE + dice.between(-0.35, 0.35)
    islands: list[Island] = []
    for attempt in range(tries):
        if len(islands) == count:
            break
        big = not islands
        room = size if attempt < TRIES else size * 0.55  # a crowded sheet: the last ones are smaller, none is lost
        radius = room * (dice.between(0.20, 0.24) if big else dice.between(0.075, 0.15))
        x = sheet.width * (dice.between(0.28, 0.72) if big else dice.between(0.08, 0.92))
        y = sheet.height * (dice.between(0.34, 0.66) if big else dice.between(0.10, 0.90))
        if all(math.dist((x, y), i.middle) > 1.15 * (radius + i.radius) + room * 0.085 for i in islands):
            islands.append(Island(dice, (x, y), radius, strike=strike))
    return islands


@lru_cache(maxsize=1024)
def picture(
    seed: str,
    *,
    width: int,
    height: int,
    count: int | None = None,
    tone: str | None = None,
    route: bool = True,
    here: int | None = None,
    depth: float = 1.0,
    title: str = "",
    suffix: str = "",
) -> str:
    """The standing picture of a module, a case, an offering or a leader group, as SVG text.

    seed: kind and stable id, as "module:12". width, height: the view box; the page decides the real size.
    count: islands, 1 to 8, each of them drawn; by chance up to 6. tone: colours the large island. route: draw the
    course over the bridges; here: the stop on it, from 0, where the reader is. depth: how far the shallows reach.
    title: what the picture says to those who can't see it; without one it is hidden from them.
    suffix: anything that differs, where the same picture stands twice on a page.
    """
    dice = Dice(seed)
    tries = TRIES if count is None else TRIES_FOR_ALL
    count = 4 + int(dice.one() * 3) if count is None else min(max(count, 1), MOST_ISLANDS)
    size = (0.35 * width + 0.65 * height) * 0.96
    sheet = Sheet(width, height, depth=depth * size / 320, bridges=max(0.8, size / 380))
    islands = _place(dice, sheet, size, count, tries)
    edges = tree(islands, extra=1 if len(islands) > 3 and dice.one() > 0.5 else 0)
    way = longest_way(edges, len(islands)) if route else ()
    return _chart(
        islands,
        edges,
        dice,
        sheet,
        uid=name(seed, width, height, count, tone, route, here, depth, suffix),
        role=f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true" focusable="false"',
        sailing=Course(way, None if here is None or not way else way[min(max(here, 0), len(way) - 1)]),
        tones=[tone],
    )


HOME_SEED = "forside-3"
HOME_SHEET = Sheet(1280, 660, depth=1.15, bridges=1.3, skerries=30, clear=620, fit="xMaxYMid slice")
HOME_ISLANDS = ((738, 488, 97), (835, 195, 84), (1035, 440, 100), (1165, 165, 78))  # x, y, radius
HOME_NAMES = ((738, 526), (835, 173), (1035, 474), (1165, 143))
HOME_ISLETS = ((640, 48, 20), (1250, 610, 40), (900, 625, 20))


def home_chart(modules: Iterable[Place], *, title: str = "", suffix: str = "") -> str:
    """The chart of the front page: up to four islands set by hand, with their names as links, bridges in their order.

    modules: (name, url, tone) in the order of the course; more than four are left out. title: names the group of links,
    as "Chart of the four modules". On a sheet of 1280 x 660; the islands keep to the right half, the left is for text.
    """
    return _home_chart(tuple(Place(*module) for module in modules)[: len(HOME_ISLANDS)], title, suffix)


@lru_cache(maxsize=32)
def _home_chart(places: tuple[Place, ...], title: str, suffix: str) -> str:
    dice = Dice(HOME_SEED)
    islands = [Island(dice, (x, y), r, rough=0.2, stretch=1.35) for x, y, r in HOME_ISLANDS[: len(places)]]
    islands += [Island(dice, (x, y), r) for x, y, r in HOME_ISLETS]
    labels = "".join(
        f'<a href="{escape(place.url)}" data-tone="{escape(place.tone)}">'
        f'<text x="{x}" y="{y}" text-anchor="middle">{escape(place.name)}</text></a>'
        for place, (x, y) in zip(places, HOME_NAMES, strict=False)
    )
    return _chart(
        islands,
        [(i, i + 1) for i in range(len(places) - 1)],
        dice,
        HOME_SHEET,
        uid=name(HOME_SEED, len(places), suffix),
        role=f'role="group" aria-label="{escape(title)}"',
        sailing=Course(tuple(range(len(places)))),
        tones=[place.tone for place in places],
        labels=labels,
    )
