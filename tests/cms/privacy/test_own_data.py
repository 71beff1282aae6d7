"""One's own data: told in words, given in full, erased without a trace that names anybody, gone when time is over."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from cms.privacy import erasing, exporting, retention
from cms.privacy.models import DataExport, ErasureRequest, RetentionRun
from cms.privacy.registry import Kind, declarations
from cms.privacy.terms import CONTACT_MONTHS, PARTICIPATION_MONTHS, months_before
from programmes.catalogue.models import Enquiry
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.models import Completion, Enrolment, Opening
from programmes.tailoring.models import Programme, ProgrammeModule
from programmes.tailoring.offers.models import Acceptance
from tests.cms.privacy.tables import places_naming
from tests.programmes.participation.factories import Built, make_group, make_programme, make_user

pytestmark = pytest.mark.django_db
EMAIL, FIRST, LAST = "ylva.sjokvist@havrum.example", "Ylva", "Sjøkvist"
# Session, user, two for rights, three for menus, all tables at once, copies, the wish.
PAGE_QUERIES = 9


@pytest.fixture
def built(locales: object) -> Built:
    return make_programme(modules=1, items=3)


@pytest.fixture
def person(built: Built) -> User:
    """Somebody who has left something in every table that the tests can reach without a round of mapping."""
    user = make_user(email=EMAIL, first_name=FIRST, last_name=LAST)
    Enrolment.objects.create(user=user, leader_group=built.groups[0])
    Opening.objects.create(user=user, item=built.items[0], opened_at=timezone.now())
    Completion.objects.create(user=user, item=built.items[0])
    OutgoingMail.objects.create(key="hello", to=EMAIL.title(), subject=f"Hei {FIRST} {LAST}", body="Velkommen")
    Enquiry.objects.create(name=f"{FIRST} {LAST}", email=EMAIL, organisation="Havrum", language="nb")
    people = [{"row": 2, "name": f"{FIRST} {LAST}", "email": EMAIL, "place": "Havrum", "standing": "new"}]
    ParticipantImport.objects.create(
        programme=built.programme, file_name="liste.xlsx", state="done", preview={"rows": 1, "people": people}
    )
    return user


@pytest.fixture
def logged_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def work() -> None:
    """Do what the worker does."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(str(job.pk))


def fetch(client: Client) -> zipfile.ZipFile:
    with override("nb"):
        client.post(reverse("my_data_copy"))
        work()
        response = client.get(reverse("my_data_fetch", kwargs={"pk": DataExport.objects.get().pk}))
    assert "attachment" in response["Content-Disposition"]
    return zipfile.ZipFile(ContentFile(b"".join(response.streaming_content)))


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(" ".join(data.split()))


def words_of(html: str) -> str:
    parser = Words()
    parser.feed(html)
    return " ".join(parser.found)


def test_the_page_says_what_is_stored_and_costs_few_queries(logged_in: Client, django_assert_num_queries: Any) -> None:
    with override("nb"), django_assert_num_queries(PAGE_QUERIES):
        page = logged_in.get(reverse("my_data"))
    text = words_of(page.content.decode())
    for words in ("Plassen din i programmer", "12 måneder etter at programmet er slutt.", "Det du har åpnet"):
        assert words in text
    assert "Ingen kan finne det igjen, og derfor kan ingen slette det for deg." in text
    assert "Tilbud du har godtatt" not in text  # where nothing is stored, nothing is said
    assert "no-store" in page["Cache-Control"]


def test_a_copy_has_all_that_is_declared_and_readable(logged_in: Client, person: User) -> None:
    archive = fetch(logged_in)
    data = json.loads(archive.read("data.json"))
    told = {table["table"]: table for table in data["tables"]}
    for one in declarations():
        rows = list(one.rows_of(person))
        assert len(told[one.model]["rows"]) == len(rows), one.model
        for row in told[one.model]["rows"]:
            assert set(row) == set(one.gives or {}), one.model
    assert told["cms.OutgoingMail"]["rows"][0]["subject"] == f"Hei {FIRST} {LAST}"
    assert told["assessments.Ballot"]["rows"] == []
    page = words_of(archive.read("les-meg.html").decode())
    assert f"{FIRST} {LAST}" in page
    assert "Hva som er lagret om deg" in page


