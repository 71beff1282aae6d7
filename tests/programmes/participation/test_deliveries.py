"""After-work: written together, files, handed in, taken back, answered; and what may not be handed in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms.accounts.models import User
from programmes.library.vocabulary import Phase
from programmes.participation.deliveries import access, files, services
from programmes.participation.deliveries.models import DeliveredFile, Delivery
from programmes.participation.models import Completion, Enrolment
from programmes.participation.workbook.chapters import chapters_of
from programmes.tailoring.models import DeliveredBy, ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

JSON = {"headers": {"accept": "application/json"}}
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    with translation.override("nb"):
        yield


@pytest.fixture
def task(built: Built) -> ProgrammeItem:
    """After-work of the first module that has opened, by the group."""
    item = built.item(Phase.AFTER_WORK)
    today = timezone.localdate()
    ProgrammeItem.objects.filter(pk=item.pk).update(
        delivered_by=DeliveredBy.GROUP, opens_on=today, due_on=today + timedelta(days=3)
    )
    item.refresh_from_db()
    return item


def page(item: ProgrammeItem, name: str = "my_delivery") -> str:
    return reverse(name, args=[item.uuid])


def sent(text: str, base: str = "") -> dict[str, str]:
    return {"text-0": text, "base-0": base}


def upload(client: Client, item: ProgrammeItem, name: str, content: bytes) -> Any:
    return client.post(page(item, "upload_delivered_file"), {"file": SimpleUploadedFile(name, content)})


def packed(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


DOCX = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@pytest.mark.django_db
def test_a_group_writes_hands_in_takes_back_and_is_answered(
    client: Client, built: Built, participant: User, task: ProgrammeItem
) -> None:
    other, leader = factories.enrol(built), built.programme.course_leader
    client.force_login(participant)
    assert "Utkast: ikke levert ennå" in client.get(page(task)).content.decode()
    assert "ingenting å levere" in client.post(page(task, "hand_in"), follow=True).content.decode()
    client.post(page(task), sent("Vi fulgte en byggesak."), **JSON)
    client.force_login(other)
    client.post(page(task), sent("Tre forslag."), **JSON)
    text = Delivery.objects.get().text
    assert text == "Vi fulgte en byggesak.\n— — —\nTre forslag."
    assert upload(client, task, "Tegning av løpet.pdf", PDF).status_code == 302
    assert list(access.delivered_in(built.programme)) == []
    client.post(page(task, "hand_in"))
    assert [row.text for row in services.waiting_in(built.programme)] == [text]
    assert client.post(page(task), sent("For sent.", text), **JSON).status_code == 409
    refused = client.post(page(task), sent("For sent.", text))
    assert refused.status_code == 422
    assert "Ta det tilbake først" in refused.content.decode()
    assert "For sent." in refused.content.decode()
    assert {done.user for done in Completion.objects.filter(item=task)} == {participant, other}
    client.post(page(task, "take_back_delivery"))
    assert list(access.delivered_in(built.programme)) == []
    assert not Completion.objects.exists()
    client.post(page(task, "hand_in"))
    row = Delivery.objects.get()
    assert row.delivered_by == other
    for _twice in range(2):
        services.answer(row, leader, "Godt sett. Hvem eier forslag to?")
    assert row.feedback.count() == 1
    assert list(services.waiting_in(built.programme)) == []
    client.force_login(participant)
    assert "kan ikke tas tilbake" in client.post(page(task, "take_back_delivery"), follow=True).content.decode()
    seen = client.get(page(task)).content.decode()
    assert "Hvem eier forslag to?" in seen
    assert "Tegning av løpet.pdf" in seen
    assert "Hvem eier forslag to?" in str(chapters_of(Enrolment.objects.get(user=participant), "nb"))
    assert page(task) in client.get(reverse("my_element", args=[task.uuid])).content.decode()


@pytest.mark.django_db
def test_by_person_each_has_their_own_and_late_is_said(
    client: Client, built: Built, participant: User, task: ProgrammeItem
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    ProgrammeItem.objects.update(delivered_by=DeliveredBy.PERSON, due_on=yesterday, opens_on=yesterday)
    other = factories.enrol(built)
    for user, text in ((participant, "Mitt."), (other, "Annet.")):
        client.force_login(user)
        client.post(page(task), sent(text), **JSON)
        client.post(page(task, "hand_in"))
        assert Completion.objects.filter(item=task).latest("pk").user == user
    assert sorted(Delivery.objects.values_list("text", flat=True)) == ["Annet.", "Mitt."]
    seen = client.get(page(task)).content.decode()
    assert "etter fristen" in seen
    assert "Mitt." not in seen
    assert "kan ikke tas tilbake" in client.post(page(task, "take_back_delivery"), follow=True).content.decode()


@pytest.mark.django_db
def test_files_are_handed_out_to_the_right_people_only(
    client: Client, built: Built, participant: User, task: ProgrammeItem
) -> None:
    client.force_login(participant)
    upload(client, task, "../../rapport\u202efdp.docx", DOCX)
    file = DeliveredFile.objects.get()
    assert file.name == "rapportfdp.docx"
    assert file.content.name == f"deliveries/{file.delivery.uuid}/{file.uuid}"
    address = reverse("delivered_file", args=[file.uuid])
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == DOCX
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="rapportfdp.docx"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    leader, admin = built.programme.course_leader, User.objects.create_superuser("aksel@instituttet.example", "x" * 12)
    member, neighbour = factories.enrol(built), factories.enrol(built, group=factories.make_group(built.programme))
    outsiders = [neighbour, factories.enrol(factories.make_programme()), leader, admin]
    client.force_login(member)
    assert client.get(address).status_code == 200
    for user in outsiders:  # a draft is the group's own, also before staff
        client.force_login(user)
        assert client.get(address).status_code == 404
    services.deliver(task, Enrolment.objects.get(user=participant))
    client.force_login(admin)
    assert client.get(address).status_code == 200
    for user in (neighbour, outsiders[1]):
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.django_db
def test_what_may_not_be_handed_in_is_refused_with_words_and_nothing_is_lost(
    client: Client, participant: User, task: ProgrammeItem, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(participant)
    client.post(page(task), sent("Teksten vår."), **JSON)
    refused = upload(client, task, "bilde.png", b"#!/bin/sh\nrm -rf /\n")
    assert refused.status_code == 422
    assert "kan ikke leveres" in refused.content.decode()
    assert "Teksten vår." in refused.content.decode()
    huge = client.generic(
        "POST", page(task, "upload_delivered_file"), b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024**3),
    )  # fmt: skip
    assert huge.status_code == 413
    assert "større enn 25 MB" in huge.content.decode()
    assert "Velg en fil" in client.post(page(task, "upload_delivered_file")).content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(participant)
    assert upload(strict, task, "tegning.pdf", PDF).status_code == 403
    assert not DeliveredFile.objects.exists()
    upload(client, task, "tegning.pdf", PDF)
    file = DeliveredFile.objects.get()
    assert file.content.storage.exists(file.content.name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(task, "remove_delivered_file"), {"file": str(file.uuid)})
    assert not file.content.storage.exists(file.content.name)


BOMB = packed({"word/document.xml": b"0" * 30_000_000})
REFUSED = {
    "a renamed script": ("notat.txt", b"#!/usr/bin/env python\n", "kan ikke leveres"),
    "a page": ("notat.txt", b"<!DOCTYPE html><script>alert(1)</script>", "kan ikke leveres"),
    "a drawing that runs": ("tegning.png", b"<svg onload='x'>", "kan ikke leveres"),
    "a programme": ("notat.pdf", b"MZ\x90\x00\x03", "kan ikke leveres"),
    "a name that lies": ("notat.docx", PDF, "Innholdet er PDF"),
    "a zip bomb": ("notat.docx", BOMB, "langt mer enn det ser ut til"),
    "any archive": ("notat.zip", packed({"a.txt": b"a"}), "kan ikke leveres"),
    "a damaged document": ("notat.docx", DOCX[:-30], "skadet"),
    "macros": ("notat.docx", packed({"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "makroer"),
    "nothing": ("notat.txt", b"", "tom"),
    "half text": ("notat.txt", b"ol\xe5", "kan ikke leveres"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_the_content_decides(name: str, content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        files.checked(io.BytesIO(content), name, len(content))


def test_what_people_hand_in_is_let_through() -> None:
    odt = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
    fine = {
        "a.PDF": PDF,
        "b.docx": DOCX,
        "c.odt": odt,
        "d.txt": "Blåbær\n".encode(),
        "e.jpeg": b"\xff\xd8\xff\xe0" + b"0" * 20,
    }
    assert [files.checked(io.BytesIO(content), name, len(content)).endings[0] for name, content in fine.items()] == [
        ".pdf", ".docx", ".odt", ".txt", ".jpg"
    ]  # fmt: skip


@pytest.mark.django_db
def test_queries(
    client: Client, built: Built, participant: User, task: ProgrammeItem, django_assert_num_queries: Callable[..., Any]
) -> None:
    client.force_login(participant)
    client.post(page(task), sent("Tekst."), **JSON)
    for _more in range(2):
        for number in range(3):
            upload(client, task, f"{number}.pdf", PDF)
        client.get(page(task))
        with django_assert_num_queries(8):
            client.get(page(task))
