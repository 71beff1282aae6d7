"""What the course leader sees and does, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.accounts.groups import COURSE_LEADERS, make_groups
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.models import Enrolment, Opening
from programmes.participation.services import mark, note_opening
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from tests.growth import many
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(built: Built, client: Client) -> User:
    """The programme's course leader, logged in."""
    user = built.programme.course_leader
    user.groups.add(make_groups()[COURSE_LEADERS])
    client.force_login(user)
    return user


def url(name: str, built: Built, *args: object) -> str:
    return reverse(f"leading:{name}", args=[built.programme.pk, *args])


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


def test_groups_by_modules_with_the_stuck_one_marked(client: Client, built: Built, leader: User) -> None:
    busy = factories.enrol(built)
    other = factories.make_group(built.programme)
    factories.enrol(built, group=other)
    for item in built.items:
        if item.programme_module == built.modules[0] and item.phase == Phase.PREPARATION:
            note_opening(busy, item)
            mark(busy, item, True)
    page = text_of(client, url("programme", built))
    assert page.count('class="is-stuck"') == 1
    assert "1 av 1 har åpnet den" in page
    assert "0 av 1 har gjort forarbeidet til samlingen" in page
    assert "Ingen har åpnet noe ennå." in page
    group = text_of(client, url("group", built, built.groups[0].pk))
    assert f"<b>Gjort:</b> {busy}" in group
    assert "1 av 1 har åpnet, 1 har gjort det" in group
    chosen = text_of(client, url("group", built, other.pk) + f"?module={built.modules[1].pk}")
    assert "ikke åpnet noe" in chosen
    assert client.get(url("group", built, factories.make_programme().groups[0].pk)).status_code == 404


def test_who_opened_two_weeks_ago_is_seen_as_quiet(client: Client, built: Built, leader: User) -> None:
    person = factories.enrol(built)
    day = timezone.now() - timedelta(days=20)
    Opening.objects.create(user=person, item=built.items[0], opened_at=day)
    Gathering.objects.filter(programme_module__programme=built.programme).update(cancelled_at=day)
    assert "Ingen har åpnet noe siden" in text_of(client, url("programme", built))
    Programme.objects.filter(pk=built.programme.pk).update(status=Programme.Status.COMPLETED)
    assert "is-stuck" not in text_of(client, url("programme", built))


def message_form(**values: str) -> dict[str, str]:
    return {
        "audience": "everybody", "subject_nb": "Husk\nsamlingen", "subject_da": "Husk mødet", "text_nb": "Vi sees.",
        "text_da": "Vi ses.", "key": str(uuid4()), **values,
    }  # fmt: skip


def test_a_message_is_looked_at_then_sent_once_in_each_language(
    client: Client, built: Built, leader: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    danish, norwegian = factories.enrol(built, factories.make_user("da")), factories.enrol(built)
    form = message_form()
    shown = client.post(url("message", built), form)
    assert shown.status_code == 200
    assert b"Vi ses." in shown.content
    assert danish.email.encode() in shown.content
    assert ProgrammeMessage.objects.count() == 0
    for _time in range(2):
        client.post(url("message", built), {**form, "send": "yes"})
    work()
    work()
    assert {(sent.to[0], sent.subject) for sent in mail.outbox} == {
        (danish.email, "Husk mødet"), (norwegian.email, "Husk samlingen"),
    }  # fmt: skip
    assert len(mail.outbox) == 2
    assert mail.outbox[0].reply_to == [leader.email]
    message = ProgrammeMessage.objects.get()
    OutgoingMail.objects.filter(to=danish.email).update(refused_at=timezone.now(), refusal="550 no such user")
    sent = text_of(client, url("sent", built, message.pk))
    assert "550 no such user" in sent
    assert danish.email in text_of(client, url("programme", built))
    assert "Husk samlingen" in text_of(client, url("message", built))
    other = factories.make_programme()
    assert client.get(reverse("leading:sent", args=[other.programme.pk, message.pk])).status_code == 404


def test_a_message_reaches_whom_it_is_meant_for(client: Client, built: Built, leader: User) -> None:
    opened, silent = factories.enrol(built), factories.enrol(built, group=factories.make_group(built.programme))
    note_opening(opened, built.items[0])
    group = built.groups[0]
    for values, expected in (
        ({"audience": "unopened"}, {silent}),
        ({"audience": "group", "leader_group": str(group.pk)}, {opened}),
        ({"audience": "everybody"}, {opened, silent}),
    ):
        form = message_form(**values, send="yes")
        client.post(url("message", built), form)
        assert set(ProgrammeMessage.objects.get(pk=form["key"]).recipients.all()) == expected
    note_opening(silent, built.items[0])
    for wrong in ({"audience": "unopened"}, {"audience": "group"}, {"text_nb": "", "text_da": ""}):
        response = client.post(url("message", built), message_form(**wrong, send="yes"))
        assert response.status_code == 200
        assert b"error" in response.content
    assert ProgrammeMessage.objects.count() == 3


def test_a_module_is_opened_by_hand_and_keeps_its_dates(client: Client, built: Built, leader: User) -> None:
    module, item = built.modules[1], built.item(Phase.PREPARATION, 1)
    ProgrammeItem.objects.filter(pk=item.pk).update(opens_week=1, opens_on=module.starts_on, due_week=4)
    gathering = built.gatherings[1]
    Gathering.objects.filter(pk=gathering.pk).update(week=5)
    page = text_of(client, url("programme", built))
    assert url("open_module", built, module.pk) in page
    for _time in range(2):  # the second time there is nothing to open
        assert client.post(url("open_module", built, module.pk)).status_code == 302
    before = (module.ends_on, item.due_on, gathering.starts_at, module.weeks)
    for row in (module, item, gathering):
        row.refresh_from_db()
    assert module.starts_on == timezone.localdate()
    assert item.opens_on == timezone.localdate()
    assert item.pinned_edition_id == item.thing.current_edition_id
    assert (module.ends_on, item.due_on, gathering.starts_at) == before[:3]
    assert module.weeks - before[3] == item.due_week - 4 == gathering.week - 5 == 10
    other = factories.make_programme()
    assert client.post(url("open_module", built, other.modules[1].pk)).status_code == 404


def test_the_list_as_a_spreadsheet_has_no_formulas(client: Client, built: Built, leader: User) -> None:
    person = factories.enrol(built, factories.make_user(first_name="=HYPERLINK(1)\x07"))
    Enrolment.objects.filter(user=person).update(role=LocalisedText(nb="Rektor"))
    mark(person, built.items[0], True)
    response = client.get(url("export", built))
    rows = list(load_workbook(BytesIO(response.content)).worksheets[0].iter_rows())
    values = [cell.value for cell in rows[1]]
    assert values[:3] == ["=HYPERLINK(1) Berg", person.email, "Rektor"]
    assert rows[1][0].data_type == "s"
    assert values[5:7] == [1, 0]


@pytest.mark.parametrize("members", [1, many(12)])
def test_queries_do_not_grow_with_groups_or_people(
    client: Client, members: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    built = factories.make_programme(groups=members, members=members, items=members * 3)
    client.force_login(User.objects.create_superuser("aksel@instituttet.example"))
    pages = {"programme": url("programme", built), "group": url("group", built, built.groups[0].pk)}
    for name, address in pages.items():
        client.get(address)
        with django_assert_num_queries({"programme": 18, "group": 20}[name]):
            assert client.get(address).status_code == 200
