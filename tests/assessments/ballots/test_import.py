"""Answers collected elsewhere, and releases out: the two commands around a round."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from random import Random

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from assessments.ballots import keys
from assessments.ballots.collected.rows import header
from assessments.ballots.models import Ballot, Release, Round, Ticket
from assessments.instruments.models import InstrumentVersion
from programmes.participation.models import LeaderGroup, Organisation
from programmes.tailoring.models import Programme
from tests.assessments import factories

pytestmark = pytest.mark.django_db

# The example of the issue: 40 respondents in six leader groups of three organisations.
GROUPS = {
    ("Fjord kommune", "Helse"): 12,
    ("Fjord kommune", "Stab"): 9,
    ("Vik kommune", "Oppvekst"): 7,
    ("Vik kommune", "Teknikk"): 6,
    ("Øy fylke", "Kultur"): 4,
    ("Øy fylke", "Samferdsel"): 2,
}
K = 5


@pytest.fixture
def instrument() -> InstrumentVersion:
    return factories.version(items=13)


@pytest.fixture
def empty_programme(instrument: InstrumentVersion) -> Programme:
    return factories.programme({}, slug="loftet")


def table(version: InstrumentVersion, *, seed: int = 1, unknown: float = 0.05) -> list[list[str]]:
    chance = Random(seed)
    top = version.content.scale.max
    rows = [header(version.content)]
    for (organisation, group), size in GROUPS.items():
        for _respondent in range(size):
            steps = [str(chance.randint(1, top)) for _column in rows[0][2:]]
            rows.append([organisation, group, *("" if chance.random() < unknown else step for step in steps)])
    return rows


def write_csv(path: Path, rows: list[list[str]], mark: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return path


def write_xlsx(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(path)
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_answers", "--instrument", "abilities", *map(str, arguments), stdout=out)
    return out.getvalue()


def released(printed: str) -> dict:
    word, number = printed.splitlines()[-1].split()
    assert word == "round"
    out = StringIO()
    call_command("export_release", number, stdout=out)
    return json.loads(out.getvalue())


def sizes(version: InstrumentVersion, rows: list[list[str]]) -> dict[tuple[str, ...], dict[str, int]]:
    """Valid answers by path and item, counted by other code than the product's: both measures answered."""
    columns = rows[0]
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for row in rows[1:]:
        cells = dict(zip(columns, row, strict=True))
        for path in ((), (cells["organisation"],), (cells["organisation"], cells["leader_group"])):
            counts = found.setdefault(path, {item.code: 0 for item in version.content.items})
            for item in counts:
                counts[item] += bool(cells[f"{item}.today"] and cells[f"{item}.ambition"])
    return found


@pytest.mark.parametrize("seed", range(1, 6))
def test_forty_answers_show_no_unit_and_no_remainder_below_five(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path, seed: int
) -> None:
    rows = table(instrument, seed=seed)
    file = write_csv(tmp_path / "answers.csv", rows)
    data = released(run("--programme", "loftet", "--create-units", file))
    valid = sizes(instrument, rows)
    units = {tuple(unit["path"]): unit for unit in data["units"]}
    assert units[()]["status"] == "published"
    assert units[()]["n"] == 40
    assert units["Fjord kommune", "Helse"]["status"] == "published"
    assert {units[path]["status"] for path in (("Øy fylke", "Kultur"), ("Øy fylke", "Samferdsel"))} == {"merged"}
    for item in (item.code for item in instrument.content.items):
        known = {
            path for path, unit in units.items()
            if unit["status"] == "published" and unit["items"][item]["today"]["display"] in ("full", "thin")
        }  # fmt: skip
        for path in known:
            below = [other for other in known if len(other) == len(path) + 1 and other[: len(path)] == path]
            rest = valid[path][item] - sum(valid[other][item] for other in below)
            assert valid[path][item] >= K
            assert rest == 0 or rest >= K


def test_the_release_says_no_more_than_its_contract(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "answers.csv", table(instrument))
    data = released(run("--programme", "loftet", "--create-units", file))
    assert set(data) == {"round", "instrument", "version", "k", "detail_from", "units"}
    assert (data["instrument"], data["k"], data["detail_from"]) == ("abilities", 5, 10)
    for unit in data["units"]:
        shown = {"n", "items"} if unit["status"] == "published" else set()
        assert set(unit) == {"path", "status"} | shown
        for result in unit.get("items", {}).values():
            assert set(result) == {"today", "ambition", "gap"}
            assert {result[name]["display"] for name in ("today", "ambition")} <= {"full", "thin", "too_few", "none"}


def test_a_spreadsheet_and_semicolons_say_the_same_as_commas(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path
) -> None:
    rows = table(instrument)
    files = [
        write_csv(tmp_path / "a.csv", rows),
        write_csv(tmp_path / "b.csv", rows, ";"),
        write_xlsx(tmp_path / "c.xlsx", rows),
    ]
    releases = [released(run("--programme", "loftet", "--create-units", file)) for file in files]
    for data in releases:
        data.pop("round")
    assert releases[0] == releases[1] == releases[2]
    assert list(Round.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3]
    assert LeaderGroup.objects.count() == 6
    assert Organisation.objects.count() == 3


