"""The two drawings that are always the same: the crossing, seen from the side, and the mark of the institute."""

WAVES = "M0 138q15-7 30 0" + "t30 0" + " 30 0" * 38
HANGERS = (  # x and upper end of each hanger between arch and deck
    (420, 54),
    (460, 31),
    (500, 16),
    (540, 7),
    (580, 2.5),
    (620, 2.5),
    (660, 7),
    (700, 16),
    (740, 31),
    (780, 54),
)
DECK = 94


def crossing() -> str:
    """The bridge between two shores, for `.crossing__drawing`; the three phases stand under it as text."""
    hangers = "".join(f"M{x} {y}v{DECK - y:g}" for x, y in HANGERS)
    return (
        '<svg viewBox="0 0 1200 150" aria-hidden="true" focusable="false">'
        f'<path class="water" d="{WAVES}"/>'
        '<path class="land" d="M0 138C6 104 26 92 54 92s44-36 84-38 60 30 96 30 50-2 80 4 78 22 96 50z"/>'
        '<path class="height" d="M70 100c16-22 36-36 66-36s48 28 84 30 30 10 10 12-170 10-160-6z"/>'
        '<path class="land" d="M790 138c14-30 50-46 84-50s52 0 84-10 70-42 106-40 52 40 80 44 50 16 56 56z"/>'
        '<path class="height" d="M960 100c30-8 56-48 104-48s44 34 64 44-10 14-70 14-130 0-98-10z"/>'
        f'<path class="steel" d="M372 94C470 -10 730 -10 828 94{hangers}"/><path class="heavy" d="M300 96h600"/>'
        '<path class="steel" d="M372 96v44M828 96v44M384 96v44M816 96v44"/>'
        '<path class="route" d="M137 56C180 60 240 80 300 89H900C950 86 1010 60 1064 42"/>'
        '<circle class="route-start" cx="137" cy="55" r="7"/>'
        '<path class="route-end" d="M1064 31l10 10-10 10-10-10z"/></svg>'
    )


def brand() -> str:
    """Two islands and a bridge, for `.brand`; the name of the institute stands beside as text."""
    return (
        '<svg viewBox="0 0 52 38" aria-hidden="true" focusable="false">'
        '<path class="a" d="M2 30c1-6 4-9 8-9s4 2 7 3 5 3 5 6c-4 3-16 3-20 0z"/>'
        '<path class="a" d="M32 30c0-5 3-8 7-9s6-5 8-2 4 7 3 11c-4 3-14 3-18 0z"/>'
        '<path class="b" d="M11 22C17 8 33 6 41 20"/></svg>'
    )
