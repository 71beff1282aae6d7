"""Publishing what is in use: it is asked what it is, with what changed and whom it touches, and nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cms.accounts.models import User
from cms.jobs import services as jobs
from programmes.library import publishing
from programmes.library.models import Edition, IndustryCase, LearningElement, Module, Speaker
from programmes.library.vocabulary import EditionKind, Phase
from programmes.tailoring import services as tailoring
from programmes.tailoring.models import Programme, ProgrammeItem
from tests.growth import many
from tests.programmes.conftest import staff
from tests.programmes.library.factories import make_case, make_element, make_module, make_speaker, thing_of
from tests.programmes.library.test_admin import form_of, save, url
from tests.programmes.tailoring.factories import make_programme, make_template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]

PUBLISH = {"action-publish": "1"}
# Most is Wagtail's own: session, permissions, revisions, log.
QUERIES = {"new": 30, "correction": 36}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def programmes(number: int, status: str, thing: Any) -> list[Programme]:
    """Programmes of a status that have a thing in a module which opened today."""
    template = make_template(items_per_module=1, modules=1)
    tailoring.add_things(template.modules.get(), [thing], Phase.PREPARATION)
    made = [make_programme(template, starts_on=timezone.localdate()) for _number in range(number)]
    Programme.objects.filter(pk__in=[row.pk for row in made]).update(status=status)
    tailoring.pin_opened_modules(timezone.localdate())
    return made


@pytest.fixture
def row() -> LearningElement:
    """An element that a running programme holds on to."""
    row = make_element({"nb": "Én familie", "da": "Én familie på dansk"}, lead="Se filmen først.")["nb"]
    programmes(1, "running", row.thing)
    return row


def choose(editor: Client, row: Any, **answers: Any) -> Any:
    page = editor.get(url(type(row), "publish", row.pk))
    return editor.post(url(type(row), "publish", row.pk), {"seen": page.context["seen"], "note": "", **answers})


# --- when it is asked -------------------------------------------------------------------------------------------------


def test_publishing_what_is_used_asks_first(editor: Client, row: LearningElement) -> None:
    response = save(editor, row, lead="Se filmen etterpå.", **PUBLISH)
    assert response.headers["Location"] == url(LearningElement, "publish", row.pk)
    row.refresh_from_db()
    assert (row.lead, row.has_unpublished_changes, str(row.thing.current_edition)) == ("Se filmen først.", True, "1")


def test_going_back_loses_nothing(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Se filmen etterpå.", **PUBLISH)
    assert url(LearningElement, "edit", row.pk) in text_of(editor.get(url(LearningElement, "publish", row.pk)))
    form = editor.get(url(LearningElement, "edit", row.pk)).context["form"]
    assert form["lead"].value() == "Se filmen etterpå."


def test_the_first_edition_asks_nothing(editor: Client) -> None:
    row = make_element({"nb": "Ny film"}, publish=False)["nb"]
    programmes(1, "draft", row.thing)
    save(editor, row, **PUBLISH)
    assert str(row.thing.current_edition) == "1"


def test_what_nothing_uses_is_not_asked_about(editor: Client) -> None:
    row = make_element({"nb": "Ubrukt"})["nb"]
    save(editor, row, lead="Rettet", **PUBLISH)
    assert str(row.thing.current_edition) == "1.1"


def test_another_language_of_the_same_edition_is_not_asked_about(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Nytt", **PUBLISH)
    choose(editor, row, kind="new")
    danish = LearningElement.objects.get(translation_key=row.translation_key, locale__language_code="da")
    save(editor, danish, lead="Nyt", **PUBLISH)
    edition = row.thing.current_edition
    assert (str(edition), edition.texts.count()) == ("2", 2)


def test_an_earlier_version_is_asked_about_too(editor: Client, row: LearningElement) -> None:
    first = row.latest_revision
    save(editor, row, lead="Nytt", **PUBLISH)
    choose(editor, row, kind="new")
    address = url(LearningElement, "revisions_revert", row.pk, first.pk)
    response = editor.post(address, form_of(row, lead="Se filmen først.") | PUBLISH)
    assert response.headers["Location"] == url(LearningElement, "publish", row.pk)


@pytest.mark.parametrize("make", [make_module, make_speaker, make_case, make_element])
def test_every_kind_has_the_page(editor: Client, make: Any) -> None:
    row = make({"nb": "Her"})["nb"]
    row.title = "Der"
    row.save_revision()
    page = editor.get(url(type(row), "publish", row.pk))
    assert "Rettelse" in text_of(page)


# --- the choice -------------------------------------------------------------------------------------------------------


def test_nothing_is_chosen_beforehand_and_one_must_choose(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Nytt", **PUBLISH)
    assert "checked" not in text_of(editor.get(url(LearningElement, "publish", row.pk))).split("staff__cards")[1]
    response = choose(editor, row, note="Skrivefeil")
    assert "Velg om dette er en rettelse eller en ny utgave." in text_of(response)
    assert "Skrivefeil" in text_of(response)
    assert str(row.thing.current_edition) == "1"


@pytest.mark.parametrize(("kind", "number"), [("new", "2"), ("correction", "1.1")])
def test_the_edition_says_what_it_is_who_made_it_and_why(
    editor: Client, row: LearningElement, kind: str, number: str
) -> None:
    save(editor, row, lead="Nytt", **PUBLISH)
    response = choose(editor, row, kind=kind, note="Ny praksis")
    assert "Én familie er publisert." in str(next(iter(get_messages(response.wsgi_request))))
    edition = row.thing.current_edition
    assert (str(edition), edition.kind, edition.note) == (number, kind, "Ny praksis")
    assert edition.published_by == User.objects.get(email="editor@example.com")
    row.refresh_from_db()
    assert (row.lead, row.has_unpublished_changes) == ("Nytt", False)


def test_what_a_row_names_is_known_after_publishing(editor: Client, row: LearningElement) -> None:
    speaker = thing_of(make_speaker({"nb": "Liv Berg"}))
    save(editor, row, speaker=str(speaker.pk), **PUBLISH)
    choose(editor, row, kind="new")
    jobs.run(str(jobs.Job.objects.get(kind="library-references").pk))
    assert str(speaker.pk) in ReferenceIndex.get_references_for_object(row).values_list("to_object_id", flat=True)
    LearningElement.objects.filter(pk=row.pk).delete()
    jobs.Job.objects.update(state="queued")
    jobs.run(str(jobs.Job.objects.get(kind="library-references").pk))  # a row that is gone is no mistake


def test_a_choice_is_not_taken_over_by_the_next_change(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Nytt", **PUBLISH)
    choose(editor, row, kind="new")
    save(editor, row, lead="Nyere", **PUBLISH)
    assert str(row.thing.current_edition) == "2"
    row.get_latest_revision().publish()  # as a translation would, without anybody being asked
    assert str(row.thing.current_edition) == "2.1"


def test_the_page_shows_what_changed(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Se filmen etterpå.", minutes=30, **PUBLISH)
    page = text_of(editor.get(url(LearningElement, "publish", row.pk)))
    assert "<del>først.</del>" in page
    assert "<ins>etterpå.</ins>" in page
    assert "<ins>30 minutter</ins>" in page


def test_the_page_says_whom_it_touches(editor: Client) -> None:
    row = make_element({"nb": "Film"})["nb"]
    running = programmes(2, "running", row.thing)
    programmes(1, "completed", row.thing)
    programmes(3, "draft", row.thing)
    row.lead = "Nytt"
    row.save_revision()
    page = text_of(editor.get(url(LearningElement, "publish", row.pk)))
    assert "Pågår: 2" in page
    assert "Gjennomført: 1" in page
    assert "Planlagt: 3" in page
    assert reverse("programmes:board", args=[running[0].pk]) in page
    assert "2 programmer der deltakerne har møtt den, får valget under Oppdateringer." in page
    assert "8 programmer viser den med en gang." in page  # with the three templates
    assert "Gjennomførte programmer blir som de var." in page


def test_speakers_and_cases_reach_programmes_at_once(editor: Client) -> None:
    speaker = make_speaker({"nb": "Liv Berg"})["nb"]
    for status in ("running", "completed"):
        programmes(1, status, thing_of(make_element(speaker=speaker.thing)))
    speaker.bio = "Ny jobb"
    speaker.save_revision()
    page = text_of(editor.get(url(Speaker, "publish", speaker.pk)))
    assert "3 programmer viser den med en gang." in page  # with the two templates
    assert "Gjennomførte programmer blir som de var." in page
    assert "får valget" not in page


def test_a_correction_reaches_whoever_runs_and_not_what_is_completed(editor: Client) -> None:
    row = make_element({"nb": "Film"})["nb"]
    [running], [completed] = (programmes(1, status, row.thing) for status in ("running", "completed"))
    save(editor, row, lead="Rettet", **PUBLISH)
    choose(editor, row, kind="correction")
    held = {
        programme.pk: str(ProgrammeItem.objects.get(programme_module__programme=programme, thing=row.thing).edition)
        for programme in (running, completed)
    }
    assert held == {running.pk: "1.1", completed.pk: "1"}


# --- somebody else ----------------------------------------------------------------------------------------------------


def test_a_draft_that_changed_meanwhile_is_shown_again(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Nytt", **PUBLISH)
    address = url(LearningElement, "publish", row.pk)
    seen = editor.get(address).context["seen"]
    save(editor, row, lead="Enda nyere")
    response = editor.post(address, {"seen": seen, "kind": "new", "note": "Min setning"})
    page = text_of(response)
    assert "Noen andre endret utkastet" in page
    assert "Min setning" in page
    assert "Enda nyere" in page
    assert str(row.thing.current_edition) == "1"
    assert response.context["seen"] != seen


def test_a_draft_that_somebody_else_published_leads_back(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Nytt", **PUBLISH)
    choose(editor, row, kind="new")
    response = editor.get(url(LearningElement, "publish", row.pk))
    assert response.headers["Location"] == url(LearningElement, "edit", row.pk)


def test_what_somebody_else_locked_is_not_published(editor: Client, row: LearningElement) -> None:
    save(editor, row, lead="Nytt")
    other = User.objects.create_user("other@example.com")
    LearningElement.objects.filter(pk=row.pk).update(locked=True, locked_by=other, locked_at=timezone.now())
    response = editor.post(url(LearningElement, "publish", row.pk), {"kind": "new", "seen": 1})
    assert response.headers["Location"] == url(LearningElement, "edit", row.pk)
    assert str(row.thing.current_edition) == "1"


def test_only_those_who_may_publish(client: Client, row: LearningElement) -> None:
    row.lead = "Nytt"
    row.save_revision()
    client.force_login(staff("writer@example.com", "change_learningelement", "view_learningelement"))
    for response in (
        client.get(url(LearningElement, "publish", row.pk)),
        client.post(url(LearningElement, "publish", row.pk), {"kind": "new", "seen": row.latest_revision_id}),
    ):
        assert response.status_code == 404
    assert str(row.thing.current_edition) == "1"


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["new", "correction"])
@pytest.mark.parametrize("number", [5, many(50)])
def test_publishing_costs_the_same_for_any_number_of_programmes(
    editor: Client, number: int, kind: str, django_assert_num_queries: Any
) -> None:
    row = make_element({"nb": "Film"})["nb"]
    programmes(number, "running", row.thing)
    for lead in ("Varmt", "Nytt"):  # the first time warms what Wagtail keeps in memory
        save(editor, row, lead=lead, **PUBLISH)
        page = editor.get(url(LearningElement, "publish", row.pk))
        answers = {"seen": page.context["seen"], "note": "", "kind": kind}
        if lead == "Varmt":
            editor.post(url(LearningElement, "publish", row.pk), answers)
    with django_assert_num_queries(QUERIES[kind]):
        editor.post(url(LearningElement, "publish", row.pk), answers)


def test_long_lists_are_cut_and_counted() -> None:
    places = [publishing.Place(f"{n}", "/", publishing.Stage.RUNNING) for n in range(publishing.LISTED + 5)]
    [running] = publishing.touched(places)
    assert (running.count, len(running.places), running.more) == (105, 100, 5)


def test_the_kinds_are_those_of_editions() -> None:
    assert set(publishing.WHEN) == set(EditionKind)
    assert Edition.objects.count() == Module.objects.count() == IndustryCase.objects.count() == 0
