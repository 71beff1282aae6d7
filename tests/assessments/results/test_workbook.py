"""The workbook's chapter about mappings: what the release shows of one's own units, and nothing beyond it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from assessments.ballots.models import Release, Round
from assessments.ballots.services import close_round
from assessments.results.charts.reading import find_unit, told, value
from assessments.results.words import chart_words
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.participation.models import Enrolment
from programmes.participation.workbook.chapters import Chapter, Part, chapters_of
from tests.assessments import factories

pytestmark = pytest.mark.django_db

SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 6}, "Vik kommune": {"Oppvekst": 7, "Kultur": 3}}
CHARTS = Path("static/css/charts.css"), Path("assessments/results/charts/paper.css")


def closed(**options: object) -> Round:
    round = factories.open_one(SHAPE, of=factories.version(items=6, **options))
    factories.answer_all(round, unknown=0.1)
    close_round(round)
    return round


def place_in(round: Round, group: str) -> Enrolment:
    found = Enrolment.objects.filter(leader_group__programme=round.programme, leader_group__name__nb=group)
    return found.select_related("leader_group__programme", "user")[0]


def chapter_of(enrolment: Enrolment, language: str = "nb") -> Chapter:
    titles = {"nb": "Det kartleggingene viste", "da": "Det kortlægningerne viste"}
    with translation.override(language):
        return next(one for one in chapters_of(enrolment, language) if one.title == titles[language])


def numbers_of(part: Part) -> dict[str, list[str]]:
    """The first table: question -> what is said of today and of the ambition."""
    return {row[0]: list(row[1:3]) for row in part.figures[0].tables[0].rows}


@pytest.mark.parametrize("group", ["Helse", "Stab"])
def test_the_numbers_are_those_of_the_release(group: str) -> None:
    round = closed()
    data = Release.objects.get(round=round).data
    parts = chapter_of(place_in(round, group)).parts
    assert [part.title for part in parts] == [
        f"Instrument abilities · {group}",
        "Instrument abilities · Hele programmet",
    ]
    with translation.override("nb"):
        words = chart_words()
    for part, path in zip(parts, (["Fjord kommune", group], []), strict=True):
        items = find_unit(data, path)["items"]
        said = {f"Evne {code[1:]}": [told(item[which], words) for which in ("today", "ambition")]
                for code, item in items.items()}  # fmt: skip
        assert numbers_of(part) == said


def test_a_group_that_is_not_shown_says_why_and_has_no_number() -> None:
    round = closed()
    own, programme = chapter_of(place_in(round, "Kultur"), "da").parts
    assert (own.figures, [passage.label for passage in own.passages]) == ((), ["Lagt sammen"])
    assert programme.figures


def test_an_open_round_is_not_in_it() -> None:
    round = factories.open_one(SHAPE)
    factories.answer_all(round)
    with translation.override("nb"):
        assert "Det kartleggingene viste" not in [one.title for one in chapters_of(place_in(round, "Helse"), "nb")]


@pytest.mark.any_database
@pytest.mark.parametrize("levels", [False, True])
def test_the_pdf_says_what_is_shown_of_the_own_group_and_nothing_of_others(client: Client, levels: bool) -> None:
    round = closed(levels=levels)
    enrolment = place_in(round, "Helse")
    text, raw = pdf_of(client, enrolment.user, round)
    items = find_unit(Release.objects.get(round=round).data, ["Fjord kommune", "Helse"])["items"]
    shown = [value(item["today"]) for item in items.values() if "mean" in item["today"]]
    assert shown
    assert levels or [mean for mean in shown if mean not in text] == []
    assert "Hele programmet" in text
    for other in ("Stab", "Oppvekst", "Kultur", "Vik kommune"):
        assert other not in text
    assert b"/StructTreeRoot" in raw


def pdf_of(client: Client, user: User, round: Round) -> tuple[str, bytes]:
    """The workbook as the participant downloads it: its text, and the file."""
    client.force_login(user)
    with translation.override("nb"):
        client.post(reverse("make_document", args=[round.programme.slug, "workbook"]))
        for job in Job.objects.filter(state=Job.State.QUEUED, kind="make-participant-document"):
            jobs.run(str(job.pk))
        raw = client.get(reverse("my_document", args=[round.programme.slug, "workbook"])).content
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages), raw


@pytest.mark.any_database
def test_every_mark_of_the_pictures_has_its_look_on_paper() -> None:
    screen, paper = (set(re.findall(r"\.([a-z][\w-]*)", css.read_text(encoding="utf-8"))) for css in CHARTS)
    assert {name for name in screen if not name.startswith("plot")} <= paper | {"css"}
