"""The one declared tree of a round: programme > organisation > leader group, to any depth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

UnitPath = tuple[str, ...]
PROGRAMME: UnitPath = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A node below the programme, named by its path from the programme.

    A `merged` unit had too few invited when the round opened: its answers belong directly to the nearest unit above
    it that is not merged, and no ballot names it.
    """

    path: UnitPath
    merged: bool = False


@dataclass(frozen=True)
class Hierarchy:
    """An immutable unit tree. Node 0 is the programme (the empty path); the nodes stand in the order of a walk from
    the top, siblings in the order they were given. So a parent's number is always smaller than its children's.

    Build it with `Hierarchy.of(units)`.
    """

    units: tuple[Unit, ...]
    parents: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    index: Mapping[UnitPath, int] = field(repr=False)

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Hierarchy":
        """The tree of these units, given in any order, without the programme itself (the empty path is implied).

        Raises ValueError when a path is empty or given twice, a parent is missing, or a unit that is not merged
        lies below one that is.
        """
        given = list(units)
        by_path = {unit.path: unit for unit in given}
        if len(by_path) != len(given):
            raise ValueError("Two units have the same path.")
        if PROGRAMME in by_path:
            raise ValueError("The programme is implied; give only the units below it.")
        by_path[PROGRAMME] = Unit(PROGRAMME)
        below: dict[UnitPath, list[Unit]] = {path: [] for path in by_path}
        for unit in given:
            _check_parent(unit, by_path)
            below[unit.path[:-1]].append(unit)
        return cls._from_walk(list(_walk(by_path[PROGRAMME], below)))

    @classmethod
    def _from_walk(cls, ordered: list[Unit]) -> "Hierarchy":
        index = {unit.path: node for node, unit in enumerate(ordered)}
        parents = tuple(index[unit.path[:-1]] if unit.path else 0 for unit in ordered)
        children: list[list[int]] = [[] for _ in ordered]
        for node in range(1, len(ordered)):
            children[parents[node]].append(node)
        return cls(tuple(ordered), parents, tuple(map(tuple, children)), index)

    def home(self, path: UnitPath) -> UnitPath:
        """Where the answers of someone invited in this unit belong: the unit itself, or, merged, the nearest above it
        that is not. Raises KeyError for an unknown path."""
        while self.units[self.index[path]].merged:
            path = path[:-1]
        return path

    def merge_small(self, invited: Mapping[UnitPath, int], k: int) -> "Hierarchy":
        """The same tree with every unit merged that has fewer than `k` invited, those of the units below it counted in.

        `invited` maps a path to the number invited directly in that unit; a path left out has none. The programme is
        never merged. Raises KeyError for an unknown path.
        """
        totals = [0] * len(self.units)
        for path, number in invited.items():
            totals[self.index[path]] += number
        for node in range(len(self.units) - 1, 0, -1):
            totals[self.parents[node]] += totals[node]
        merged = [replace(unit, merged=bool(unit.path) and totals[node] < k) for node, unit in enumerate(self.units)]
        return replace(self, units=tuple(merged))


def _check_parent(unit: Unit, by_path: Mapping[UnitPath, Unit]) -> None:
    parent = by_path.get(unit.path[:-1])
    if parent is None:
        raise ValueError("A unit lies below a path that was not given.")
    if parent.merged and not unit.merged:
        raise ValueError("A unit below a merged unit must be merged too.")


def _walk(top: Unit, below: Mapping[UnitPath, list[Unit]]) -> Iterable[Unit]:
    waiting = [top]
    while waiting:
        unit = waiting.pop()
        yield unit
        waiting.extend(reversed(below[unit.path]))
