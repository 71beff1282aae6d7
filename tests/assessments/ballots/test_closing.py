"""Closing counts every ballot once, wherever the worker dies, and leaves only the release."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assessments.ballots import closing, keys
from assessments.ballots.models import Ballot, Frozen, Release, Round, Ticket
from assessments.ballots.services import MissingKey, NotOpen, close_round, deliver, open_round, plan_round
from assessments.ballots.tasks import sweep_rounds
from tests.assessments import factories
from tests.growth import many

pytestmark = pytest.mark.django_db


def test_fewer_than_k_are_destroyed_unread(key_directory: Path) -> None:
    round = factories.open_one({"Fjord": {"A": 8}})
    factories.answer_all(round, of=factories.tickets(round)[:4])
    # Boxes that nobody could open show that nobody tried.
    Ballot.objects.update(box=b"no box at all")
    close_round(round)
    assert round.release.reason == closing.TOO_FEW
    assert {unit["status"] for unit in round.release.data["units"]} == {"too_few"}
    assert not Ballot.objects.exists()
    assert list(key_directory.iterdir()) == []


def test_a_round_without_answers_closes() -> None:
    round = factories.open_one()
    close_round(round)
    assert round.release.data["units"][0] == {"path": [], "status": "too_few"}


def test_a_worker_killed_before_the_release_is_followed_by_another() -> None:
    """Between the two transactions everything is still sealed, and nobody delivers any more."""
    round = factories.open_one()
    factories.answer_all(round)
    key = keys.load(round.pk, round.public_key)
    closing.end_delivery(round)
    closing.count(round, key)
    assert Ballot.objects.count() == 15
    assert not Release.objects.exists()
    assert round.pk in keys.rounds_with_keys()
    sweep_rounds()
    round.refresh_from_db()
    assert round.state == Round.State.CLOSED
    assert round.release.data["units"][0]["n"] == 15
    assert not Ballot.objects.exists()
    assert round.pk not in keys.rounds_with_keys()


def test_a_worker_killed_before_the_key_is_gone_is_followed_by_another() -> None:
    round = factories.open_one()
    factories.answer_all(round)
    key = keys.load(round.pk, round.public_key)
    closing.end_delivery(round)
    data, reason, texts = closing.count(round, key)
    closing.store(round, data, reason, texts)
    assert round.pk in keys.rounds_with_keys()
    sweep_rounds()
    assert round.pk not in keys.rounds_with_keys()
    assert Release.objects.get().data == data


def test_two_workers_store_one_release() -> None:
    round = factories.open_one()
    factories.answer_all(round)
    key = keys.load(round.pk, round.public_key)
    closing.end_delivery(round)
    first, second = closing.count(round, key), closing.count(round, key)
    closing.store(round, *first)
    closing.store(round, *second)
    assert Release.objects.get().data == first[0] == second[0]


def test_closing_twice_is_closing_once() -> None:
    round = factories.open_one()
    factories.answer_all(round)
    close_round(round)
    data = round.release.data
    close_round(round)
    assert Release.objects.get().data == data


def test_a_lost_key_leaves_all_as_it_is(key_directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    round = factories.open_one()
    factories.answer_all(round)
    (file,) = key_directory.iterdir()
    kept = file.read_text()
    file.unlink()
    with caplog.at_level(logging.ERROR), pytest.raises(MissingKey):
        close_round(round)
    assert "key is missing" in caplog.text
    round.refresh_from_db()
    assert round.state == Round.State.OPEN
    assert Ballot.objects.count() == Ticket.objects.count() == 15
    file.write_text(kept)
    close_round(round)
    assert round.release.data["units"][0]["n"] == 15


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"key": "00", "k": 5, "detail_from": 10}'])
def test_a_damaged_key_is_a_missing_one(key_directory: Path, content: str) -> None:
    round = factories.open_one()
    factories.answer_all(round)
    (file,) = key_directory.iterdir()
    file.write_text(content)
    with pytest.raises(MissingKey):
        close_round(round)
    assert Ballot.objects.count() == 15


def test_the_key_of_another_round_opens_nothing(key_directory: Path) -> None:
    round = factories.open_one()
    factories.answer_all(round)
    (file,) = key_directory.iterdir()
    other = keys.create(round.pk + 1, k=5, detail_from=10)
    file.write_text(next(path for path in key_directory.iterdir() if path != file).read_text())
    assert other.public != bytes(round.public_key)
    with pytest.raises(MissingKey):
        close_round(round)


def test_a_planned_round_does_not_close() -> None:
    round = plan_round(factories.programme(), factories.version())
    with pytest.raises(NotOpen):
        close_round(round)


def test_boxes_that_are_no_ballots_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    round = factories.open_one()
    other = factories.open_one(of=factories.version(code="other"))
    factories.answer_all(round)
    deliver(factories.tickets(other)[0], {"q1": (1, 1)})
    stranger = Ballot.objects.get(round=other).box
    Ballot.objects.create(round=round, box=b"x" * 300)
    Ballot.objects.create(round=round, box=stranger)
    with caplog.at_level(logging.ERROR):
        close_round(round)
    assert round.release.data["units"][0]["n"] == 15
    assert caplog.text.count("was left out") == 2


def test_a_release_never_changes() -> None:
    round = factories.open_one()
    close_round(round)
    release = Release.objects.get()
    release.data = {}
    with pytest.raises(Frozen):
        release.save()


def test_an_instrument_of_another_shape_is_counted_as_well() -> None:
    version = factories.version(code="short", items=3, steps=3, ambition=False)
    round = factories.open_one({"Fjord": {"A": 14, "B": 12}}, of=version)
    factories.answer_all(round, unknown=0.1)
    close_round(round)
    root = round.release.data["units"][0]
    assert root["n"] == 26
    assert {tuple(sorted(item)) for item in root["items"].values()} == {("gap", "today")}
    assert set(root["items"]["q1"]["today"]["counts"]) == {"1", "2", "3"}


@pytest.mark.parametrize("size", [6, many(40)])
def test_closing_asks_the_same_questions_for_any_number(size: int, django_assert_num_queries: object) -> None:
    round = factories.open_one({"Fjord": {"A": size, "B": size}})
    factories.answer_all(round)
    round = Round.objects.get(pk=round.pk)
    with django_assert_num_queries(17):
        close_round(round)


def test_opening_what_is_open_and_closing_by_the_clock(settings: object) -> None:
    round = factories.open_one()
    open_round(round)
    sweep_rounds()
    round.refresh_from_db()
    assert round.state == Round.State.OPEN
