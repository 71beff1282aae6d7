"""Portraits of people without a photo: head and shoulders as an island with depth contours. Never a face."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from cms.drawings.dice import Dice, name

CONTOURS = ((1, 34), (2, 20), (3, 9))  # depth class, reach
FOREHEAD = (15, 17, 12, 8, 18)  # how far down the forehead each shape of hair reaches
HAIR_SHAPES = len(FOREHEAD)  # 0 short, 1 to the chin, 2 gathered up, 3 very short, 4 to the shoulders
SHADES = ("hair", "hair hair--2", "hair hair--3", "hair hair--4")


@dataclass(frozen=True)
class Figure:
    """Measures of one person on a sheet of 160 x 200: the head by its middle and half sizes, and the shoulders."""

    x: float
    y: float
    rx: float
    ry: float
    lean: float
    shoulders: float
    neckline: float
    side: int  # 1 or -1: where the parting is

    @property
    def top(self) -> float:
        return self.y - self.ry


def _figure(dice: Dice) -> Figure:
    x, y = 80 + dice.between(-5, 5), 84 + dice.between(-4, 5)
    rx, ry = dice.between(24, 27), dice.between(31, 35)
    lean, shoulders, neckline = dice.between(-4, 4), dice.between(56, 68), y + ry + dice.between(12, 16)
    return Figure(x, y, rx, ry, lean, shoulders, neckline, side=1 if dice.one() > 0.5 else -1)


def _head(f: Figure) -> str:
    return (
        f"M{f.x - f.rx:.1f} {f.y:.1f}a{f.rx:.1f} {f.ry:.1f} {f.lean:.1f} 1 1 {2 * f.rx:.1f} 0"
        f"a{f.rx:.1f} {f.ry:.1f} {f.lean:.1f} 1 1 {-2 * f.rx:.1f} 0z"
    )


def _neck(f: Figure) -> str:
    return f"M{f.x - 11:.1f} {f.y + f.ry - 12:.1f}h22v44h-22z"


def _body(f: Figure) -> str:
    x, top, wide = f.x, f.neckline, f.shoulders
    return (
        f"M{x - wide:.1f} 204C{x - wide:.1f} {top + 30:.1f} {x - wide * 0.72:.1f} {top + 9:.1f} {x - 15:.1f} {top:.1f}"
        f"Q{x:.1f} {top + 10:.1f} {x + 15:.1f} {top:.1f}"
        f"C{x + wide * 0.74:.1f} {top + 10:.1f} {x + wide:.1f} {top + 32:.1f} {x + wide:.1f} 204z"
    )


def _cap(f: Figure, kind: int) -> str:
    """The hair over the forehead."""
    x, y, rx, top, side, low = f.x, f.y, f.rx, f.top, f.side, FOREHEAD[kind]
    return (
        f"M{x - rx - 2:.1f} {y - 2:.1f}"
        f"C{x - rx - 4:.1f} {top - 13:.1f} {x + rx + 4:.1f} {top - 13:.1f} {x + rx + 2:.1f} {y - 2:.1f}"
        f"C{x + rx - 3:.1f} {y - 12:.1f} {x + rx * 0.6 + side * 5:.1f} {top + low:.1f} "
        f"{x + side * rx * 0.45:.1f} {top + low - 3:.1f}"
        f"C{x - side * 4:.1f} {top + low - 3:.1f} {x - rx + 4:.1f} {y - 16:.1f} {x - rx - 2:.1f} {y - 2:.1f}z"
    )


def _behind(f: Figure, kind: int) -> str:
    """The hair behind the head, for the shapes that have any."""
    if kind == 1:
        return _fall(f, foot=f.y + 27, out=7, swell=15, lift=24, sag=9)
    if kind == 4:
        return _fall(f, foot=f.neckline + 10, out=9, swell=18, lift=26, sag=10)
    if kind == 2:
        return f"M{f.x - 10 + f.side * 8:.1f} {f.top - 10:.1f}a10.5 9.5 0 1 1 21 0a10.5 9.5 0 1 1 -21 0z"
    return ""


def _fall(f: Figure, *, foot: float, out: float, swell: float, lift: float, sag: float) -> str:
    left, right = f.x - f.rx, f.x + f.rx
    return (
        f"M{left - out:.1f} {foot:.1f}C{left - swell:.1f} {f.top - lift:.1f} {right + swell:.1f} {f.top - lift:.1f} "
        f"{right + out:.1f} {foot:.1f}Q{f.x:.1f} {foot + sag:.1f} {left - out:.1f} {foot:.1f}z"
    )


@lru_cache(maxsize=512)
def portrait(seed: str, tone: str = "accent", kind: int | None = None, suffix: str = "") -> str:
    """A person without a photo, as SVG text on 160 x 200; hidden from assistive technology, as the name stands beside.

    seed: kind and stable id, as "person:7". tone: colours the clothes and the water. kind: shape of the hair, 0 to 4,
    that the person or staff may choose; by chance when None. suffix: anything that differs, where the same portrait
    stands twice on a page. ValueError for an unknown kind.
    """
    if kind is not None and kind not in range(HAIR_SHAPES):
        raise ValueError(f"No such hair: {kind}")
    dice = Dice(f"portrait:{seed}")
    f = _figure(dice)
    chance, shade = int(dice.one() * HAIR_SHAPES), SHADES[int(dice.one() * len(SHADES))]
    kind = chance if kind is None else kind
    head, neck, body, cap, behind = _head(f), _neck(f), _body(f), _cap(f, kind), _behind(f, kind)
    uid = name("portrait", seed, tone, kind, suffix)
    shapes = "".join(f'<path d="{d}"/>' for d in (head, neck, body, cap, behind or cap))
    sea = "".join(
        f'<use href="#p{uid}" class="contour" stroke-width="{2 * reach + 1.6}"/>'
        f'<use href="#p{uid}" class="depth-{level}" stroke-width="{2 * reach}"/>'
        for level, reach in CONTOURS
    )
    back = f'<path class="{shade}" d="{behind}"/>' if behind else ""
    return (
        f'<svg class="portrait" data-tone="{escape(tone)}" viewBox="0 0 160 200" preserveAspectRatio="xMidYMin slice"'
        f' aria-hidden="true" focusable="false"><defs><g id="p{uid}">{shapes}</g></defs>'
        f'<rect class="sea" width="160" height="200"/>{sea}{back}<path class="skin" d="{neck}"/>'
        f'<path class="body" d="{body}"/><path class="skin" d="{head}"/><path class="{shade}" d="{cap}"/></svg>'
    )
