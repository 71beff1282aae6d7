"""A client's coordinator supplies and replaces participants, sees dates and counts, and nothing beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.coordinating.page import FEWEST
from programmes.participation.models import Enrolment
from programmes.participation.services import note_opening
from programmes.tailoring.models import Programme
from tests.growth import many
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(built: Built, client: Client) -> User:
    """Of the organisation of the programme's first leader group, logged in, reading Danish."""
    user = factories.make_user("da")
    Coordinator.objects.create(user=user, programme=built.programme, organisation=built.groups[0].organisation)
    client.force_login(user)
    translation.activate("da")
    return user


def url(name: str, built: Built, *args: object) -> str:
    return reverse(name, args=[built.programme.slug, *args])


def person(built: Built, **values: object) -> dict[str, object]:
    group = built.groups[0].pk
    return {
        "name": "Nina Ny", "email": "nina.ny@havrum.example", "role": "Leder", "language": "da",
        "leader_group": group, **values,
    }  # fmt: skip


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


def test_they_land_on_the_list_with_counts_but_not_who(client: Client, built: Built, coordinator: User) -> None:
    members = [factories.enrol(built) for _number in range(FEWEST)]
    other = factories.enrol(built, group=factories.make_group(built.programme))
    note_opening(members[0], built.items[0])
    page = client.get(reverse("my_programme"), follow=True)
    assert page.redirect_chain[-1][0] == url("my_coordination_of", built)
    text = " ".join(page.content.decode().split())
    assert f"{FEWEST} personer er tilmeldt. 1 er gået i gang." in text
    assert all(member.email in text for member in members)
    assert other.email not in text
    assert "Samling 0 da" in text
    Enrolment.objects.filter(user=members[1]).delete()
    few = client.get(url("my_coordination_of", built)).content.decode()
    assert "er gået i gang" not in few  # of so few a number would tell who


def test_one_more_is_put_on_the_list_and_invited(client: Client, built: Built, coordinator: User) -> None:
    for _time in range(2):
        client.post(url("supply_participant", built), person(built))
    work()
    assert [sent.to for sent in mail.outbox] == [["nina.ny@havrum.example"]]
    other = factories.make_group(built.programme)
    for wrong in (person(built), person(built, email="x"), person(built, email="y@y.example", leader_group=other.pk)):
        response = client.post(url("supply_participant", built), wrong)
        assert response.status_code == 422
        assert "Nina Ny" in response.content.decode()
    assert Enrolment.objects.count() == 1


def test_a_place_is_given_to_somebody_else(client: Client, built: Built, coordinator: User) -> None:
    before = factories.enrol(built)
    place = Enrolment.objects.get(user=before)
    stranger = Enrolment.objects.get(user=factories.enrol(built, group=factories.make_group(built.programme)))
    assert client.get(url("replace_participant", built, place.pk)).status_code == 200
    assert client.post(url("replace_participant", built, place.pk), person(built, email="")).status_code == 422
    client.post(url("replace_participant", built, place.pk), person(built))
    assert not Enrolment.objects.filter(user=before).exists()
    assert Enrolment.objects.get(user__email="nina.ny@havrum.example").leader_group == built.groups[0]
    assert client.post(url("replace_participant", built, stranger.pk), person(built)).status_code == 404
    Programme.objects.filter(pk=built.programme.pk).update(status=Programme.Status.COMPLETED)
    assert client.get(url("my_coordination_of", built)).status_code == 200
    new = Enrolment.objects.get(user__email="nina.ny@havrum.example")
    assert client.get(url("replace_participant", built, new.pk)).status_code == 404
    assert client.post(url("supply_participant", built), person(built, email="z@z.example")).status_code == 404


def test_a_list_comes_in_whole_or_not_at_all(client: Client, built: Built, coordinator: User) -> None:
    group = built.groups[0]
    head = "navn;e-mail;organisation;ledergruppe"
    good = f"Ada By;ada@h.example;{group.organisation};{group}"
    bad = f"Bo By;bo@h.example;{group.organisation};En anden"

    def hand_in(*rows: str) -> Any:
        table = SimpleUploadedFile("liste.csv", "\r\n".join((head, *rows)).encode())
        return client.post(url("supply_list", built), {"table": table})

    refused = hand_in(good, bad)
    assert refused.status_code == 422
    assert "er ikke en af dine ledergrupper" in refused.content.decode()
    assert not Enrolment.objects.exists()
    for _time in range(2):
        assert hand_in(good).status_code == 302
    assert Enrolment.objects.get().user.email == "ada@h.example"
    assert Enrolment.objects.get().user.language == "nb"  # the programme's first language
    empty = SimpleUploadedFile("liste.exe", b"x")
    assert client.post(url("supply_list", built), {"table": empty}).status_code == 422
    assert client.get(url("empty_list", built, "xlsx")).status_code == 200


def test_staff_appoint_and_remove_coordinators(client: Client, built: Built) -> None:
    client.force_login(User.objects.create_superuser("aksel@instituttet.example"))
    page = reverse("leading:coordinators", args=[built.programme.pk])
    form = {
        "name": "Kåre Koor", "email": "kaare@havrum.example", "language": "nb",
        "organisation": built.groups[0].organisation.pk,
    }  # fmt: skip
    for _time in range(2):
        assert client.post(page, form).status_code == 302
    work()
    [sent] = mail.outbox
    assert sent.to == ["kaare@havrum.example"]
    assert reverse("my_coordination_of", args=[built.programme.slug]) in sent.body
    row = Coordinator.objects.get()
    assert "Kåre Koor" in client.get(page).content.decode()
    other = factories.make_programme().programme
    assert client.post(reverse("leading:coordinator_remove", args=[other.pk, row.pk])).status_code == 404
    client.post(reverse("leading:coordinator_remove", args=[built.programme.pk, row.pk]))
    assert not Coordinator.objects.exists()


@pytest.mark.parametrize("members", [1, many(12)])
def test_queries_do_not_grow_with_participants(
    client: Client, members: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    built = factories.make_programme(members=members, items=members)
    user = factories.make_user()
    Coordinator.objects.create(user=user, programme=built.programme, organisation=built.groups[0].organisation)
    client.force_login(user)
    translation.activate("nb")
    address = url("my_coordination_of", built)
    client.get(address)
    with django_assert_num_queries(9):
        assert client.get(address).status_code == 200
