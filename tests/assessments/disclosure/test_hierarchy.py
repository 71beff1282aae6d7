"""The unit tree, and what is merged when a round opens."""

import pytest

from assessments.disclosure import PROGRAMME, Hierarchy, Unit, UnitPath

FJORD: UnitPath = ("Fjord",)
CARE: UnitPath = ("Fjord", "Care")
STAFF: UnitPath = ("Fjord", "Staff")
HILL: UnitPath = ("Hill",)


def test_nodes_stand_in_the_order_of_a_walk_whatever_order_they_come_in() -> None:
    hierarchy = Hierarchy.of([Unit(STAFF), Unit(HILL), Unit(CARE), Unit(FJORD)])
    assert [unit.path for unit in hierarchy.units] == [PROGRAMME, HILL, FJORD, STAFF, CARE]
    assert hierarchy.parents == (0, 0, 0, 2, 2)
    assert hierarchy.children == ((1, 2), (), (3, 4), (), ())
    assert hierarchy.index[CARE] == 4


def test_a_hierarchy_may_be_the_programme_alone() -> None:
    assert [unit.path for unit in Hierarchy.of([]).units] == [PROGRAMME]


@pytest.mark.parametrize(
    ("units", "message"),
    [
        ([Unit(FJORD), Unit(FJORD)], "same path"),
        ([Unit(PROGRAMME)], "implied"),
        ([Unit(CARE)], "not given"),
        ([Unit(FJORD, merged=True), Unit(CARE)], "must be merged too"),
    ],
)
def test_units_that_do_not_make_a_tree_are_refused(units: list[Unit], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Hierarchy.of(units)


def test_units_with_fewer_invited_than_k_are_merged_upward() -> None:
    hierarchy = Hierarchy.of([Unit(FJORD), Unit(CARE), Unit(STAFF), Unit(HILL)])
    merged = hierarchy.merge_small({CARE: 12, STAFF: 4, HILL: 3}, k=5)
    assert [unit.path for unit in merged.units if unit.merged] == [STAFF, HILL]
    assert [merged.home(path) for path in (CARE, STAFF, HILL, FJORD)] == [CARE, FJORD, PROGRAMME, FJORD]


def test_the_invited_of_the_units_below_count_too() -> None:
    hierarchy = Hierarchy.of([Unit(FJORD), Unit(CARE), Unit(STAFF)])
    kept = hierarchy.merge_small({CARE: 3, STAFF: 1, FJORD: 1}, k=5)
    assert [unit.merged for unit in kept.units] == [False, False, True, True]
    gone = hierarchy.merge_small({CARE: 3, STAFF: 1}, k=5)
    assert [unit.merged for unit in gone.units] == [False, True, True, True]
    assert gone.home(CARE) == PROGRAMME


def test_the_programme_is_never_merged() -> None:
    assert not Hierarchy.of([]).merge_small({}, k=5).units[0].merged


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(KeyError):
        Hierarchy.of([]).home(FJORD)
    with pytest.raises(KeyError):
        Hierarchy.of([]).merge_small({FJORD: 5}, k=5)
