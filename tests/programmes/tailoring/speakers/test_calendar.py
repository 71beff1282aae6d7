"""The speakers' calendar: booked, proposed, free, taken twice, and on which days nobody should be asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programmes.library.models import Speaker, Thing
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.speakers import booking
from programmes.tailoring.speakers.booking import bookings, taken_twice
from programmes.tailoring.speakers.month import Month, days_of
from tests.growth import many
from tests.programmes.conftest import staff
from tests.programmes.library.factories import make_element, make_speaker, thing_of
from tests.programmes.tailoring.factories import give_speaker, make_guest, make_programme, make_template
from tests.programmes.tailoring.pages import text_of

DAY = date(2027, 3, 11)
CALENDAR_QUERIES = 14


# --- the month --------------------------------------------------------------------------------------------------------


PLANNED = st.dates(date(2000, 2, 1), date(2199, 11, 30))


@given(PLANNED)
def test_weeks_have_every_day_once_under_its_weekday(day: date) -> None:
    month = Month.of(day)
    shown = [cell for week in month.weeks for cell in week if cell]
    assert shown == month.days
    assert all(len(week) == 7 for week in month.weeks)
    assert all(cell.weekday() == place for week in month.weeks for place, cell in enumerate(week) if cell)
    assert Month.parse(str(month)) == month


@given(PLANNED)
def test_the_month_after_the_month_before_is_the_month(day: date) -> None:
    month = Month.of(day)
    assert month.before.after == month == month.after.before


def test_holidays_of_the_asked_countries() -> None:
    month, day = Month(2028, 5), date(2028, 5, 17)
    assert days_of(month, ["NO"])[day].is_off
    assert not days_of(month, ["DK"])[day].is_off
    assert days_of(month)[day].is_off
    assert days_of(Month(2027, 7))[date(2027, 7, 8)].why


@pytest.mark.parametrize("text", ["2027", "2027-13", "x", "2027-02-01", "99999-01", "1999-12", "2200-01"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|year|^[\d-]+$"):
        Month.parse(text)


def test_the_calendar_has_an_end() -> None:
    assert Month.parse("2000-01").before is None
    assert Month.parse("2199-12").after is None


# --- who is booked ----------------------------------------------------------------------------------------------------

pytest_db = pytest.mark.django_db


@pytest.fixture
def speaker(locales: object) -> Thing:
    return thing_of(make_speaker({"nb": "Astrid Vik"}))


def book(module: ProgrammeModule, speaker: Thing, day: date = DAY, *, confirmed: bool = False) -> ProgrammeItem:
    """Let somebody speak at the module's gathering on a day."""
    start = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    module.gatherings.update(starts_at=start, ends_at=start + timedelta(hours=6))
    item = give_speaker(module, speaker)
    if confirmed:
        booking.note_confirmation(item, speaker.pk, None)
        item.save()
    return item


def page(client: Client, **asked: Any) -> Any:
    return client.get(reverse("speaker_calendar:index"), {"month": "2027-03", **asked})


def states(response: Any) -> dict[str, list[tuple[int, str]]]:
    """What the table says of each speaker: days that are not free."""
    return {
        row.name: [(cell.day.day.day, cell.state) for cell in row.cells if cell.state]
        for row in response.context["page_obj"]
    }


@pytest_db
def test_booked_proposed_and_free(editor: Client, programme: Programme, speaker: Thing) -> None:
    other = thing_of(make_speaker({"nb": "Bo Holm"}))
    make_speaker({"nb": "Carl Fri"})
    first, second, *_rest = programme.modules.all()
    book(first, speaker, confirmed=True)
    item = book(second, other, DAY + timedelta(days=1))
    shown = page(editor)
    assert states(shown) == {"Astrid Vik": [(11, "booked")], "Bo Holm": [(12, "proposed")], "Carl Fri": []}
    said = text_of(shown)
    assert reverse("programmes:item", args=[item.pk]) in said
    assert "Mars 2027" in said


@pytest_db
def test_one_speakers_month(editor: Client, module: ProgrammeModule, speaker: Thing) -> None:
    book(module, speaker)
    shown = page(editor, speaker=speaker.pk)
    cells = {cell.day.day: cell for week in shown.context["weeks"] for cell in week["cells"] if cell}
    assert (cells[DAY].state, cells[DAY].words) == ("proposed", "foreslått")
    assert cells[DAY + timedelta(days=1)].words == "ledig"
    assert "skjærtorsdag" in text_of(shown)
    assert shown.context["weeks"][0]["number"] == 9


@pytest_db
def test_taken_twice_is_said(editor: Client, programme: Programme, speaker: Thing) -> None:
    book(programme.modules.first(), speaker, confirmed=True)
    book(make_programme().modules.first(), speaker)
    shown = page(editor)
    assert states(shown)["Astrid Vik"] == [(11, "twice")]
    assert [line.twice for line in shown.context["lines"]] == [True, True]
    assert taken_twice(bookings(DAY, DAY)) == {(speaker.pk, DAY)}