def test_an_imported_round_leaves_only_its_release(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path
) -> None:
    run("--programme", "loftet", "--create-units", write_csv(tmp_path / "answers.csv", table(instrument)))
    round = Round.objects.get()
    assert round.state == Round.State.CLOSED
    assert Release.objects.get().round == round
    assert not Ballot.objects.exists()
    assert not Ticket.objects.exists()
    assert round.pk not in keys.rounds_with_keys()


def test_the_template_is_the_header_row(instrument: InstrumentVersion) -> None:
    columns = run("--template").strip().split(",")
    assert columns[:4] == ["organisation", "leader_group", "q1.today", "q1.ambition"]
    assert columns == header(instrument.content)


def test_an_instrument_without_ambition_has_no_column_for_it() -> None:
    version = factories.version(code="plain", ambition=False, items=2)
    assert header(version.content) == ["organisation", "leader_group", "q1.today", "q2.today"]


def changed(rows: list[list[str]], row: int, column: str, value: str) -> list[list[str]]:
    copy = [list(cells) for cells in rows]
    copy[row - 1][rows[0].index(column)] = value
    return copy


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (3, "q2.today", "6", "row 3, column q2.today: not a step of the scale, 1 to 5"),
        (4, "q2.ambition", "0", "row 4, column q2.ambition: not a step of the scale, 1 to 5"),
        (4, "q2.ambition", "mye", "row 4, column q2.ambition: not a step of the scale, 1 to 5"),
        (5, "organisation", "", "row 5, column organisation: a leader group needs an organisation"),
        (1, "q3.today", "q99.today", "row 1, column q99.today: abilities has no such column"),
        (1, "q3.today", "q99.today", "row 1, column q3.today: the column is missing"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path,
    row: int, column: str, value: str, said: str,
) -> None:  # fmt: skip
    file = write_csv(tmp_path / "answers.csv", changed(table(instrument), row, column, value))
    with pytest.raises(CommandError, match=said) as caught:
        run("--programme", "loftet", "--create-units", file)
    assert caught.value.returncode == 1
    assert not Round.objects.exists()
    assert not Organisation.objects.exists()


def test_unknown_units_are_named_unless_they_may_be_made(instrument: InstrumentVersion, tmp_path: Path) -> None:
    factories.programme({"Fjord kommune": {"Helse": 1}}, slug="loftet")
    file = write_csv(tmp_path / "answers.csv", table(instrument))
    with pytest.raises(CommandError) as caught:
        run("--programme", "loftet", file)
    assert "row 14, column leader_group: the programme has no such unit" in str(caught.value)
    assert "row 23, column organisation: the programme has no such unit" in str(caught.value)
    assert "row 2," not in str(caught.value)
    assert not Round.objects.exists()


def test_units_are_known_by_their_name_in_any_language(instrument: InstrumentVersion, tmp_path: Path) -> None:
    factories.programme({"Fjord kommune": {"Helse": 1}}, slug="loftet")
    rows = table(instrument)[:13]
    danish = [rows[0], *(["fjord  KOMMUNE (da)", "Helse (da)", *row[2:]] for row in rows[1:])]
    data = released(run("--programme", "loftet", write_csv(tmp_path / "answers.csv", danish)))
    assert [unit["path"] for unit in data["units"]] == [[], ["Fjord kommune"], ["Fjord kommune", "Helse"]]


@pytest.mark.parametrize("arguments", [["--programme", "nowhere", "x.csv"], ["--programme", "loftet"], ["x.csv"]])
def test_incomplete_commands_say_what_is_missing(
    instrument: InstrumentVersion, empty_programme: Programme, arguments: list[str]
) -> None:
    with pytest.raises(CommandError):
        run(*arguments)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"organisation,leader_group\n"])
def test_files_that_hold_no_answers_are_refused(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path, content: bytes
) -> None:
    for name in ("a.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError):
            run("--programme", "loftet", tmp_path / name)
    with pytest.raises(CommandError):
        run("--programme", "loftet", tmp_path / "absent.csv")


def test_a_release_is_written_to_a_file_and_other_formats_are_refused(
    instrument: InstrumentVersion, empty_programme: Programme, tmp_path: Path
) -> None:
    printed = run("--programme", "loftet", "--create-units", write_csv(tmp_path / "a.csv", table(instrument)))
    number = printed.split()[-1]
    call_command("export_release", number, "--out", str(tmp_path / "release.json"))
    assert json.loads((tmp_path / "release.json").read_text(encoding="utf-8")) == Release.objects.get().data
    with pytest.raises(CommandError, match="json can"):
        call_command("export_release", number, "--format", "pdf")
    with pytest.raises(CommandError, match="no release"):
        call_command("export_release", "99999")
