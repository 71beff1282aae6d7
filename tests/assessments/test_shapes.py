"""Nothing is hard-wired: instruments of every length of scale, with and without ambition, with their own words for some
questions, go the whole way from the form to the export."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.ballots.models import Ballot, Round, RoundUnit
from assessments.ballots.services import close_round
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.services import import_definition
from assessments.results.charts import agreement, dumbbell, groups, priorities, slope, stair_grid, staircase
from assessments.results.charts.reading import find_unit, shown
from assessments.results.reading import texts_of
from assessments.results.tables import agreement_table, groups_table, measure_table, rounds_table, step_table
from assessments.results.words import chart_words
from cms.demo.builder.plan import content
from tests.assessments import factories

pytestmark = pytest.mark.django_db

SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 6}, "Vik kommune": {"Oppvekst": 11}}
PROFILES = ("phone", "desk", "wall")
WRONG = re.compile(r"\bNone\b|\bnan\b|\binf\b|\{[a-z_]*\}")


def version(steps: int, *, ambition: bool) -> InstrumentVersion:
    """Five items in two themes; two of them say each step in their own words, and questions with rules on all."""
    data = factories.definition(code=f"s{steps}", items=5, steps=steps, ambition=ambition)
    for number, item in enumerate(item for theme in data["themes"] for item in theme["items"]):
        item["dialogue"] += [{"when": when, **factories.text("Hva da?")} for when in ("low_agreement", "two_camps")]
        if steps % 2 == 0 and number < 2:
            item["levels"] = [factories.text(f"Trinn {step} av {number}") for step in range(1, steps + 1)]
    return import_definition(data)


@pytest.fixture(params=[(steps, ambition) for steps in range(2, 11) for ambition in (True, False)], ids=str)
def round(request: pytest.FixtureRequest) -> Round:
    """Answered by all, from both ends of the scale, and closed."""
    steps, ambition = request.param
    round = factories.open_one(SHAPE, of=version(steps, ambition=ambition))
    factories.answer_all(round, seed=steps, unknown=0.05)
    close_round(round)
    return round


def test_every_shape_goes_the_whole_way(client: Client, round: Round) -> None:
    _every_picture_and_table(round)
    _every_page(client, round)


def _every_picture_and_table(round: Round) -> None:
    content = round.version.content
    data, words = round.release.data, chart_words()
    texts = texts_of(content)
    root = find_unit(data)
    assert {"ambition" in item for item in root["items"].values()} == {content.ambition}
    drawn = []
    for unit in (find_unit(data, unit["path"]) for unit in data["units"] if unit["status"] == "published"):
        for profile in PROFILES:
            drawn += [
                dumbbell(unit, texts, words, profile, programme=root),
                agreement(unit, texts, words, profile, programme=root),
                stair_grid(unit, texts, words, profile),
                staircase(unit, "q1", texts, words, profile),
                priorities(unit, texts, words, profile),
            ]
        tables = [measure_table(unit, texts, words, root), step_table(unit, texts, words)]
        tables += [agreement_table(unit, texts, words), rounds_table(unit, unit, texts, words)]
        drawn += [str(table) for table in tables]
        for table in tables:
            assert {len(row.cells) + 1 for row in table.rows} <= {len(table.heads)}
    drawn += [groups(data, texts, words, profile) for profile in PROFILES]
    drawn += [slope(root, root, texts, words, profile) for profile in PROFILES]
    drawn.append(str(groups_table(data, texts, words)))
    assert [said for said in drawn if WRONG.search(said)] == []


def _every_page(client: Client, round: Round) -> None:
    leader = factories.person("kursleder")
    type(round.programme).objects.filter(pk=round.programme_id).update(course_leader=leader)
    client.force_login(leader)
    with translation.override("da"):
        units = RoundUnit.objects.filter(round=round, merged=False)
        pages = [client.get(reverse("mapping_results_of", args=[round.pk, unit.pk])) for unit in units]
    assert {page.status_code for page in pages} == {200}
    assert len(pages) == 6
    published = [page for page in pages if page.context["page"].figures]
    assert published
    top = round.version.content.scale.max
    for page in published:
        for figure in page.context["page"].figures:
            assert {len(row) for row in figure.rows} <= {len(figure.columns)}
        fingers = [finding.question for finding in page.context["page"].findings if finding.rule == 10]
        assert all(f"fra 1 til {top}, alle" in question for question in fingers)
        if not round.version.content.ambition:
            words = page.content.decode().casefold()
            assert [word for word in ("ambition", "afstand") if word in words] == []


@pytest.mark.parametrize(("steps", "ambition"), [(2, True), (2, False), (7, False), (10, True)])
def test_the_form_of_every_shape_is_answered_and_counted(client: Client, steps: int, ambition: bool) -> None:
    round = factories.open_one({"Fjord kommune": {"Helse": 5}}, of=version(steps, ambition=ambition))
    address = reverse("mapping_answer", args=[round.pk])
    measures = ("today", "ambition") if ambition else ("today",)
    for place, ticket in enumerate(factories.tickets(round)):
        client.force_login(ticket.participant)
        page = client.get(address).content.decode()
        for measure in measures:
            assert len(re.findall(rf'name="q1-{measure}" value="\d+"', page)) == steps
        assert ("q1-ambition" in page) is ambition
        chosen = str(1 + place % steps)
        beyond = client.post(
            address, {f"q{number}-{which}": str(steps + 1) for number in range(1, 6) for which in measures}
        )
        assert beyond.status_code == 200
        answer = client.post(address, {f"q{number}-{which}": chosen for number in range(1, 6) for which in measures})
        assert answer.status_code == 302
    assert Ballot.objects.filter(round=round).count() == 5
    assert len({len(bytes(box)) for box in Ballot.objects.values_list("box", flat=True)}) == 1
    close_round(round)
    assert find_unit(round.release.data)["n"] == 5


@pytest.mark.parametrize(("steps", "ambition"), [(2, False), (3, True), (7, False), (10, True)])
def test_answers_from_elsewhere_of_every_shape(tmp_path: Path, steps: int, ambition: bool) -> None:
    made = version(steps, ambition=ambition)
    programme = factories.programme({})
    out = StringIO()
    call_command("import_answers", "--instrument", made.instrument.code, "--template", stdout=out)
    header = out.getvalue().strip().split(",")
    assert len(header) == 2 + 5 * (2 if ambition else 1)
    dice = Random(steps)
    rows = [["Fjord kommune", "Helse", *(str(dice.randint(1, steps)) for _column in header[2:])] for _row in range(24)]
    assert _imported(made, programme, [header, *rows], tmp_path)["units"][0]["n"] == 24


def _imported(made: InstrumentVersion, programme: Any, table: list[list[str]], folder: Path) -> dict[str, Any]:
    """What export_release tells of a table of answers."""
    file, said, out = folder / "answers.csv", StringIO(), StringIO()
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(table)
    call_command(
        "import_answers", "--instrument", made.instrument.code, "--programme", programme.slug, "--create-units",
        str(file), stdout=said,
    )  # fmt: skip
    call_command("export_release", said.getvalue().split()[-1], stdout=out)
    release: dict[str, Any] = json.loads(out.getvalue())
    top = made.content.scale.max
    for unit in release["units"]:
        for item in unit.get("items", {}).values():
            assert ("ambition" in item) is made.content.ambition
            for measure in (item[which] for which in ("today", "ambition") if which in item):
                assert set(measure.get("counts", {})) <= {str(step) for step in range(1, top + 1)}
                assert not shown(measure) or 1 <= measure["mean"] <= top
    return release


def test_the_third_example_is_of_another_shape_and_goes_the_whole_way(tmp_path: Path) -> None:
    made = import_definition(content("instruments/meetings"))
    assert (len(made.content.scale.steps), made.content.ambition, made.languages) == (7, False, ["nb", "da"])
    header = ["organisation", "leader_group", *(f"{item.code}.today" for item in made.content.items)]
    dice = Random(7)
    rows = [["Fjord kommune", "Helse", *(str(dice.randint(2, 7)) for _column in header[2:])] for _row in range(20)]
    release = _imported(made, factories.programme({}), [header, *rows], tmp_path)
    assert release["units"][0]["items"]["voices"]["today"]["display"] == "full"
