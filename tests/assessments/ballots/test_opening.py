"""Opening freezes: key, policy, units, tickets."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.ballots import keys
from assessments.ballots.models import Frozen, Round, RoundUnit, Ticket
from assessments.ballots.services import NotPlanned, close_round, invite_late_joiners, open_round, plan_round
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from tests.assessments import factories
from tests.growth import many

pytestmark = pytest.mark.django_db


def test_the_key_lies_outside_the_database(key_directory: Path) -> None:
    round = factories.open_one()
    (file,) = key_directory.iterdir()
    assert stat.S_IMODE(key_directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = bytes(keys.load(round.pk, round.public_key).private)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert private.hex() not in repr(cursor.fetchall())
            assert repr(private)[2:-1] not in repr(cursor.fetchall())


def test_small_units_are_merged_upward() -> None:
    round = factories.open_one({"Stor": {"A": 6, "B": 3, "C": 1}, "Liten": {"D": 2, "E": 2}})
    merged = {"/".join(unit.path) for unit in round.units.all() if unit.merged}
    assert merged == {"Stor/B", "Stor/C", "Liten", "Liten/D", "Liten/E"}
    answering = {}
    for ticket in Ticket.objects.filter(round=round).select_related("unit"):
        answering.setdefault("/".join(ticket.unit.path), 0)
        answering["/".join(ticket.unit.path)] += 1
    assert answering == {"Stor/A": 6, "Stor": 4, "": 4}


def test_whoever_is_in_several_groups_has_one_ticket() -> None:
    programme = factories.programme({"Fjord": {"A": 6, "B": 6}})
    first, second = LeaderGroup.objects.filter(programme=programme)
    person = Enrolment.objects.filter(leader_group=first).first().user
    Enrolment.objects.create(user=person, leader_group=second)
    round = plan_round(programme, factories.version())
    open_round(round)
    ticket = Ticket.objects.get(round=round, participant=person)
    assert ticket.unit.path == ["Fjord", "A"]
    assert Ticket.objects.count() == 12


def test_units_of_one_name_are_told_apart() -> None:
    programme = factories.programme({"Vik": {"Ledelse": 5}}, slug="a")
    other = Organisation.objects.create(slug="vik-2", name={"nb": "Vik"}, country="NO")
    LeaderGroup.objects.create(programme=programme, organisation=other, slug="x", name={"nb": "Ledelse"})
    round = plan_round(programme, factories.version())
    open_round(round)
    assert ["Vik (vik-2)", "Ledelse"] in [unit.path for unit in round.units.all()]


def test_opening_twice_opens_once(key_directory: Path) -> None:
    round = factories.open_one()
    public = bytes(round.public_key)
    open_round(round)
    assert bytes(round.public_key) == public
    assert Ticket.objects.count() == 15
    assert len(list(key_directory.iterdir())) == 1


def test_an_interrupted_opening_leaves_nothing_behind(key_directory: Path) -> None:
    """The worker dies after it wrote a key and before it committed; the next one begins anew."""
    round = plan_round(factories.programme(), factories.version())
    Round.objects.filter(pk=round.pk).update(state=Round.State.OPENING)
    keys.create(round.pk, k=5, detail_from=10)
    open_round(round)
    assert round.state == Round.State.OPEN
    assert len(list(key_directory.iterdir())) == 1
    assert keys.load(round.pk, round.public_key).public == bytes(round.public_key)


def test_a_closed_round_never_reopens() -> None:
    round = factories.open_one()
    close_round(round)
    with pytest.raises(NotPlanned):
        open_round(round)


@pytest.mark.parametrize("change", [{"k": 4}, {"k": 8, "detail_from": 7}, {"closes_at": timezone.now() - timedelta(1)}])
def test_policies_below_the_rules_are_refused(change: dict[str, object]) -> None:
    programme, version = factories.programme(), factories.version()
    with pytest.raises(ValidationError):
        plan_round(programme, version, **{"opens_at": timezone.now(), **change})
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(programme=programme, version=version, **{"opens_at": timezone.now(), **change})


@pytest.mark.parametrize(("name", "value"), [("k", 6), ("detail_from", 20), ("number", 7)])
def test_what_opening_froze_cannot_be_changed(name: str, value: int) -> None:
    round = factories.open_one()
    setattr(round, name, value)
    with pytest.raises(Frozen):
        round.save()


def test_the_end_of_an_open_round_may_be_moved() -> None:
    round = factories.open_one()
    round.closes_at = timezone.now() + timedelta(days=3)
    round.save()


def test_rounds_of_an_instrument_are_numbered_in_a_programme() -> None:
    programme, version = factories.programme(), factories.version()
    numbers = [plan_round(programme, version).number, plan_round(programme, version).number]
    assert numbers == [1, 2]
    assert plan_round(factories.programme(), version).number == 1


def test_late_joiners_come_into_units_that_are_there() -> None:
    round = factories.open_one({"Fjord": {"A": 6, "B": 2}})
    big, small = LeaderGroup.objects.filter(programme=round.programme)
    late = LeaderGroup.objects.create(
        programme=round.programme, organisation=big.organisation, slug="late", name={"nb": "Sen"}
    )
    elsewhere = Organisation.objects.create(slug="new", name={"nb": "Ny"}, country="NO")
    new = LeaderGroup.objects.create(programme=round.programme, organisation=elsewhere, slug="new", name={"nb": "N"})
    people = {group.slug: factories.person() for group in (big, small, late, new)}
    units = set(RoundUnit.objects.values_list("pk", flat=True))
    for group in (big, small, late, new):
        Enrolment.objects.create(user=people[group.slug], leader_group=group)
    assert invite_late_joiners(round) == 0
    places = {slug: Ticket.objects.get(participant=user).unit.path for slug, user in people.items()}
    assert places == {big.slug: ["Fjord", "A"], small.slug: ["Fjord"], "late": ["Fjord"], "new": []}
    assert set(RoundUnit.objects.values_list("pk", flat=True)) == units


@pytest.mark.parametrize("size", [5, many(50)])
def test_opening_asks_the_same_questions_for_any_number(size: int, django_assert_num_queries: object) -> None:
    round = plan_round(factories.programme({"Fjord": {"A": size, "B": size}}), factories.version())
    with django_assert_num_queries(11):
        open_round(round)
