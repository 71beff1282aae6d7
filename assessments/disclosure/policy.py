"""The parameters of the disclosure rules, frozen when a round opens."""

from dataclasses import dataclass
from fractions import Fraction

SMALLEST_K = 5
LARGEST_HOMOGENEITY = Fraction(4, 5)
FEWEST_COMPATIBLE = 10
FEWEST_COMPATIBLE_FOR_INSIDER = 4


@dataclass(frozen=True, slots=True)
class Policy:
    """How strict a release is. Every value may be made stricter than its default, never laxer.

    `k`: fewest ballots (or valid answers) a published unit may have.
    `detail_from`: fewest valid answers shown in full, at least `k`; the institute may choose `k` itself.
    `homogeneity`: a measure with this share of its answers on one level is not shown in full.
    `compatible`, `compatible_for_insider`: how many different sets of answers a thin measure must leave possible,
    for a reader, and for a respondent who takes away their own answer.

    Raises ValueError when a value is laxer than the rules allow.
    """

    k: int = SMALLEST_K
    detail_from: int = 10
    homogeneity: Fraction = LARGEST_HOMOGENEITY
    compatible: int = FEWEST_COMPATIBLE
    compatible_for_insider: int = FEWEST_COMPATIBLE_FOR_INSIDER

    def __post_init__(self) -> None:
        if self.k < SMALLEST_K:
            raise ValueError(f"k is at least {SMALLEST_K}.")
        if self.detail_from < self.k:
            raise ValueError("detail_from is at least k.")
        if not Fraction(1, 2) < self.homogeneity <= LARGEST_HOMOGENEITY:
            raise ValueError(f"homogeneity is above a half and at most {LARGEST_HOMOGENEITY}.")
        if self.compatible < FEWEST_COMPATIBLE:
            raise ValueError(f"compatible is at least {FEWEST_COMPATIBLE}.")
        if not FEWEST_COMPATIBLE_FOR_INSIDER <= self.compatible_for_insider <= self.compatible:
            raise ValueError(f"compatible_for_insider is {FEWEST_COMPATIBLE_FOR_INSIDER} to compatible.")
