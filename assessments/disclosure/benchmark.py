"""R15: what many organisations displayed of one item, as one number. Only from releases; nothing of a ballot here.

A version of a benchmark is a set of contributions, each what one release displays of one organisation. Whoever has two
versions can subtract them, and whoever reads the results of one programme can subtract its organisations. So what has
to be safe is not each version alone, but every part that versions tell apart: the contributions that are in exactly
the same versions. All that can be computed from versions is made of whole parts. A set that only one organisation
joined, left, or renewed is never published: there is never "all" beside "all but one".
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

FEWEST_ORGANISATIONS = 5
FEWEST_RESPONDENTS = 30
FEWEST_ELSEWHERE = 4
"""Organisations outside any one programme: as many as R15 leaves to an organisation that subtracts itself."""

STEP = 5
"""The number of respondents is told to the nearest five."""

Key = tuple[int, int]
"""An organisation and the release that displays its result: that of another round is another contribution."""


@dataclass(frozen=True)
class Contribution:
    """What one release displays in full of one organisation and one item: answers, and means in tenths of a point."""

    organisation: int
    release: int
    programme: int
    n: int
    tenths: Mapping[str, int]

    @property
    def key(self) -> Key:
        return self.organisation, self.release


def is_safe(part: Collection[Contribution]) -> bool:
    """Whether the mean of these may be known: at least five organisations and thirty respondents, no organisation with
    more than 40 % of them, no two with more than 70 %, and enough left for the readers of any one programme."""
    sizes = Counter[int]()
    for each in part:
        sizes[each.organisation] += each.n
    total, largest = sum(sizes.values()), [n for _, n in sizes.most_common(2)]
    return (
        len(sizes) >= FEWEST_ORGANISATIONS
        and total >= FEWEST_RESPONDENTS
        and 5 * largest[0] <= 2 * total
        and 10 * sum(largest) <= 7 * total
        and all(_is_safe_to(programme, part) for programme in {each.programme for each in part})
    )


def _is_safe_to(programme: int, part: Collection[Contribution]) -> bool:
    """Whether what the readers of a programme can't subtract comes from at least four, and none has more than half."""
    sizes = Counter[int]()
    for each in part:
        if each.programme != programme:
            sizes[each.organisation] += each.n
    return len(sizes) >= FEWEST_ELSEWHERE and 2 * max(sizes.values()) <= sum(sizes.values())


def next_set(history: Sequence[Collection[Contribution]], offered: Collection[Contribution]) -> list[Contribution]:
    """The contributions of the next version, in a fixed order: as many of the offered as may be, with one from each
    organisation; those of the last version when nothing may change yet; none when there never were enough.

    `history` holds the earlier versions, the oldest first; `offered` what there is now, one from each organisation.
    """
    last = list(history[-1]) if history else []
    known = {each.organisation for each in last}
    with_new = [*last, *(each for each in offered if each.organisation not in known)]
    renewed = {each.organisation: each for each in [*last, *offered]}
    for attempt in (list(renewed.values()), with_new):
        if all(map(is_safe, _parts([*history, attempt]))):
            return sorted(attempt, key=lambda each: each.key)
    return sorted(last, key=lambda each: each.key)


def _parts(versions: Sequence[Collection[Contribution]]) -> Iterator[list[Contribution]]:
    """The contributions that are in exactly the same versions, together."""
    parts: dict[tuple[bool, ...], list[Contribution]] = defaultdict(list)
    inside = [{each.key for each in version} for version in versions]
    for key, each in {each.key: each for version in versions for each in version}.items():
        parts[tuple(key in keys for keys in inside)].append(each)
    yield from parts.values()


def mean(contributions: Collection[Contribution], measure: str) -> float:
    """The mean of all respondents, to one decimal, from the displayed means. Halves round up."""
    total = sum(each.n for each in contributions)
    tenths = sum(each.n * each.tenths[measure] for each in contributions)
    return (2 * tenths + total) // (2 * total) / 10


def respondents(contributions: Collection[Contribution]) -> int:
    """How many answered, to the nearest five."""
    total = sum(each.n for each in contributions)
    return (2 * total + STEP) // (2 * STEP) * STEP
