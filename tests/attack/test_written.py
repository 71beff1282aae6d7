"""What somebody wrote for themselves: looked for where it must not be, by everybody who must not see it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.log import AdminEmailHandler
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.jobs.models import Job
from programmes.participation.models import Enrolment
from programmes.participation.reflections.models import Letter, Reflection
from programmes.participation.sealing import boxes
from tests.attack.test_traces import log_of_statements
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
SECRET = "Kvernsteinsmyra"
FORM = {"text-0": f"Jeg tenker på {SECRET}.", "base-0": ""}


@pytest.fixture(autouse=True)
def _norwegian(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.REFLECTIONS_KEY_DIR = tmp_path / "reflection-keys"
    with translation.override("nb"):
        yield


@pytest.fixture
def built() -> Built:
    return factories.make_programme(groups=2)


@pytest.fixture
def writer(built: Built, client: Client) -> User:
    user = factories.enrol(built)
    client.force_login(user)
    return user


@pytest.fixture
def entry(client: Client, built: Built, writer: User) -> Reflection:
    """A free entry of the writer's, written through the page."""
    client.post(reverse("begin_reflection", args=[built.modules[0].uuid]))
    row = Reflection.objects.get()
    client.post(address(row), FORM)
    client.post(reverse("my_letter", args=[built.programme.slug]), FORM)
    row.refresh_from_db()
    return row


def address(row: Reflection) -> str:
    return reverse("my_reflection", args=[row.uuid])


def everything_stored() -> str:
    """All values of all tables, as a dump has them; bytes also as the text they may be."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            found += [_plain(value) for value in row]
    return "\n".join(found)


def _plain(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_a_dump_without_the_key_says_nothing(entry: Reflection, writer: User) -> None:
    assert Letter.objects.count() == 1
    assert entry.unseal() == [FORM["text-0"]]
    dump = everything_stored()
    assert writer.email in dump  # it is a dump, and what may be read in it is
    assert SECRET not in dump
    assert SECRET.casefold() not in dump.casefold()
    assert SECRET.encode().hex() not in dump


def test_no_log_of_statements_or_of_the_site_says_it(
    client: Client, entry: Reflection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with log_of_statements() as lines:
        client.post(address(entry), {"text-0": f"{FORM['text-0']} Igjen.", "base-0": FORM["text-0"]})
        client.post(reverse("my_reflections"), {"wanted": SECRET})
    assert any("programmes_reflection" in line.lower() for line in lines)
    assert SECRET not in "\n".join(lines)
    assert SECRET.encode().hex() not in "\n".join(lines).lower()
    said = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert SECRET not in said + "\n".join(query["sql"] for query in connection.queries_log)


@pytest.mark.parametrize("broken", ["key", "table"])
def test_a_mail_about_an_error_says_nothing(client: Client, entry: Reflection, settings: Any, broken: str) -> None:
    settings.ADMINS = [("Drift", "drift@example.org")]
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    logger.addHandler(handler)
    client.raise_request_exception = False
    if broken == "table":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE programmes_reflection RENAME TO elsewhere")
    else:
        folder = Path(settings.REFLECTIONS_KEY_DIR)
        Reflection.objects.update(box=b"", key="")
        for file in folder.glob("*.key"):
            file.write_text('{"key": 5}')
    answer = client.post(address(entry), {**FORM, "text-0": f"{SECRET} og mer"})
    logger.removeHandler(handler)
    told = "\n".join(part for each in mail.outbox for part in [each.body, *(html for html, _kind in each.alternatives)])
    assert SECRET not in told
    if broken == "table":
        assert answer.status_code == 500
        assert "Traceback" in told
    else:  # said in the page, with the text still in its field
        assert "en nøkkel mangler" in answer.content.decode()
        assert f"{SECRET} og mer" in answer.content.decode()


def test_no_screen_of_staff_and_no_other_participant_comes_near(
    client: Client, built: Built, entry: Reflection
) -> None:
    own = Enrolment.objects.get(user=entry.author)
    everywhere = [
        address(entry), reverse("share_reflection", args=[entry.uuid]), reverse("delete_reflection", args=[entry.uuid])
    ]  # fmt: skip
    assert [client.get(page).status_code for page in everywhere] == [200, 302, 200]
    admin = User.objects.create_superuser("aksel@instituttet.example", "bro-mellom-to-land")
    others = [
        factories.enrol(built), factories.enrol(built, group=built.groups[1]),
        factories.enrol(factories.make_programme()), built.programme.course_leader, admin,
    ]  # fmt: skip
    for user in others:
        client.force_login(user)
        for page in everywhere:
            assert (client.get(page).status_code, client.post(page, FORM).status_code) == (404, 404), user
        for page in (reverse("my_reflections"), reverse("download_reflections", args=["json"])):
            assert SECRET not in client.get(page).content.decode()
    screens = [
        reverse("wagtailadmin_home"), reverse("wagtailadmin_reports:site_history"), reverse("participants:index"),
        reverse("participants:edit", args=[own.pk]), reverse("participants:history", args=[own.pk]),
        reverse("participants:usage", args=[own.pk]), reverse("wagtailusers_users:edit", args=[own.user_id]),
        reverse("programmes:board", args=[built.programme.pk]), f"{reverse('participants:index')}?q={SECRET}",
    ]  # fmt: skip
    for screen in screens:
        page = client.get(screen)
        assert page.status_code == 200, screen
        assert SECRET not in page.content.decode().replace(f'value="{SECRET}"', "")
    entry.refresh_from_db()
    assert entry.unseal() == [FORM["text-0"]]
    assert not entry.is_shared


def test_nothing_of_it_is_logged_mailed_or_given_to_the_worker(client: Client, entry: Reflection) -> None:
    client.post(reverse("share_reflection", args=[entry.uuid]), {"for_course_leader": "on"})
    client.post(reverse("delete_reflection", args=[entry.uuid]))
    assert not ModelLogEntry.objects.filter(content_type__model__in=["reflection", "letter"]).exists()
    assert not Job.objects.exists()
    assert mail.outbox == []


def test_pages_stay_in_no_cache_and_tell_no_other_page(client: Client, entry: Reflection) -> None:
    for page in (address(entry), reverse("my_reflections")):
        answer = client.get(page)
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
        assert answer["Referrer-Policy"] == "same-origin"
    found = client.post(reverse("my_reflections"), {"wanted": SECRET})
    assert SECRET in found.content.decode()
    assert SECRET not in found.request["PATH_INFO"] + found.request["QUERY_STRING"]


def test_a_box_moved_to_somebody_elses_row_does_not_open(built: Built, entry: Reflection) -> None:
    """Whoever can write to the database, and is a participant too, can't read others' texts through their own page."""
    thief = factories.enrol(built)
    row = Reflection.objects.create(author=thief, programme_module=built.modules[0])
    Reflection.objects.filter(pk=row.pk).update(box=entry.box, key=entry.key)
    row.refresh_from_db()
    with pytest.raises(boxes.Unreadable):
        row.unseal()
    Reflection.objects.filter(pk=entry.pk).update(author=thief)
    client = Client()
    client.force_login(thief)
    assert SECRET not in client.get(address(entry)).content.decode()
