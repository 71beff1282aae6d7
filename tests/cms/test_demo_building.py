"""Building the demo content: in whole stages, with dates of today, and only where there is a demo."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from cms.accounts.models import User
from cms.demo.builder import NotADemo, build, stages
from cms.demo.builder.plan import Plan

# The site that the browser's tests run on is built on each database.
pytestmark = pytest.mark.any_database


def test_an_interrupted_run_is_completed_by_the_next(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stages.SMALL, "pages", lambda plan: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build("small", seed=1)
    monkeypatch.undo()
    assert build("small", seed=1)[0] == "pages"


def test_refuses_where_there_is_no_demo(db: None, settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemo):
        build()
    with pytest.raises(CommandError, match=r"settings\.DEMO"):
        call_command("demo_content")
    assert not User.objects.exists()


def test_dates_move_by_whole_weeks_and_out_of_july() -> None:
    plan = Plan(1, date(2027, 3, 3))
    assert plan.moved(date(2027, 3, 11)) == date(2027, 3, 11)
    assert Plan(1, date(2027, 3, 14)).moved(date(2027, 3, 11)) == date(2027, 3, 18)
    assert Plan(1, date(2027, 7, 5)).meeting_day(date(2027, 3, 11)) == date(2027, 8, 5)
    assert plan.dated("{short:2027-04-14}", "da") == "14.\N{NO-BREAK SPACE}april"
    assert Plan(1, date(2027, 3, 3)).meeting_day(date(2027, 3, 25)) == date(2027, 4, 1)
