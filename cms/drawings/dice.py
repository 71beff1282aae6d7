"""Repeatable chance, and the names that pictures give their parts."""

import hashlib

DRAWING = 1  # the version of all drawings: raise it when a seed should give another picture than before


class Dice:
    """A small repeatable random source; hashlib only, so it is the same on every machine and in every Python."""

    def __init__(self, seed: str) -> None:
        self.seed = f"{DRAWING}:{seed}"
        self.count = 0

    def one(self) -> float:
        """The next number, from 0 up to 1."""
        self.count += 1
        return int.from_bytes(hashlib.sha256(f"{self.seed}:{self.count}".encode()).digest()[:6], "big") / 2**48

    def between(self, low: float, high: float) -> float:
        """The next number, from low up to high."""
        return low + (high - low) * self.one()


def name(*parts: object) -> str:
    """A short name that is safe as an id and differs whenever one of the parts does."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:10]
