"""The course leader notes who was there, and answers what was handed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.groups import COURSE_LEADERS, make_groups
from cms.accounts.models import User
from programmes.participation.deliveries.models import Delivery, Feedback
from programmes.participation.gatherings.models import Attendance
from programmes.participation.gatherings.services import answer, evaluate
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(built: Built, client: Client) -> User:
    user = built.programme.course_leader
    user.groups.add(make_groups()[COURSE_LEADERS])
    client.force_login(user)
    return user


def test_presence_is_noted_and_what_was_not_touched_stays(client: Client, built: Built, leader: User) -> None:
    first, second, gathering = factories.enrol(built), factories.enrol(built), built.gatherings[0]
    answer(first, gathering, True)
    evaluate(first, gathering, useful=5, talk=2, text="Mer tid")
    page = reverse("leading:presence", args=[built.programme.pk, gathering.pk])
    assert "Mer tid" in client.get(page).content.decode()
    client.post(page, {f"before-{first.pk}": "", f"present-{first.pk}": "yes"})
    # Somebody with an older page notes the other; what stands of the first stays.
    old = {f"before-{first.pk}": "", f"present-{first.pk}": "", f"before-{second.pk}": "", f"present-{second.pk}": "no"}
    client.post(page, old)
    said = dict(Attendance.objects.values_list("user", "present"))
    assert said == {first.pk: True, second.pk: False}
    client.post(page, {f"before-{second.pk}": "no", f"present-{second.pk}": ""})
    assert Attendance.objects.get(user=second).present is None
    other = factories.make_programme().gatherings[0]
    assert client.get(reverse("leading:presence", args=[built.programme.pk, other.pk])).status_code == 404
    client.force_login(User.objects.create_superuser("aksel@instituttet.example"))
    assert "Mer tid" not in client.get(page).content.decode()


def test_after_work_is_answered_once_and_drafts_are_not_seen(client: Client, built: Built, leader: User) -> None:
    person, item = factories.enrol(built), built.items[2]
    draft = Delivery.objects.create(item=item, leader_group=built.groups[0], text="Utkast")
    row = Delivery.objects.create(item=item, author=person, text="Planen vår", delivered_at=timezone.now())
    inbox = reverse("leading:inbox", args=[built.programme.pk])
    text = client.get(inbox).content.decode()
    assert str(row.uuid) in text
    assert str(draft.uuid) not in text
    page = reverse("leading:delivered", args=[built.programme.pk, row.uuid])
    assert "Planen vår" in client.get(page).content.decode()
    assert client.post(page, {"text": " "}).status_code == 200
    for _time in range(2):
        assert client.post(page, {"text": "Bra tenkt."}).status_code == 302
    assert Feedback.objects.get().author == leader
    assert "Bra tenkt." in client.get(page).content.decode()
    assert client.get(reverse("leading:delivered", args=[built.programme.pk, draft.uuid])).status_code == 404
    other = factories.make_programme().programme
    assert client.get(reverse("leading:delivered", args=[other.pk, row.uuid])).status_code == 404
