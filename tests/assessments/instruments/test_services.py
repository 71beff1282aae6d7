"""The same content is the same version; what is published never changes. In and out as files."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from assessments.ballots.services import plan_round
from assessments.instruments import drafting
from assessments.instruments.definition import InvalidDefinition
from assessments.instruments.models import Instrument, InstrumentVersion, Published
from assessments.instruments.services import UnknownInstrument, import_definition, newest_version
from tests.assessments import factories

pytestmark = pytest.mark.django_db


def test_the_same_content_is_the_same_version() -> None:
    first = factories.version()
    assert factories.version() == first
    assert (first.number, first.is_example) == (1, True)
    assert InstrumentVersion.objects.count() == 1


def test_other_content_is_a_new_version() -> None:
    first = factories.version(items=3)
    second = factories.version(items=4)
    assert (second.number, second.definition["version"]) == (2, 2)
    assert len(InstrumentVersion.objects.get(pk=first.pk).content.items) == 3
    assert factories.version(items=3) == first
    assert newest_version("abilities") == second


def test_a_published_version_never_changes() -> None:
    version = factories.version()
    version.definition = {**version.definition, "example": False}
    with pytest.raises(Published):
        version.save()
    with pytest.raises(Published):
        version.delete()
    InstrumentVersion.objects.get(pk=version.pk).save()


@pytest.mark.parametrize(
    "change", [{"number": 7}, {"definition": {}}, {"languages": ["nb"]}, {"published_at": None}, {"is_example": False}]
)
def test_the_database_keeps_a_published_version_as_it_is(change: dict[str, Any]) -> None:
    version = factories.version()
    rows = InstrumentVersion.objects.filter(pk=version.pk)
    before = rows.values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    assert rows.values().get() == before
    rows.update(definition=before["definition"])


@pytest.mark.parametrize("languages", [[], ["nb"]])
def test_published_is_published_for_somebody(languages: list[str]) -> None:
    instrument = factories.version().instrument
    row = InstrumentVersion(
        instrument=instrument, number=2, definition={}, languages=languages, published_at=timezone.now()
    )
    if languages:
        row.save()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_version_is_published_for_the_languages_it_is_complete_in() -> None:
    data = factories.definition()
    del data["themes"][0]["items"][1]["help"]["da"]
    version = import_definition(data)
    assert version.languages == ["nb"]
    # What there is in Danish stays with the version, and no reader meets half a form of it.
    assert version.source.title.get("da")
    with translation.override("da"):
        assert str(version.content.title) == "Instrument abilities"
        assert version.content.title.shown_language == "nb"


def test_what_is_complete_in_no_language_is_no_version() -> None:
    data = factories.definition()
    del data["title"]["nb"]
    del data["scale"]["unknown"]["da"]
    with pytest.raises(InvalidDefinition):
        import_definition(data)
    assert not Instrument.objects.exists()


def test_a_round_takes_published_versions_only() -> None:
    draft = drafting.new_version(factories.version().instrument)
    with pytest.raises(ValidationError):
        plan_round(factories.programme(), draft)
    assert newest_version("abilities").number == 1


def test_an_import_leaves_the_draft_alone() -> None:
    first = factories.version(items=3)
    draft = drafting.new_version(first.instrument)
    assert draft.number == 2
    second = factories.version(items=4)
    draft.refresh_from_db()
    assert (second.number, draft.number, draft.is_published) == (2, 3, False)
    assert len(draft.source.items) == 3


def test_a_number_from_elsewhere_is_kept() -> None:
    data = factories.definition()
    data["version"] = 4
    assert import_definition(data).number == 4


def test_the_title_follows_the_newest_version() -> None:
    factories.version()
    data = factories.definition(items=3)
    data["title"] = {"nb": "Ny tittel"}
    import_definition(data)
    assert str(Instrument.objects.get().title) == "Ny tittel"


def test_unknown_instruments_are_unknown() -> None:
    with pytest.raises(UnknownInstrument):
        newest_version("nothing")
    with pytest.raises(CommandError, match="no such instrument"):
        call_command("export_instrument", "nothing")


def test_files_go_in_and_out_the_same(tmp_path: Path) -> None:
    file = tmp_path / "in.yaml"
    file.write_text(yaml.safe_dump(factories.definition(levels=True), allow_unicode=True), encoding="utf-8")
    said = StringIO()
    call_command("import_instrument", str(file), stdout=said)
    assert said.getvalue().strip() == "abilities 1"
    out = StringIO()
    call_command("export_instrument", "abilities", stdout=out)
    (tmp_path / "out.yaml").write_text(out.getvalue(), encoding="utf-8")
    call_command("import_instrument", str(tmp_path / "out.yaml"), stdout=StringIO())
    assert InstrumentVersion.objects.count() == 1
    again = StringIO()
    call_command("export_instrument", "abilities", "--number", "1", stdout=again)
    assert again.getvalue() == out.getvalue()


@pytest.mark.parametrize("content", ["code: [", "code: A\n", "\x00"])
def test_files_that_are_no_instruments_are_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "in.yaml"
    file.write_text(content)
    with pytest.raises(CommandError):
        call_command("import_instrument", str(file))
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_instrument", str(tmp_path / "absent.yaml"))
    assert not InstrumentVersion.objects.exists()


def test_the_trigger_is_there() -> None:
    """On SQLite it goes with its table: a migration that remakes the table must make it again."""
    if connection.vendor != "sqlite":
        found = "SELECT 1 FROM pg_trigger WHERE tgname = %s"
    else:
        found = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s"
    with connection.cursor() as cursor:
        cursor.execute(found, ["assessments_published_version_stays"])
        assert cursor.fetchall() == [(1,)]