@pytest_db
def test_two_talks_on_one_gathering_are_one_day(module: ProgrammeModule, speaker: Thing) -> None:
    book(module, speaker)
    ProgrammeItem.objects.create(
        programme_module=module, thing=thing_of(make_element(speaker=speaker)), phase="gathering"
    )
    assert len(bookings(DAY, DAY)) == 2
    assert taken_twice(bookings(DAY, DAY)) == set()


@pytest_db
def test_a_talks_own_speaker_counts_and_templates_and_what_is_off_do_not(locales: object, speaker: Thing) -> None:
    template = make_template()
    give_speaker(template.modules.first(), speaker)
    programme = make_programme()
    first, second, third, _fourth = programme.modules.all()
    for module in (first, second, third):
        book(module, speaker)
    ProgrammeItem.objects.filter(programme_module=first).update(removed_at=timezone.now())
    second.gatherings.update(cancelled_at=timezone.now())
    element = make_element(speaker=speaker)
    ProgrammeItem.objects.filter(programme_module=third, phase="gathering").delete()
    ProgrammeItem.objects.create(programme_module=third, thing=thing_of(element), phase="gathering")
    assert [found.item.programme_module for found in bookings(DAY, DAY)] == [third]


@pytest_db
def test_a_day_is_where_the_gathering_is_held(module: ProgrammeModule, speaker: Thing) -> None:
    book(module, speaker)
    night = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)
    module.gatherings.update(starts_at=night, ends_at=night + timedelta(hours=30))
    assert [found.day for found in bookings(DAY, DAY)] == [DAY]
    assert [found.day for found in bookings(DAY, DAY + timedelta(days=5))] == [DAY, DAY + timedelta(days=1)]
    assert bookings(DAY - timedelta(days=1), DAY - timedelta(days=1)) == []


@pytest_db
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"country": "DK"}, ["Bo Holm"]),
        ({"theme": "strategy"}, ["Bo Holm"]),
        ({"theme": "technology"}, []),
        ({"country": "NO"}, ["Astrid Vik"]),
        ({"country": "SE"}, ["Astrid Vik", "Bo Holm"]),
    ],
)
def test_filters(editor: Client, speaker: Thing, asked: dict[str, str], names: list[str]) -> None:
    other = thing_of(make_speaker({"nb": "Bo Holm"}, country="DK"))
    make_element(speaker=other, theme="strategy")
    assert sorted(states(page(editor, **asked))) == names


@pytest_db
@pytest.mark.parametrize("month", ["februar", "2027-13", "2000-01", "2199-12"])
def test_a_strange_month_is_said_by_the_field_or_shown(editor: Client, speaker: Thing, month: str) -> None:
    shown = page(editor, month=month)
    assert shown.status_code == 200
    assert ("month" in shown.context["form"].errors) == (month in ("februar", "2027-13"))
    assert (f'<option value="{month}" selected>' in text_of(shown)) == (month in ("2000-01", "2199-12"))


@pytest_db
def test_others_see_that_a_day_is_taken_and_not_by_whom(
    client: Client, locales: object, programme: Programme, speaker: Thing
) -> None:
    leader = staff("leder@example.com", "lead_programme")
    book(programme.modules.first(), speaker)
    client.force_login(leader)
    shown = page(client)
    assert states(shown)["Astrid Vik"] == [(11, "proposed")]
    assert str(programme) not in text_of(shown)
    assert [line.url for line in shown.context["lines"]] == [""]


@pytest_db
def test_one_programmes_own_speaker_is_shown_to_those_who_see_it(
    client: Client, locales: object, programme: Programme
) -> None:
    own = make_guest(Speaker, title="Egen Taler")
    Thing.objects.filter(pk=own.pk).update(own_to=programme.pk)
    book(programme.modules.first(), own)
    client.force_login(staff("leder@example.com", "lead_programme"))
    assert "Egen Taler" not in text_of(page(client))
    client.force_login(staff("redaktor@example.com", "change_programme"))
    assert "Egen Taler" in text_of(page(client))


@pytest_db
def test_outsiders_find_nothing(outsider: Client) -> None:
    assert outsider.get(reverse("speaker_calendar:index"), follow=True).status_code == 404


@pytest_db
@pytest.mark.parametrize("number", [5, many(50)])
def test_it_costs_the_same_for_any_number(
    editor: Client, locales: object, number: int, django_assert_num_queries: Any
) -> None:
    template = make_template(modules=1)
    for _n in range(number):
        book(make_programme(template).modules.first(), thing_of(make_speaker()))
    page(editor)
    with django_assert_num_queries(CALENDAR_QUERIES):
        assert len(page(editor).context["lines"]) == number
    assert Gathering.objects.count() == number + 1
