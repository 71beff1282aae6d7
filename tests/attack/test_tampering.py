"""Changing what is stored or sent: addresses, forms, policies, backups."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.ballots.joining import invite_late_joiners
from assessments.ballots.models import Ballot, Frozen, Release, Round, RoundUnit, Ticket, Turnout
from assessments.ballots.services import AlreadyDelivered, MissingKey, close_round, deliver, open_round, plan_round
from programmes.participation.models import Enrolment, LeaderGroup
from tests.assessments import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def address(name: str, *args: object) -> str:
    with translation.override("nb"):
        return reverse(name, args=args)


def form(round: Round, step: str = "2") -> dict[str, str]:
    measures = [f"{item.code}-{name}" for item in round.version.content.items for name in ("today", "ambition")]
    return dict.fromkeys(measures, step)


def test_a_form_cannot_name_a_unit_a_ticket_or_a_round(client: Client) -> None:
    """Whatever is added to the form, the ballot belongs where the ticket of the logged-in person says."""
    round = factories.open_one()
    mine, other = factories.tickets(round)[0], factories.tickets(round)[-1]
    assert mine.unit != other.unit
    client.force_login(mine.participant)
    lies = {"unit": other.unit_id, "ticket": other.pk, "participant": other.participant_id, "round": 999}
    client.post(address("mapping_answer", round.pk) + f"?unit={other.unit_id}", {**form(round), **lies})
    assert Ticket.objects.get(delivered=True) == mine
    factories.answer_all(round, of=[ticket for ticket in factories.tickets(round) if ticket.pk != mine.pk])
    close_round(round)
    sizes = {tuple(unit["path"]): unit.get("n") for unit in round.release.data["units"]}
    assert (sizes["Fjord kommune", "Helse"], sizes["Fjord kommune", "Stab"]) == (8, 7)


def test_addresses_of_other_units_and_rounds_lead_nowhere(client: Client) -> None:
    round, other = factories.open_one(), factories.open_one(of=factories.version(code="other"))
    for each in (round, other):
        factories.answer_all(each)
        close_round(each)
    client.force_login(Enrolment.objects.filter(leader_group__programme=round.programme)[0].user)
    allowed = {tuple(unit.path) for unit in RoundUnit.objects.filter(round=round)} - {("Fjord kommune", "Stab")}
    for unit in RoundUnit.objects.all():
        status = client.get(address("mapping_results_of", round.pk, unit.pk)).status_code
        assert status == (200 if unit.round_id == round.pk and tuple(unit.path) in allowed else 404)
        assert client.get(address("mapping_results_of", other.pk, unit.pk)).status_code == 404
    stab = RoundUnit.objects.get(round=round, path=["Fjord kommune", "Stab"])
    text = client.get(address("mapping_results", round.pk) + f"?unit={stab.pk}&detail_from=5&k=1").content.decode()
    assert text.count("<h1>Helse</h1>") == 1
    assert "Stab" not in text


def test_a_replayed_form_changes_nothing(client: Client) -> None:
    round = factories.open_one()
    client.force_login(factories.tickets(round)[0].participant)
    for step in ("2", "5", "2"):
        client.post(address("mapping_answer", round.pk), form(round, step))
    assert Ballot.objects.count() == 1


def test_a_form_without_its_token_is_refused() -> None:
    round = factories.open_one()
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.tickets(round)[0].participant)
    assert client.post(address("mapping_answer", round.pk), form(round)).status_code == 403
    assert not Ballot.objects.exists()


def test_somebody_in_two_groups_answers_once_and_counts_once() -> None:
    programme = factories.programme({"Fjord": {"A": 6, "B": 6}})
    first, second = LeaderGroup.objects.filter(programme=programme)
    twice = Enrolment.objects.filter(leader_group=first)[0].user
    Enrolment.objects.create(user=twice, leader_group=second)
    round = plan_round(programme, factories.version())
    open_round(round)
    (ticket,) = Ticket.objects.filter(participant=twice).select_related("round__version")
    deliver(ticket, {"q1": (1, 1)})
    with pytest.raises(AlreadyDelivered):
        deliver(ticket, {"q1": (1, 1)})
    factories.answer_all(round, of=[each for each in factories.tickets(round) if each.pk != ticket.pk])
    close_round(round)
    assert round.release.data["units"][0]["n"] == 12


def test_moving_somebody_to_another_group_moves_no_answers() -> None:
    round = factories.open_one()
    ticket = factories.tickets(round)[0]
    stab = LeaderGroup.objects.get(name__nb="Stab")
    Enrolment.objects.filter(user=ticket.participant).update(leader_group=stab)
    factories.answer_all(round)
    close_round(round)
    sizes = {tuple(unit["path"]): unit.get("n") for unit in round.release.data["units"]}
    assert (sizes["Fjord kommune", "Helse"], sizes["Fjord kommune", "Stab"]) == (8, 7)


@pytest.mark.parametrize("wanted", [{"k": 5, "detail_from": 5}, {"detail_from": 6}])
def test_a_policy_lowered_in_the_database_is_not_used(wanted: dict[str, int], caplog: pytest.LogCaptureFixture) -> None:
    """Whoever writes to the database past the models gets the policy that was frozen beside the key."""
    round = factories.open_one({"Fjord": {"A": 9, "B": 7}}, k=6, detail_from=12)
    factories.answer_all(round)
    Round.objects.filter(pk=round.pk).update(**wanted)
    with caplog.at_level(logging.ERROR):
        close_round(round)
    assert (round.release.data["k"], round.release.data["detail_from"]) == (6, 12)
    assert "policy" in caplog.text


def test_the_models_let_nobody_lower_a_policy() -> None:
    round = factories.open_one(k=7)
    round.k = 5
    with pytest.raises(Frozen):
        round.save()


def test_yesterdays_backup_cannot_be_closed_a_second_time(key_directory: Path) -> None:
    """The rows come back from a backup, the key does not: it was destroyed with the first closing."""
    round = factories.open_one()
    factories.answer_all(round)
    backup = [(model, list(model.objects.values())) for model in (Round, RoundUnit, Ticket, Ballot)]
    close_round(round)
    first = round.release.data
    Release.objects.all().delete()
    Turnout.objects.all().delete()
    for model, _rows in reversed(backup):
        model.objects.all().delete()
    for model, rows in backup:
        model.objects.bulk_create(model(**row) for row in rows)
    restored = Round.objects.get(pk=round.pk)
    assert restored.state == Round.State.OPEN
    with pytest.raises(MissingKey):
        close_round(restored)
    assert not Release.objects.exists()
    assert Ballot.objects.count() == first["units"][0]["n"]


def test_boxes_moved_between_rounds_are_not_counted() -> None:
    round, other = factories.open_one(), factories.open_one(of=factories.version(code="other"))
    factories.answer_all(round)
    factories.answer_all(other)
    Ballot.objects.filter(round=other).update(round=round)
    close_round(round)
    assert round.release.data["units"][0]["n"] == 15


def test_a_box_that_is_copied_within_its_round_is_what_an_operator_could_do() -> None:
    """A copy counts: whoever writes to the database can add ballots. It tells them nothing about any answer."""
    round = factories.open_one()
    factories.answer_all(round)
    Ballot.objects.create(round=round, box=Ballot.objects.first().box)
    close_round(round)
    assert round.release.data["units"][0]["n"] == 16


def test_a_sweeper_that_comes_too_late_hands_out_no_tickets_of_a_closed_round() -> None:
    """It read the round while that was open; then another worker closed it and deleted all tickets."""
    round = factories.open_one()
    seen_open = Round.objects.get(pk=round.pk)
    factories.answer_all(round)
    close_round(round)
    invite_late_joiners(seen_open)
    assert not Ticket.objects.filter(round=round).exists()
