"""The geometry of islands and of the bridges between them. Lengths are units of the view box, angles are radians."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cms.drawings.dice import Dice

STRIKE = -0.55  # the coast's common direction: islands of one coast lie the same way
INLAND = 0.86  # a bridge lands this share of the way from the middle of the island to its shore
PIER_STEP = 19
PIER_REACH = 4.6

Point = tuple[float, float]
Edge = tuple[int, int]


def smooth(points: Sequence[Point]) -> str:
    """A closed path through the points: Catmull-Rom, written as cubic curves."""
    n = len(points)
    out = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points[(i + j - 1) % n] for j in range(4))
        out.append(
            f"C{bx + (cx - ax) / 6:.1f} {by + (cy - ay) / 6:.1f} "
            f"{cx - (dx - bx) / 6:.1f} {cy - (dy - by) / 6:.1f} {cx:.1f} {cy:.1f}"
        )
    return "".join(out) + "Z"


class Island:
    """A coast line r(t) = R (1 + sum of a_k cos(k t + p_k)), k = 2..6, stretched along the strike."""

    def __init__(
        self,
        dice: Dice,
        middle: Point,
        radius: float,
        *,
        rough: float = 0.16,
        stretch: float | None = None,
        strike: float = STRIKE,
    ) -> None:
        self.x, self.y = middle
        self.radius = radius
        self.waves = [(k, rough * dice.between(0.35, 1) / (k - 0.9), dice.between(0, math.tau)) for k in range(2, 7)]
        self.stretch = dice.between(1.15, 1.65) if stretch is None else stretch
        self.angle = strike + dice.between(-0.3, 0.3)

    @property
    def middle(self) -> Point:
        return self.x, self.y

    def at(self, t: float, scale: float = 1.0, shift: Point = (0.0, 0.0)) -> Point:
        """The point of the coast (or of a height curve, scaled and shifted) in the direction t."""
        r = self.radius * scale * (1 + sum(a * math.cos(k * t + p) for k, a, p in self.waves))
        u, v = r * math.cos(t) * self.stretch**0.5, r * math.sin(t) / self.stretch**0.5
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.x + shift[0] + u * c - v * s, self.y + shift[1] + u * s + v * c

    def path(self, scale: float = 1.0, shift: Point = (0.0, 0.0), steps: int = 24) -> str:
        """The closed curve as path data, through this many points."""
        return smooth([self.at(math.tau * i / steps, scale, shift) for i in range(steps)])

    def shore_towards(self, target: Point) -> Point:
        """Where the straight line to the target meets the coast, a little inland."""
        want = math.atan2(target[1] - self.y, target[0] - self.x)

        def off(p: Point) -> float:
            turn = math.atan2(p[1] - self.y, p[0] - self.x) - want
            return abs((turn + math.pi) % math.tau - math.pi)

        best = min((self.at(math.tau * i / 90) for i in range(90)), key=off)
        return self.x + (best[0] - self.x) * INLAND, self.y + (best[1] - self.y) * INLAND


def tree(islands: Sequence[Island], extra: int = 0) -> list[Edge]:
    """The shortest bridges that join everything (Prim), then this many of the next shortest."""

    def water(edge: Edge) -> float:
        a, b = islands[edge[0]], islands[edge[1]]
        return math.dist(a.middle, b.middle) - a.radius - b.radius

    joined, edges = {0}, []
    while len(joined) < len(islands):
        edge = min(((a, b) for a in joined for b in range(len(islands)) if b not in joined), key=water)
        edges.append(edge)
        joined.add(edge[1])
    known = {frozenset(edge) for edge in edges}
    rest = [(a, b) for a in range(len(islands)) for b in range(a) if frozenset((a, b)) not in known]
    return edges + sorted(rest, key=water)[:extra]


def longest_way(edges: Sequence[Edge], count: int) -> tuple[int, ...]:
    """The longest way from island to island over the bridges, none twice: the course of the chart."""
    near: dict[int, list[int]] = {i: [] for i in range(count)}
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)

    def walk(path: list[int]) -> list[int]:
        ways = [walk([*path, n]) for n in near[path[-1]] if n not in path]
        return max([path, *ways], key=len)

    longest = max([walk([i]) for i in range(count)], key=len)
    return tuple(longest)


@dataclass(frozen=True)
class Bridge:
    """A deck seen from above: from shore to shore by way of one bending point, on piers."""

    start: Point
    bend: Point
    end: Point
    piers: str

    @classmethod
    def between(cls, a: Island, b: Island, bend: float, width: float = 1.0) -> "Bridge":
        """From a to b, bent by this share of its length; width 1 is a deck of four units."""
        (x1, y1), (x2, y2) = a.shore_towards(b.middle), b.shore_towards(a.middle)
        length = math.dist((x1, y1), (x2, y2)) or 1
        nx, ny = -(y2 - y1) / length, (x2 - x1) / length
        cx, cy = (x1 + x2) / 2 + nx * bend * length, (y1 + y2) / 2 + ny * bend * length
        count = max(2, round(length / (PIER_STEP * width)))
        piers = []
        for i in range(1, count):
            t = i / count
            px = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * cx + t * t * x2
            py = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * cy + t * t * y2
            tx, ty = 2 * (1 - t) * (cx - x1) + 2 * t * (x2 - cx), 2 * (1 - t) * (cy - y1) + 2 * t * (y2 - cy)
            reach = PIER_REACH * width / (math.hypot(tx, ty) or 1)
            ox, oy = -ty * reach, tx * reach
            piers.append(f"M{px - ox:.1f} {py - oy:.1f}L{px + ox:.1f} {py + oy:.1f}")
        return cls((x1, y1), (cx, cy), (x2, y2), "".join(piers))

    @property
    def path(self) -> str:
        (x1, y1), (cx, cy), (x2, y2) = self.start, self.bend, self.end
        return f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"

    def reversed(self) -> "Bridge":
        return Bridge(self.end, self.bend, self.start, self.piers)


def course(islands: Sequence[Island], way: Sequence[int], bridges: dict[Edge, Bridge]) -> str:
    """Path data of the course: from the middle of the first island, over its bridges, to the middle of the last."""
    first, last = islands[way[0]], islands[way[-1]]
    d = f"M{first.x:.1f} {first.y:.1f}"
    for k, (a, b) in enumerate(pairwise(way)):
        leg = bridges[a, b] if (a, b) in bridges else bridges[b, a].reversed()
        (x1, y1), (cx, cy), (x2, y2) = leg.start, leg.bend, leg.end
        through = islands[a]
        d += f"Q{through.x:.1f} {through.y:.1f} {x1:.1f} {y1:.1f}" if k else f"L{x1:.1f} {y1:.1f}"
        d += f"Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"
    return d + f"L{last.x:.1f} {last.y:.1f}"
