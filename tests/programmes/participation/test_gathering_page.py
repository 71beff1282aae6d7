"""A gathering as its participants meet it: the way in, whether they come, and what they thought."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from programmes.participation.gatherings import services
from programmes.participation.gatherings.models import Attendance, Evaluation
from programmes.participation.gatherings.timing import Stage, stage
from programmes.tailoring.models import Gathering
from tests.programmes.participation import factories
from tests.programmes.participation.factories import ZONE, Built

pytestmark = pytest.mark.django_db


def hold(gathering: Gathering, begins: timedelta) -> None:
    """Have it begin so long from now, and last three hours."""
    start = timezone.now() + begins
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=start, ends_at=start + timedelta(hours=3))


def read(client: Client, gathering: Gathering) -> str:
    return client.get(reverse("my_gathering", args=[gathering.uuid])).content.decode()


def hidden(text: str, part: str) -> bool:
    return " hidden" in re.search(rf'<\w+ data-when="{part}"[^>]*>', text)[0]


@pytest.mark.any_database
def test_the_way_in_steps_forward_a_quarter_of_an_hour_before(logged_in: Client, built: Built) -> None:
    gathering = built.gatherings[0]
    expected = {
        timedelta(days=9): (True, False),
        timedelta(minutes=16): (True, False),
        timedelta(minutes=14): (False, True),
        timedelta(hours=-2): (False, True),
    }
    for begins, parts in expected.items():
        hold(gathering, begins)
        text = read(logged_in, gathering)
        assert (hidden(text, "on"), hidden(text, "ahead")) == parts
        assert text.count(gathering.video_link) == 2  # always reachable
    hold(gathering, timedelta(hours=-4))
    assert "data-door" not in read(logged_in, gathering)


@pytest.mark.any_database
def test_stages_over_summer_time() -> None:
    """On the night that is 23 hours long, a quarter of an hour is still a quarter of an hour."""
    start = datetime(2027, 3, 28, 3, 10, tzinfo=ZONE)  # ten minutes after the clock was put forward
    gathering = Gathering(starts_at=start, ends_at=start + timedelta(hours=2), timezone="Europe/Oslo")
    moments = {-16: Stage.AHEAD, -15: Stage.ON, 0: Stage.ON, 119: Stage.ON, 120: Stage.OVER}
    for minutes, expected in moments.items():
        assert stage(gathering, datetime.fromtimestamp(start.timestamp() + minutes * 60, ZONE)) is expected
    assert stage(Gathering(starts_at=None), start) is None
    gathering.cancelled_at = start
    assert stage(gathering, start) is None


def test_a_participant_says_whether_they_come_and_the_course_leader_who_came(
    logged_in: Client, built: Built, participant: User
) -> None:
    gathering, leader = built.gatherings[0], built.programme.course_leader
    other = factories.enrol(built)
    path = reverse("my_attendance", args=[gathering.uuid])
    assert logged_in.get(path).status_code == 302  # coming back from a log-in says nothing
    logged_in.post(path, {"coming": "perhaps"})
    assert not Attendance.objects.exists()
    for value, words in (("yes", "Du har sagt at du kommer"), ("no", "Du har sagt at du ikke kommer")):
        for _time in range(2):
            assert words in logged_in.post(path, {"coming": value}, follow=True).content.decode()
    assert Attendance.objects.get().coming is False
    stranger = factories.make_user()
    services.note_presence(gathering, {participant.pk: True, stranger.pk: True, other.pk: None}, leader)
    roll = {place.user: (place.coming, place.present) for place in services.roll(gathering)}
    assert roll == {participant: (False, True), other: (None, None)}
    hold(gathering, timedelta(hours=-4))
    logged_in.post(path, {"coming": "yes"})
    assert Attendance.objects.get(user=participant).coming is False
    assert "har notert at du var med" in read(logged_in, gathering)


def test_a_gathering_is_evaluated_when_it_is_over(logged_in: Client, built: Built, participant: User) -> None:
    gathering = built.gatherings[0]
    path = reverse("my_evaluation", args=[gathering.uuid])
    assert "Hvordan var samlingen?" not in read(logged_in, gathering)
    assert logged_in.post(path, {"useful": 5, "talk": 5}).status_code == 404
    hold(gathering, timedelta(hours=-4))
    assert "med navnet ditt" in read(logged_in, gathering)
    response = logged_in.post(path, {"useful": 4, "talk": 9, "text": "Mer tid til gruppene"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Velg et tall fra 1 til 5." in text or "ikke et av de tilgjengelige valgene" in text
    assert "Mer tid til gruppene" in text
    assert not Evaluation.objects.exists()
    for talk in (2, 3):
        logged_in.post(path, {"useful": 4, "talk": talk, "text": "Mer tid til gruppene"})
    (given,) = services.evaluations(gathering)
    assert (given.user, given.useful, given.talk, given.text) == (participant, 4, 3, "Mer tid til gruppene")
    assert "Du har svart." in read(logged_in, gathering)
    services.note_presence(gathering, {participant.pk: False}, built.programme.course_leader)
    assert "Hvordan var samlingen?" not in read(logged_in, gathering)


def test_anothers_gathering_is_not_there(client: Client, built: Built) -> None:
    client.force_login(factories.enrol(factories.make_programme()))
    for name in ("my_gathering", "my_attendance", "my_evaluation"):
        path = reverse(name, args=[built.gatherings[0].uuid])
        assert client.post(path, {"coming": "yes"}).status_code == 404
