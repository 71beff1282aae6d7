"""Workbook and certificate: who may have them, what stands in them, and that nobody else can open them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.library.vocabulary import Phase
from programmes.participation.gatherings.models import Attendance
from programmes.participation.models import Enrolment
from programmes.participation.services import mark
from programmes.participation.workbook.chapters import chapters_of
from programmes.participation.workbook.completing import completing
from programmes.participation.workbook.models import CompletionRule, ParticipantDocument
from programmes.participation.workbook.privacy import delete_with_files, old_documents
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
Rule = CompletionRule.Rule


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


def url(name: str, built: Built, *args: str) -> str:
    return reverse(name, args=[built.programme.slug, *args])


def place_of(user: User) -> Enrolment:
    return Enrolment.objects.select_related("leader_group__programme", "user").get(user=user)


def test_a_workbook_is_made_by_the_worker_and_lies_sealed(client: Client, built: Built) -> None:
    person = factories.enrol(built, factories.make_user("da"))
    client.force_login(person)
    translation.activate("da")
    assert client.get(url("my_document", built, "workbook")).status_code == 404
    page = client.get(url("my_documents", built)).content.decode()
    form = page.partition(url("make_document", built, "workbook"))[2].partition("</form>")[0]
    assert "csrfmiddlewaretoken" in form
    for _time in range(2):  # asking again while it is being made asks for nothing more
        client.post(url("make_document", built, "workbook"))
    assert Job.objects.filter(kind="make-participant-document").count() == 1
    assert b"http-equiv" in client.get(url("my_documents", built)).content
    work()
    row = ParticipantDocument.objects.get()
    assert row.language == "da"
    got = client.get(url("my_document", built, "workbook"))
    pdf = got.content
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
    assert "arbejdsbog" in got.headers["Content-Disposition"]
    assert "no-store" in got.headers["Cache-Control"]
    assert b"%PDF" not in row.file.read()
    stranger = factories.enrol(built)
    ParticipantDocument.objects.filter(pk=row.pk).update(user=stranger)
    client.force_login(stranger)
    assert client.get(url("my_document", built, "workbook")).status_code == 404  # the box is not theirs
    delete_with_files(old_documents(timezone.now() + timedelta(days=31)))
    assert not row.file.storage.exists(row.file.name)


def test_the_first_chapter_has_what_has_opened(built: Built) -> None:
    person = factories.enrol(built)
    item = built.item(Phase.PREPARATION)
    mark(person, item, True)
    translation.activate("nb")
    [chapter] = [one for one in chapters_of(place_of(person), "nb") if one.title == "Programmet"]
    first, second = chapter.parts
    assert any(line.startswith("Samling: Samling 0, ") for line in first.lines)
    assert sum("gjort" in line for line in first.lines) == 1
    assert len(second.lines) == 1  # its gathering alone; its elements are still to open


def test_the_rule_says_who_gets_a_certificate(client: Client, built: Built) -> None:
    person = factories.enrol(built)
    place = place_of(person)
    items = list(ProgrammeItem.objects.filter(programme_module__programme=built.programme))
    for item in items[:7]:
        mark(person, item, True)
    assert completing(place).earned is False  # 7 of 10
    mark(person, items[7], True)
    assert completing(place).earned is True
    CompletionRule.objects.create(programme=built.programme, rule=Rule.ELEMENTS)
    assert completing(place).earned is False
    CompletionRule.objects.update(rule=Rule.ATTENDED)
    Attendance.objects.create(user=person, gathering=built.gatherings[0], present=True)
    assert completing(place).earned is False  # the gatherings are not over
    now = timezone.now()
    Gathering.objects.update(starts_at=now - timedelta(hours=8), ends_at=now - timedelta(hours=1))
    assert completing(place).earned is True
    Attendance.objects.update(present=False)
    assert completing(place).earned is False
    CompletionRule.objects.update(rule=Rule.ENDED)
    client.force_login(person)
    translation.activate("nb")
    assert client.post(url("make_document", built, "certificate")).status_code == 404
    Programme.objects.filter(pk=built.programme.pk).update(status=Programme.Status.COMPLETED)
    client.post(url("make_document", built, "certificate"))
    work()
    assert client.get(url("my_document", built, "certificate")).content.startswith(b"%PDF-")
    Programme.objects.filter(pk=built.programme.pk).update(status=Programme.Status.RUNNING)
    assert client.get(url("my_document", built, "certificate")).status_code == 404
    assert client.post(url("make_document", built, "secrets")).status_code == 404


def test_staff_choose_the_rule(client: Client, built: Built) -> None:
    client.force_login(User.objects.create_superuser("aksel@instituttet.example"))
    page = reverse("leading:rule", args=[built.programme.pk])
    assert client.post(page, {"rule": "none"}).status_code == 200
    for rule in (Rule.ATTENDED, Rule.ENDED):
        assert client.post(page, {"rule": rule}).status_code == 302
    assert CompletionRule.objects.get().rule == Rule.ENDED
