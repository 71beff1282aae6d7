"""Calendar files, read back by the library that they are built with and by another one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from programmes.tailoring.models import Gathering
from tests.programmes.participation import calendars
from tests.programmes.participation.calendars import Event
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db


def events(client: Client, name: str, *args: object, language: str = "nb") -> list[Event]:
    with override(language):
        path = reverse(name, args=args)
    response = client.get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].endswith('.ics"')
    return list(calendars.read(response.content).values())


def test_a_gathering_as_a_calendar_keeps_it(logged_in: Client, built: Built) -> None:
    gathering = built.gatherings[0]
    (event,) = events(logged_in, "my_gathering_calendar", gathering.uuid)
    assert event.summary == "Samling 0"
    assert event.location == "Fjordhotellet, Lyngøy"
    assert event.status == "CONFIRMED"
    assert event.starts == gathering.starts_at
    assert event.zone == "Europe/Oslo"
    assert event.ends - event.starts == timedelta(hours=6)
    assert "Ta med ett eksempel" in event.description
    assert "https://video.example/samling" in event.description
    assert event.url.endswith(reverse("my_gathering", args=[gathering.uuid]))
    assert event.url.startswith("http")


def test_the_file_brings_its_time_zone(logged_in: Client, built: Built) -> None:
    Gathering.objects.update(timezone="Europe/Copenhagen")
    text = logged_in.get(reverse("my_calendar", args=[built.programme.slug])).content
    calendar = Calendar.from_ical(text)
    assert calendar["VERSION"] == "2.0"
    zones = [zone["TZID"] for zone in calendar.walk("VTIMEZONE")]
    assert zones == ["Europe/Copenhagen"]


def test_a_moved_gathering_is_the_same_event_and_newer(logged_in: Client, built: Built) -> None:
    gathering = built.gatherings[0]
    (before,) = events(logged_in, "my_gathering_calendar", gathering.uuid)
    Gathering.objects.filter(pk=gathering.pk).update(sequence=1, cancelled_at=timezone.now())
    (after,) = events(logged_in, "my_gathering_calendar", gathering.uuid, language="da")
    assert before.uid == after.uid
    assert (before.sequence, after.sequence) == (0, 1)
    assert (before.status, after.status) == ("CONFIRMED", "CANCELLED")
    assert after.summary == "Samling 0 da"


def test_the_programmes_file_holds_all_that_have_a_day(logged_in: Client, built: Built) -> None:
    Gathering.objects.filter(pk=built.gatherings[1].pk).update(starts_at=None, ends_at=None)
    assert len(events(logged_in, "my_calendar", built.programme.slug)) == len(built.gatherings) - 1
