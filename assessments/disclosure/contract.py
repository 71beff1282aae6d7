"""The shape of a release: what `compute_release` returns and JSON carries, field by field."""

from typing import Literal, NotRequired, TypedDict

Display = Literal["full", "thin", "too_few", "none"]
Bound = Literal["at_most", "at_least"]
Status = Literal["published", "too_few", "hidden", "merged"]


class FullMeasure(TypedDict):
    """`n` valid answers; `counts` by level ("1".."L"); `mean` and `sd` (of all answers) to one decimal."""

    display: Literal["full"]
    n: int
    counts: dict[str, int]
    mean: float
    sd: float


class ThinMeasure(TypedDict):
    """`mean` in half points; with a `bound` the true mean may lie anywhere beyond it."""

    display: Literal["thin"]
    mean: float
    bound: Bound | None


class WithheldMeasure(TypedDict):
    """Nothing is shown: too few valid answers, or none can be shown without giving answers away."""

    display: Literal["too_few", "none"]


Measure = FullMeasure | ThinMeasure | WithheldMeasure


class ItemResult(TypedDict):
    """One item of one published unit. `ambition` is there only when the instrument asks it; `gap` is the difference of
    the two displayed means (ambition less today), or None."""

    today: Measure
    ambition: NotRequired[Measure]
    gap: float | None


class UnitResult(TypedDict):
    """One unit. `n` (ballots) and `items` are there only when it is published."""

    path: list[str]
    status: Status
    n: NotRequired[int]
    items: NotRequired[dict[str, ItemResult]]


class Release(TypedDict):
    """All that anyone ever sees of a round. The programme is the first unit, with the empty path."""

    round: int | str
    instrument: str
    version: str
    k: int
    detail_from: int
    units: list[UnitResult]
