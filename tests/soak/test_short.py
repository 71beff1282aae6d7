"""The short version of every scenario on a database. `script/soak` runs the long ones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.soak.closing_kills import SHORT
from tests.soak.scenarios import SCENARIOS

pytestmark = pytest.mark.timeout(900)  # the first of them waits for all scenarios

Reports = dict[str, dict[str, Any]]


def held(reports: Reports, name: str) -> dict[str, Any]:
    assert reports[name]["held"], reports[name].get("broken")
    return reports[name]


def test_a_worker_killed_while_it_closes_leaves_every_ballot_sealed_or_counted_once(reports: Reports) -> None:
    report = held(reports, "closing-kills")
    assert report["kills"] == len(SHORT)
    assert report["left"] == {"sealed": len(SHORT) - 1, "counted, key left": 1}


def test_a_web_process_killed_during_deliveries_loses_and_doubles_nothing(reports: Reports) -> None:
    report = held(reports, "delivery-kills")
    assert report["kills"] >= 3
    assert report["deliveries_without_an_answer"] >= 2


def test_many_deliver_at_once_and_some_from_two_tabs(reports: Reports) -> None:
    report = held(reports, "deliveries")
    assert report["requests_a_wave"] > report["people_a_wave"]
    assert report["lost"] == report["doubled"] == report["errors"] == 0


def test_a_worker_killed_during_an_import_leaves_exactly_the_people_of_the_list(reports: Reports) -> None:
    report = held(reports, "import-kills")
    assert report["kills"] == 2
    assert report["lost"] == report["doubled"] == 0


def test_a_worker_killed_while_mails_go_out_sends_each_once(reports: Reports) -> None:
    report = held(reports, "digests")
    assert report["kills"] == 2
    assert report["lost"] == report["doubled"] == 0


def test_a_new_edition_reaches_every_programme_and_a_correction_every_history(reports: Reports) -> None:
    report = held(reports, "editions")
    assert report["programmes"] == 60


def test_copies_of_the_database_and_the_web_log_lead_to_nobody(reports: Reports) -> None:
    report = held(reports, "linking")
    assert report["works_after_close"] == {}
    assert report["box_lengths"] == [304]


def test_the_attacker_with_copies_finds_people_in_naive_tables(reports: Reports) -> None:
    """Otherwise finding nobody would show nothing."""
    control = held(reports, "linking")["control"]
    assert len(control) == 5


def test_every_scenario_says_what_it_shows() -> None:
    assert all(scenario.why.endswith(".") and len(scenario.why) < 110 for scenario in SCENARIOS.values())
