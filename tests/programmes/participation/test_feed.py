"""A person's secret calendar address: what it holds, whom it serves, and how it dies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.participation.gatherings.calendar import calendar_file
from programmes.participation.gatherings.feed import address_of
from programmes.participation.gatherings.models import CalendarFeed
from programmes.participation.gatherings.services import feed_of
from programmes.tailoring.models import Gathering
from programmes.tailoring.removing import remove_module
from tests.programmes.participation import calendars, factories
from tests.programmes.participation.calendars import Event
from tests.programmes.participation.factories import Built

OSLO, COPENHAGEN = ZoneInfo("Europe/Oslo"), ZoneInfo("Europe/Copenhagen")


def path_of(user: User) -> str:
    with override(user.language):
        return "/" + address_of(feed_of(user)).split("/", 3)[3]


def events(client: Client, path: str) -> dict[str, Event]:
    return calendars.read(client.get(path).content)


@pytest.mark.django_db
def test_it_holds_all_of_a_persons_programmes_in_their_language(
    client: Client, built: Built, django_assert_num_queries: Callable[..., Any]
) -> None:
    dane = factories.enrol(built, factories.make_user("da"))
    second = factories.make_programme(modules=3)
    factories.enrol(second, dane)
    factories.make_programme()  # somebody else's
    path = path_of(dane)
    with django_assert_num_queries(2):
        response = client.get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies
    calendar = Calendar.from_ical(response.content)
    assert calendar["X-WR-CALNAME"].startswith("Mine samlinger")
    assert str(calendar["REFRESH-INTERVAL"].to_ical(), "ascii") == "PT2H"
    found = events(client, path)
    assert len(found) == len(built.gatherings) + len(second.gatherings)
    event = found[f"{built.gatherings[0].uuid}@kompetanseloftet"]
    assert event.summary == "Samling 0 da"
    assert "Tag et eksempel med" in event.description
    assert "/da/" in event.url


@pytest.mark.django_db
def test_what_is_moved_cancelled_or_taken_out_stays_the_same_event(client: Client, built: Built) -> None:
    path = path_of(factories.enrol(built))
    before = events(client, path)
    Gathering.objects.filter(pk=built.gatherings[0].pk).update(sequence=3, cancelled_at=timezone.now())
    remove_module(built.modules[1])
    after = events(client, path)
    assert before.keys() == after.keys()
    assert {event.status for event in after.values()} == {"CANCELLED"}
    assert all(after[uid].sequence > before[uid].sequence for uid in before)


@pytest.mark.django_db
def test_a_new_address_kills_the_old_one(client: Client, built: Built) -> None:
    user = factories.enrol(built)
    old = path_of(user)
    assert client.post(reverse("renew_my_feed")).status_code == 302  # to the log-in; nothing is renewed
    assert client.get(old).status_code == 200
    client.force_login(user)
    page = client.get(reverse("my_schedule")).content.decode()
    assert old in page
    assert "webcal://" in page
    page = client.post(reverse("renew_my_feed"), follow=True).content.decode()
    new = path_of(user)
    assert new in page
    assert "Den gamle virker ikke lenger" in page
    client.logout()
    assert [client.get(each).status_code for each in (old, new)] == [404, 200]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(new).status_code == 404


@pytest.mark.django_db
@pytest.mark.any_database
def test_nobody_makes_an_address_from_what_is_stored(client: Client, built: Built) -> None:
    user = factories.enrol(built)
    path = path_of(user)
    stored = CalendarFeed.objects.get(user=user).key.hex
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    for guess in (stored, f"{stored}.", f"{stored}.x", token[:-1], token + "A", f"{'0' * 32}.{token.split('.')[1]}"):
        assert client.get(path.replace(token, guess)).status_code == 404
    assert client.post(path).status_code == 405


@given(
    day=st.dates(min_value=datetime(2026, 1, 1).date(), max_value=datetime(2037, 12, 31).date()),
    hour=st.integers(4, 20),
    zone=st.sampled_from([OSLO, COPENHAGEN]),
    length=st.integers(1, 60),
)
def test_hours_are_right_in_summer_and_in_winter_whoever_reads_them(day, hour, zone, length) -> None:
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)
    ends = datetime.fromtimestamp(starts.timestamp() + length * 3600, UTC)
    if ends.astimezone(zone).hour in (2, 3):
        return  # the hour that is there twice in October can't be told apart by any wall clock
    gathering = Gathering(title=LocalisedText(nb="Samling"), starts_at=starts, ends_at=ends, timezone=zone.key)
    content = calendar_file([gathering], lambda row: "https://site.example/")
    (event,) = calendars.read(content).values()
    assert (event.starts, event.ends, event.zone) == (starts, ends, zone.key)