def test_a_copy_is_ones_own_and_has_its_day(logged_in: Client, person: User) -> None:
    fetch(logged_in)
    export = DataExport.objects.get()
    with override("nb"):
        address = reverse("my_data_fetch", kwargs={"pk": export.pk})
        assert logged_in.get(address).status_code == 200
        other = Client()
        assert other.get(address).status_code == 302
        other.force_login(make_user())
        assert other.get(address).status_code == 404
        assert str(export.pk) not in other.get(reverse("my_data")).content.decode()
        logged_in.post(reverse("my_data_copy"))
        logged_in.post(reverse("my_data_copy"))  # while one is being made, there is no second
    assert DataExport.objects.count() == 2
    retention.carry_out(timezone.now() + timedelta(days=8))
    assert not DataExport.objects.exists()
    assert not export.file.storage.exists(export.file.name)
    assert logged_in.get(address).status_code == 404


def test_erasing_is_asked_for_confirmed_and_can_be_taken_back(logged_in: Client, person: User) -> None:
    with override("nb"):
        address = reverse("my_data_erase")
        page = words_of(logged_in.get(address).content.decode())
        assert "E-post vi har sendt deg" in page
        assert "«Slettet deltaker»" in page
        assert logged_in.post(address).status_code == 422
        assert not ErasureRequest.objects.exists()
        assert logged_in.post(address, {"sure": "on"}).url == reverse("my_data")
        logged_in.post(address, {"sure": "on"})
        request = ErasureRequest.objects.get()
        work()
        assert [message.to for message in mail.outbox] == [[EMAIL]]
        assert "Var det ikke deg" in mail.outbox[0].body
        assert erasing.erase_due(request.due_at - timedelta(seconds=1)) == 0
        logged_in.post(reverse("my_data_stay"))
    assert erasing.erase_due(request.due_at) == 0
    person.refresh_from_db()
    assert person.email == EMAIL


@pytest.mark.parametrize("status", [Programme.Status.RUNNING, Programme.Status.COMPLETED])
def test_erased_means_that_nothing_names_the_person(logged_in: Client, person: User, built: Built, status: str) -> None:
    Programme.objects.filter(pk=built.programme.pk).update(status=status)
    colleague = make_user()
    Enrolment.objects.create(user=colleague, leader_group=built.groups[0])
    fetch(logged_in)
    with override("nb"):
        logged_in.post(reverse("my_data_erase"), {"sure": "on"})
    work()
    assert places_naming(EMAIL, LAST)
    assert erasing.erase_due(timezone.now() + timedelta(days=7, minutes=1)) == 1
    assert places_naming(EMAIL, LAST) == []
    assert erasing.erase_due(timezone.now() + timedelta(days=8)) == 0
    assert ErasureRequest.objects.get().removed["cms.User"] == 1
    with override("nb"):
        assert logged_in.get(reverse("my_data")).status_code == 302
    there = Enrolment.objects.filter(user=person)
    assert there.exists() is (status == Programme.Status.COMPLETED)
    with override("nb"):
        assert [str(one) for one in there] == (["Slettet deltaker"] if there else [])
    with override("da"):
        assert str(User.objects.get(pk=person.pk)) == "Slettet deltager"
    assert User.objects.get(pk=colleague.pk).email == colleague.email


