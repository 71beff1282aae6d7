"""What a thief could read of answers on their way in through the admin: nothing, before, between and after."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.ballots.collected import sealing, services
from assessments.ballots.collected.models import AnswerImport
from assessments.ballots.collected.rows import header
from assessments.ballots.models import Round
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from tests.assessments import factories
from tests.attack.test_metadata import dump

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def table(marked: bool) -> bytes:
    """A table whose rows can be told again anywhere: as a line of text, and as its cells."""
    heads = header(factories.version().content)
    steps = ["3", "1", "4", "1", "5", "2", "2", "5"]
    lines = [";".join(["Fjord kommune", "Helse", *steps])] * 6
    wrong = [";".join(["Fjord kommune", "Helse", "hemmelig4711", *steps[1:]])] if marked else []
    return "\r\n".join([";".join(heads), *lines, *wrong]).encode()


def work(kind: str) -> None:
    for job in Job.objects.filter(kind=kind, state=Job.State.QUEUED):
        jobs.run(str(job.pk))


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


TRACES = ("3;1;4;1;5", "hemmelig4711", "3, 1, 4, 1", '"3", "1"', "(3, 1)", "[3, 1], [4, 1]", "q1.today;q1")


@pytest.mark.parametrize("marked", [False, True], ids=["right", "wrong"])
def test_a_dump_at_any_moment_of_an_import_holds_no_readable_answer(
    client: Client, caplog: pytest.LogCaptureFixture, tmp_path: Path, settings: object, marked: bool
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    caplog.set_level(logging.DEBUG)
    content = table(marked)
    programme = factories.programme({"Fjord kommune": {"Helse": 1}})
    user = User.objects.create_user("ansatt@instituttet.example")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_round", "conduct_every_round"])
    )
    client.force_login(user)
    sealing.tend_keys()
    instrument = AnswerImport._meta.get_field("version").related_model.objects.get().instrument_id
    form = {"programme": programme.pk, "instrument": instrument, "k": "5", "detail_from": "10"}
    seen = [dump()]
    client.post(reverse("rounds:import"), {**form, "table": SimpleUploadedFile("svar.csv", content)})
    row = AnswerImport.objects.get()
    seen.append(dump())
    work(services.READ)
    seen.append(dump())
    page = client.get(reverse("rounds:imported", args=[row.pk])).content.decode()
    client.post(reverse("rounds:imported", args=[row.pk]))
    seen.append(dump())
    work(services.IMPORT)
    seen.append(dump())
    assert Round.objects.count() == (0 if marked else 1)
    for rows in seen:
        for name, lines in rows.items():
            text = "\n".join(map(str, lines))
            # The instrument itself and the finished release may say what steps there are, and no row of them.
            assert [trace for trace in TRACES if trace in text] == [], name
    assert not [trace for trace in TRACES if trace in page or trace in caplog.text]
    assert not [trace for trace in TRACES if trace.encode() in written(tmp_path / "uploads")]
    assert not [trace for trace in TRACES if trace.encode() in written(Path(site_settings.DATA_DIR))]
    assert not [trace for trace in TRACES if any(trace in str(value) for value in cache._cache.values())]


def test_a_message_to_the_worker_carries_an_id_and_nothing_else() -> None:
    programme, version = factories.programme(), factories.version()
    sealing.tend_keys()
    user = User.objects.create_user("ansatt@instituttet.example")
    services.hand_in(programme, version, "svar.csv", b"x", services.Rules(5, 10), by=user)
    assert Job.objects.get(kind=services.READ).subject == {"id": str(AnswerImport.objects.get().pk)}


def test_what_was_sealed_stays_shut_when_its_key_is_gone(key_directory: Path) -> None:
    """A copy of the database from before, and every key file from after."""
    sealing.tend_keys()
    key, sealed = sealing.seal(b"3;1;4")
    assert sealing.unseal(key, sealed) == b"3;1;4"
    for path in key_directory.glob("import-*.key"):
        path.unlink()
    sealing.ImportKey.objects.all().delete()
    sealing.tend_keys()
    with pytest.raises(sealing.Unopenable):
        sealing.unseal(key, sealed)
    with pytest.raises(sealing.Unopenable):
        sealing.unseal(sealing.ImportKey.objects.get(), sealed)
