"""What mappings suggest as focus areas: displayed values of the programme's own release, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from assessments.ballots.models import Release, Round
from assessments.ballots.services import close_round
from assessments.results import focus
from assessments.results.charts.reading import find_unit
from cms.accounts.models import User
from programmes.tailoring.focus.suggesting import Suggestion
from tests.assessments import factories

pytestmark = pytest.mark.django_db
SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 9}}


@pytest.fixture
def leader() -> User:
    return factories.person("leder")


def closed(leader: User, shape: Any = SHAPE) -> Round:
    round = factories.open_one(shape, of=factories.version(items=6))
    factories.answer_all(round)
    close_round(round)
    round.programme.course_leader = leader
    round.programme.save()
    return round


def suggested(round: Round, user: User, language: str = "nb") -> list[Suggestion]:
    with translation.override(language):
        return list(focus.from_mappings(round.programme, user))


def show(round: Round, **items: Any) -> None:
    """Put these items in the place of what the release says of the programme."""
    release = Release.objects.get(round=round)
    unit = find_unit(release.data)
    unit["items"].update(items)
    Release.objects.filter(pk=release.pk).update(data=release.data)


def full(mean: float) -> dict[str, Any]:
    return {"display": "full", "n": 21, "counts": {"3": 21}, "mean": mean, "sd": 0.5}


def item(today: dict[str, Any], ambition: dict[str, Any], gap: float | None) -> dict[str, Any]:
    return {"today": today, "ambition": ambition, "gap": gap}


FEW = {"display": "too_few"}
CLOSE = {f"q{number}": item(full(3), full(3.1), 0.1) for number in range(1, 7)}


def test_the_largest_displayed_gap_comes_first(leader: User) -> None:
    round = closed(leader)
    show(round, **{**CLOSE, "q2": item(full(2), full(4), 2.0), "q5": item(full(2.1), full(4.6), 2.5)})
    first, second = suggested(round, leader)
    assert (first.code, second.code) == ("q5", "q2")
    assert first.why == "Instrument abilities: i dag 2,1, ambisjon 4,6, avstand 2,5."
    assert suggested(round, leader, "da")[0].why == "Instrument abilities (da): i dag 2,1, ambition 4,6, afstand 2,5."


def test_at_most_three_of_a_mapping(leader: User) -> None:
    round = closed(leader)
    show(round, **{code: item(full(2), full(4), 2.0) for code in CLOSE})
    assert [each.code for each in suggested(round, leader)] == ["q1", "q2", "q3"]


def test_what_is_not_displayed_suggests_nothing(leader: User) -> None:
    round = closed(leader)
    show(round, **{**CLOSE, "q1": item(FEW, full(4), None), "q2": item(FEW, FEW, None)})
    assert suggested(round, leader) == []


def test_a_thin_value_is_told_as_it_is_displayed(leader: User) -> None:
    round = closed(leader)
    thin = {"display": "thin", "mean": 2.0, "bound": "at_most"}
    show(round, **{**CLOSE, "q1": item(thin, {"display": "thin", "mean": 3.5, "bound": None}, 1.5)})
    assert suggested(round, leader)[0].why == "Instrument abilities: i dag ≤2, ambisjon 3½, avstand ≥1½."


def test_a_programme_with_too_few_answers_suggests_nothing(leader: User) -> None:
    assert suggested(closed(leader, {"Vik kommune": {"Kultur": 3}}), leader) == []


def test_an_open_round_suggests_nothing(leader: User) -> None:
    round = factories.open_one(SHAPE, of=factories.version(items=6))
    round.programme.course_leader = leader
    round.programme.save()
    factories.answer_all(round)
    assert suggested(round, leader) == []


def test_who_does_not_conduct_rounds_is_told_nothing(leader: User) -> None:
    round = closed(leader)
    show(round, **{**CLOSE, "q2": item(full(2), full(4), 2.0)})
    assert suggested(round, leader) != []
    assert suggested(round, factories.person("annen")) == []


def test_another_programmes_release_is_not_looked_at(leader: User, django_assert_num_queries: Any) -> None:
    round, other = closed(leader), closed(leader)
    show(other, **{**CLOSE, "q2": item(full(2), full(4), 2.0)})
    show(round, **CLOSE)
    with django_assert_num_queries(1):
        assert suggested(round, leader) == []
