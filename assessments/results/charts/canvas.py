"""The sheet a result picture is drawn on. One unit is one CSS pixel: nothing is scaled, so there is one per profile."""

import re
from dataclasses import dataclass
from html import escape

from assessments.results.charts.reading import Which

NARROW = frozenset("iljtfrI.,:;|!()[]'’ ·-")
WIDE = frozenset("mwMWæÆ@%—…")
VOWELS = frozenset("aeiouyæøåäöé")
SLACK = 1.15  # the estimate of a width is cautious: a word this much too wide still fits


@dataclass(frozen=True)
class Profile:
    """A width in pixels, with the sizes of text and marks that it needs."""

    width: int
    text: float = 15
    small: float = 13
    mark: float = 6.5
    pad: float = 16


PROFILES = {
    "narrow": Profile(288),
    "phone": Profile(358),
    "desk": Profile(760),
    "broad": Profile(1200),
    "wall": Profile(1720, text=30, small=25, mark=13, pad=36),
}


def width(text: str, size: float) -> float:
    """A cautious estimate of the width of a text in pixels, for wrapping and collisions."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if letter in NARROW:
        return 0.31
    if letter in WIDE:
        return 0.86
    return 0.68 if letter.isupper() else 0.6


def wrap(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than the room; a word that alone is wider is broken by a hyphen."""
    lines = [""]
    for word in text.split():
        for part in _broken(word, size, room):
            trial = f"{lines[-1]} {part}".strip()
            if lines[-1] and width(trial, size) > room:
                lines.append(part)
            else:
                lines[-1] = trial
    return lines


def _broken(word: str, size: float, room: float) -> list[str]:
    parts = []
    while len(word) > 4 and width(word, size) > room * SLACK:
        fitting = [n for n in range(2, len(word) - 1) if width(word[:n] + "-", size) <= room] or [2]
        keep = max((n for n in fitting if _syllable(word[n:])), default=fitting[-1])
        parts.append(word[:keep] + "-")
        word = word[keep:]
    return [*parts, word]


def _syllable(rest: str) -> bool:
    """Whether a word may be broken before this: one consonant and a vowel."""
    return rest[0].lower() not in VOWELS and rest[1:2].lower() in VOWELS


def fit(text: str, size: float, room: float) -> str:
    """The text on one line, cut with an ellipsis when it is wider than the room."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


class Canvas:
    """Collects shapes and text for one profile. `k` is the profile's scale, `height` grows as the picture is drawn."""

    def __init__(self, profile: str) -> None:
        p = PROFILES[profile]
        self.profile = profile
        self.w, self.fs, self.sm, self.r, self.pad = p.width, p.text, p.small, p.mark, p.pad
        self.k = p.text / 15
        self.height = 0.0
        self.parts: list[str] = []

    @property
    def phone(self) -> bool:
        """One column, names above their rows."""
        return self.w < 400

    @property
    def wall(self) -> bool:
        return self.profile == "wall"

    def _shape(self, tag: str, css: str, **numbers: float) -> None:
        attributes = "".join(f' {name}="{round(number, 1)}"' for name, number in numbers.items())
        self.parts.append(f'<{tag} class="{css}"{attributes}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str = "gridline") -> None:
        self._shape("line", css, x1=x1, y1=y1, x2=x2, y2=y2)

    def rule(self, y: float) -> None:
        """A thin line across the whole picture."""
        self.line(0, y, self.w, y, "rule")

    def rect(self, x: float, y: float, w: float, h: float, css: str, rx: float = 0) -> None:
        self._shape("rect", css, x=x, y=y, width=w, height=h, **({"rx": rx} if rx else {}))

    def path(self, d: str, css: str) -> None:
        self.parts.append(f'<path class="{css}" d="{d}"/>')

    def text(
        self, x: float, y: float, text: str, css: str = "", *, anchor: str = "start", size: float | None = None
    ) -> None:
        """One line of text with its base line at y. In the css, "halo" keeps it readable over lines."""
        self.parts.append(
            f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" font-size="{size or self.fs:.4g}" '
            f'text-anchor="{anchor}">{escape(text)}</text>'
        )

    def small(self, x: float, y: float, text: str, css: str = "sub", anchor: str = "start") -> None:
        self.text(x, y, text, css, anchor=anchor, size=self.sm)

    def lines(
        self, x: float, y: float, lines: list[str], css: str = "", *, size: float | None = None, leading: float = 1.3
    ) -> float:
        """Lines below each other from the base line y; returns the base line after the last."""
        size = size or self.fs
        for i, line in enumerate(lines):
            self.text(x, y + i * size * leading, line, css, size=size)
        return y + len(lines) * size * leading

    def dot(self, x: float, y: float, r: float | None = None, css: str = "today") -> None:
        self._shape("circle", css, cx=x, cy=y, r=r or self.r)

    def diamond(self, x: float, y: float, r: float | None = None, css: str = "ambition") -> None:
        r = (r or self.r) * 1.28
        self.path(f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l-{r:.1f} {r:.1f}l-{r:.1f} -{r:.1f}z", css)

    def mark(self, which: Which, x: float, y: float, r: float | None = None, extra: str = "") -> None:
        """Today is a filled circle, ambition a diamond: the shape decides, before the colour."""
        css = f"{which} {extra}".strip()
        if which == "today":
            self.dot(x, y, r, css)
        else:
            self.diamond(x, y, r, css)

    def svg(self, kind: str, title: str, desc: str, suffix: str = "") -> str:
        """The finished picture. Ids are made of kind, profile and suffix."""
        uid = re.sub(r"[^\w-]+", "-", "-".join(part for part in (kind, self.profile, suffix) if part))
        return (
            f'<svg class="plot plot--{self.profile}" xmlns="http://www.w3.org/2000/svg" role="img" '
            f'aria-labelledby="{uid}-t {uid}-d" viewBox="0 0 {self.w} {self.height:.0f}" '
            f'width="{self.w}" height="{self.height:.0f}"><title id="{uid}-t">{escape(title)}</title>'
            f'<desc id="{uid}-d">{escape(desc)}</desc>{"".join(self.parts)}</svg>'
        )


CSS_OF: dict[Which, str] = {"today": "ta", "ambition": "am"}  # the text beside a mark has the mark's colour
