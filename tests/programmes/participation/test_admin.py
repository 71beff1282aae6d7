"""Staff keep organisations, leader groups and participants in Wagtail's admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
NAMES = ("participants", "organisations", "leader_groups")


def staff(*codenames: str) -> User:
    """Somebody who may enter the admin and has these permissions."""
    user = User.objects.create_user("sunniva@instituttet.example", "bro-mellom-to-land")
    user.user_permissions.set(Permission.objects.filter(codename__in=("access_admin", "change_programme", *codenames)))
    return user


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("aksel@instituttet.example", "bro-mellom-to-land"))
    return client


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


@pytest.mark.parametrize("name", NAMES)
def test_lists_and_forms_are_in_the_admin(admin: Client, built: Built, participant: User, name: str) -> None:
    row = {"participants": Enrolment, "organisations": Organisation, "leader_groups": LeaderGroup}[name].objects.first()
    for page, args in (("index", []), ("add", []), ("edit", [row.pk]), ("delete", [row.pk])):
        assert admin.get(reverse(f"{name}:{page}", args=args)).status_code == 200
    assert reverse(f"{name}:index") in admin.get(reverse("wagtailadmin_home")).content.decode()


def test_participants_are_found_by_programme_name_and_address(admin: Client, built: Built, participant: User) -> None:
    other = factories.make_programme()
    stranger = factories.enrol(other, factories.make_user(first_name="Fremmed"))
    path = reverse("participants:index")
    cases = [
        ({}, True, True), ({"programme": built.programme.pk}, True, False),
        ({"q": f"{participant.first_name} berg"}, True, False), ({"q": stranger.email}, False, True),
    ]  # fmt: skip
    for query, first, second in cases:
        text = admin.get(path, query).content.decode()
        assert (participant.email in text, stranger.email in text) == (first, second)


def test_lists_take_the_same_queries_for_few_and_for_many(admin: Client, built: Built) -> None:
    path = reverse("participants:index")
    counts = []
    for number in (3, 30):
        while Enrolment.objects.count() < number:
            factories.enrol(built, group=factories.make_group(built.programme))
        admin.get(path)
        with CaptureQueriesContext(connection) as queries:
            admin.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_adding_somebody_makes_them_and_invites_them(admin: Client, built: Built) -> None:
    form = _person(built)
    for _time in range(2):
        response = admin.post(reverse("participants:add"), form)
    work()
    enrolment = Enrolment.objects.get(user__email="siri@havrum.example")
    assert (enrolment.user.get_full_name(), enrolment.user.language, enrolment.role) == (
        "Siri Berg",
        "da",
        {"nb": "Rektor"},
    )
    assert not enrolment.user.has_usable_password()
    assert [message.to for message in mail.outbox] == [["siri@havrum.example"]]
    assert "Personen er allerede i ledergruppen." in response.content.decode()


def test_a_known_address_is_never_doubled(admin: Client, built: Built) -> None:
    known = factories.make_user("nb", "siri@havrum.example", first_name="Siri Marie")
    admin.post(reverse("participants:add"), {**_person(built), "email": "Siri@Havrum.example", "send_invitation": ""})
    work()
    assert known.enrolments.count() == 1
    assert User.objects.filter(email__iexact="siri@havrum.example").count() == 1
    known.refresh_from_db()
    assert (known.first_name, known.language) == ("Siri Marie", "nb")
    assert mail.outbox == []


def _person(built: Built) -> dict[str, object]:
    return {
        "name": "Siri Berg", "email": "siri@havrum.example", "language": "da", "role_nb": "Rektor", "role_da": "",
        "leader_group": built.groups[0].pk, "send_invitation": "on",
    }  # fmt: skip


def test_a_participant_moves_only_within_the_programme(admin: Client, built: Built, participant: User) -> None:
    enrolment = participant.enrolments.get()
    inside, outside = factories.make_group(built.programme), factories.make_programme().groups[0]
    path = reverse("participants:edit", args=[enrolment.pk])
    for group, moved in ((outside, False), (inside, True)):
        admin.post(path, {"leader_group": group.pk, "role_nb": "", "role_da": ""})
        enrolment.refresh_from_db()
        assert (enrolment.leader_group == group) is moved
    assert "email" not in admin.get(path).context["form"].fields


def test_groups_and_organisations_get_their_addresses_by_themselves(admin: Client, built: Built) -> None:
    names = {"name_nb": "Ytre Sund", "name_da": "Ydre Sund"}
    for _time in range(2):
        admin.post(reverse("organisations:add"), {**names, "country": "NO", "sector": ""})
    assert set(Organisation.objects.filter(name__da="Ydre Sund").values_list("slug", flat=True)) == {
        "ytre-sund", "ytre-sund-2",
    }  # fmt: skip
    organisation = Organisation.objects.get(slug="ytre-sund")
    admin.post(
        reverse("leader_groups:add"), {**names, "programme": built.programme.pk, "organisation": organisation.pk}
    )
    assert LeaderGroup.objects.get(programme=built.programme, slug="ytre-sund").organisation == organisation


def test_only_staff_who_may_add_participants_hand_in_lists(client: Client, built: Built) -> None:
    user = staff("view_enrolment")
    client.force_login(user)
    path = reverse("participants:import")
    assert client.get(path).status_code == 404
    user.user_permissions.add(Permission.objects.get(codename="add_enrolment"))
    assert client.get(path).status_code == 200


def test_participants_do_not_get_in(logged_in: Client) -> None:
    for name in NAMES:
        assert logged_in.get(reverse(f"{name}:index")).status_code == 404