def test_staff_get_a_copy_and_are_not_erased_at_a_click(client: Client, built: Built) -> None:
    # Short names stand in sealed files by chance.
    leader = User.objects.create_superuser("kaia.strand@instituttet.example", first_name="Kaiafrid", last_name="Strand")
    Programme.objects.update(course_leader=leader)
    client.force_login(leader)
    with override("nb"):
        assert client.post(reverse("my_data_erase"), {"sure": "on"}).status_code == 404
        assert "administrator" in client.get(reverse("my_data")).content.decode()
    with pytest.raises(erasing.NotByThemselves):
        erasing.ask(leader)
    told = {one.model: exporting.collect(one, leader) for one in declarations()}
    assert told["programmes.Programme"].rows[0]["__str__"]
    with pytest.raises(CommandError):
        call_command("erase_person", "nobody@instituttet.example")
    call_command("erase_person", leader.email, "--dry-run")
    assert User.objects.filter(email=leader.email).exists()
    call_command("erase_person", leader.email)
    assert places_naming(leader.email, "Kaiafrid") == []
    with override("nb"):
        assert str(Programme.objects.get().course_leader) == "Tidligere medarbeider"


def test_what_took_part_goes_a_year_after_the_programme(person: User, built: Built) -> None:
    last_day = ProgrammeModule.objects.get().ends_on
    with_time = timezone.now().replace(year=last_day.year, month=last_day.month, day=last_day.day)
    assert not [one for one, _count in retention.due(with_time) if one.kind == Kind.PARTICIPATION]
    just_before = with_time + (timezone.now() - months_before(timezone.now(), PARTICIPATION_MONTHS)) - timedelta(days=2)
    retention.carry_out(just_before)
    assert Enrolment.objects.filter(user=person).exists()
    later = just_before + timedelta(days=5)
    announced = {one.model: count for one, count in retention.due(later)}
    removed = retention.carry_out(later)
    assert removed["programmes.Enrolment"] == announced["programmes.Enrolment"] == 1
    assert not Enrolment.objects.exists()
    assert not Opening.objects.exists()
    assert not Completion.objects.exists()
    assert places_naming(EMAIL, LAST) == []
    assert RetentionRun.objects.first().removed == removed
    assert retention.carry_out(later) == {}


def test_who_is_in_another_programme_stays(person: User, built: Built) -> None:
    newer = make_programme(modules=1, items=1)
    ProgrammeModule.objects.filter(programme=newer.programme).update(ends_on=timezone.localdate() + timedelta(days=900))
    Enrolment.objects.create(user=person, leader_group=make_group(newer.programme))
    retention.carry_out(timezone.now() + timedelta(days=800))
    assert Enrolment.objects.get().leader_group.programme == newer.programme
    assert User.objects.get(pk=person.pk).email == EMAIL


def test_accounts_that_belong_nowhere_go_a_year_after_the_last_log_in(locales: object) -> None:
    old = months_before(timezone.now(), CONTACT_MONTHS) - timedelta(days=1)
    gone, newer, leader = make_user(), make_user(), User.objects.create_superuser("sjef@instituttet.example")
    User.objects.filter(pk__in=[gone.pk, newer.pk, leader.pk]).update(date_joined=old)
    User.objects.filter(pk=newer.pk).update(last_login=timezone.now())
    retention.carry_out(timezone.now())
    assert set(User.objects.filter(erased_at__isnull=False)) == {gone}


def test_an_agreement_keeps_its_name_for_as_long_as_the_books(locales: object, built: Built) -> None:
    due = [one for one in declarations() if one.model == Acceptance._meta.label]
    assert due[0].retention.due(timezone.now()).count() == 0
    assert "5 år" in _in("nb", due[0].retention.rule)


def _in(language: str, words: Any) -> str:
    with override(language):
        return str(words)


def test_the_record_of_processing_names_every_table_about_people(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("processing_record", "--language", "da")
    text = capsys.readouterr().out
    assert text.startswith("# Fortegnelse over behandlinger")
    for one in declarations():
        assert _in("da", one.title) in text


def test_administrators_see_the_record_and_what_goes_next(
    client: Client, person: User, django_assert_num_queries: Any
) -> None:
    RetentionRun.objects.create(removed={"cms.OutgoingMail": 3, "gone.Table": 1})
    client.force_login(User.objects.create_superuser("sjef@instituttet.example", language="nb"))
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=500))
    page = words_of(client.get(reverse("personal_data:index")).content.decode())
    for words in ("E-post vi har sendt deg", "gone.Table 1", "Behandlingsprotokoll"):
        assert words in page
