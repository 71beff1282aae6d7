"""Who comes in. Each denial shares its set-up with the permission beside it."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from programmes.library.vocabulary import Phase
from programmes.participation import access
from programmes.participation.models import Completion, Enrolment
from programmes.tailoring.models import Programme
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

TODAY = timezone.localdate


def pages(built: Built) -> list[str]:
    item, gathering = built.item(Phase.PREPARATION), built.gatherings[0]
    return [
        reverse("my_programme_of", args=[built.programme.slug]),
        reverse("my_schedule_of", args=[built.programme.slug]),
        reverse("my_calendar", args=[built.programme.slug]),
        reverse("my_module", args=[built.modules[0].uuid]),
        reverse("my_element", args=[item.uuid]),
        reverse("my_gathering", args=[gathering.uuid]),
        reverse("my_gathering_calendar", args=[gathering.uuid]),
    ]


@pytest.fixture
def stranger(built: Built) -> User:
    """A participant of another programme, so that a denial is about this one."""
    other = factories.make_programme()
    return factories.enrol(other)


def test_participants_see_every_page_and_strangers_none(
    client: Client, built: Built, participant: User, stranger: User
) -> None:
    for user, status in ((participant, 200), (stranger, 404)):
        client.force_login(user)
        assert [client.get(path).status_code for path in pages(built)] == [status] * len(pages(built))


def test_whoever_is_not_logged_in_is_asked_to(client: Client, built: Built, participant: User) -> None:
    paths = [*pages(built), reverse("my_programme"), reverse("my_schedule")]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 302
        assert response.url == f"{reverse('account_request_login_code')}?next={path}"


def test_staff_and_course_leaders_are_no_participants(client: Client, built: Built, participant: User) -> None:
    admin = User.objects.create_superuser("aksel@instituttet.example", "bro-mellom-to-land")
    for user in (admin, built.programme.course_leader):
        client.force_login(user)
        assert {client.get(path).status_code for path in pages(built)} == {404}
        Enrolment.objects.create(user=user, leader_group=built.groups[0])
        assert {client.get(path).status_code for path in pages(built)} == {200}


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (Programme.Status.DRAFT, False),
        (Programme.Status.OFFERED, False),
        (Programme.Status.RUNNING, True),
        (Programme.Status.COMPLETED, True),
    ],
)
def test_a_programme_is_open_from_when_it_runs(
    built: Built, participant: User, status: Programme.Status, allowed: bool
) -> None:
    Programme.objects.filter(pk=built.programme.pk).update(status=status)
    doors = [
        lambda: access.enrolment_of(participant, built.programme.slug),
        lambda: access.item_for(participant, built.item(Phase.PREPARATION).uuid, TODAY()),
        lambda: access.module_for(participant, built.modules[0].uuid),
        lambda: access.gathering_for(participant, built.gatherings[0].uuid),
    ]
    assert len(access.enrolments_of(participant)) == allowed
    for door in doors:
        if allowed:
            assert door()
        else:
            with pytest.raises(Http404):
                door()


def test_an_element_that_has_not_opened_is_not_there(built: Built, participant: User) -> None:
    opened, closed = built.item(Phase.PREPARATION), built.item(Phase.AFTER_WORK)
    coming = built.item(Phase.PREPARATION, module=1)
    assert access.item_for(participant, opened.uuid, TODAY()) == opened
    for item in (closed, coming):
        with pytest.raises(Http404):
            access.item_for(participant, item.uuid, TODAY())
        assert access.item_for(participant, item.uuid, item.opens_on or coming.programme_module.starts_on) == item


def test_strangers_cannot_mark_anything(client: Client, built: Built, participant: User, stranger: User) -> None:
    path = reverse("mark_element", args=[built.item(Phase.PREPARATION).uuid])
    for user, status, marks in ((stranger, 404, 0), (participant, 302, 1)):
        client.force_login(user)
        assert client.post(path).status_code == status
        assert Completion.objects.count() == marks
    client.logout()
    assert client.post(path, {"done": "no"}).status_code == 302
    assert Completion.objects.count() == 1


def test_two_groups_of_a_programme_are_one_place(built: Built, participant: User) -> None:
    factories.enrol(built, participant, factories.make_group(built.programme))
    assert [place.leader_group for place in access.enrolments_of(participant)] == [built.groups[0]]
    assert access.enrolment_of(participant, built.programme.slug).leader_group == built.groups[0]
    assert access.item_for(participant, built.item(Phase.PREPARATION).uuid, TODAY())
