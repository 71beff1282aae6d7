"""A round from plan to release."""

from __future__ import annotations

import pytest

from assessments.ballots import keys
from assessments.ballots.models import Ballot, Release, Round, RoundUnit, Ticket
from assessments.ballots.services import close_round
from tests.assessments import factories

pytestmark = pytest.mark.django_db


def test_a_round_ends_as_a_release_and_nothing_else() -> None:
    round = factories.open_one({"Fjord kommune": {"Helse": 8, "Stab": 7, "Liten": 3}})
    assert round.state == Round.State.OPEN
    assert keys.rounds_with_keys() >= {round.pk}
    units = {tuple(unit.path): unit.merged for unit in RoundUnit.objects.filter(round=round)}
    assert units == {
        (): False,
        ("Fjord kommune",): False,
        ("Fjord kommune", "Helse"): False,
        ("Fjord kommune", "Liten"): True,
        ("Fjord kommune", "Stab"): False,
    }
    factories.answer_all(round)
    close_round(round)
    assert round.state == Round.State.CLOSED
    assert not Ballot.objects.exists()
    assert not Ticket.objects.exists()
    assert round.pk not in keys.rounds_with_keys()
    data = Release.objects.get(round=round).data
    assert data["round"] == round.pk
    assert data["version"] == "1"
    assert data["units"][0]["path"] == []
    assert data["units"][0]["status"] == "published"
    assert {unit["status"] for unit in data["units"] if unit["path"][1:] == ["Liten"]} == {"merged"}
