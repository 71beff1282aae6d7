"""The library in the admin: lists, filters, editing in two languages, and what is used."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.library import filters, instruments, services, usage, views
from programmes.library.models import Edition, IndustryCase, LearningElement, Module, Speaker
from programmes.library.vocabulary import EditionKind, Phase
from programmes.tailoring.services import add_things
from tests.growth import many
from tests.programmes.library.factories import make_case, make_element, make_module, make_speaker, thing_of
from tests.programmes.tailoring.factories import make_programme, make_template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
MODELS = (Module, LearningElement, Speaker, IndustryCase)
# With what Wagtail asks for its own frame: session, user, permissions, menu, filters.
LIST_QUERIES = {"module": 17, "learningelement": 19, "speaker": 16, "industrycase": 17}


def url(model: type, name: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def titles(response: Any) -> list[str]:
    return sorted(row.title for row in response.context["object_list"])


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_to_others_there_is_nothing(outsider: Client, model: type) -> None:
    for name in ("list", "add"):
        assert outsider.get(url(model, name)).status_code == 404


def test_others_start_no_language(outsider: Client) -> None:
    row = make_element({"nb": "Film"})["nb"]
    outsider.post(url(LearningElement, "write_in", row.pk, "da"))
    assert LearningElement.objects.count() == 1


def test_the_menu_leads_to_every_kind(editor: Client) -> None:
    page = text_of(editor.get(reverse("wagtailadmin_home")))
    for model in MODELS:
        assert url(model, "list") in page


# --- lists ------------------------------------------------------------------------------------------------------------


def test_a_thing_is_one_row_in_the_readers_language(editor: Client) -> None:
    make_element({"nb": "Film", "da": "Filmen på dansk"})
    make_element({"da": "Kun på dansk"})
    response = editor.get(url(LearningElement, "list"))
    assert titles(response) == ["Film", "Kun på dansk"]
    assert "norsk, dansk" in text_of(response)


def test_a_list_says_edition_and_use(editor: Client) -> None:
    rows = make_element({"nb": "Film"})
    add_things(make_programme().modules.first(), [thing_of(rows)], Phase.PREPARATION)
    rows["nb"].lead = "Ny innledning"
    rows["nb"].publish_as = EditionKind.NEW
    rows["nb"].save_revision().publish()
    listed = editor.get(url(LearningElement, "list")).context["object_list"][0].listed
    assert (listed.edition, listed.used, listed.languages) == ("2", 1, ("nb",))


def make(model: type) -> None:
    makers = {
        "module": make_module, "learningelement": make_element, "speaker": make_speaker, "industrycase": make_case,
    }  # fmt: skip
    makers[model._meta.model_name]()


@pytest.mark.parametrize("rows", [3, many(20)])
@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_any_number_of_rows(
    editor: Client, model: type, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        make(model)
    editor.get(url(model, "list"))
    with django_assert_num_queries(LIST_QUERIES[model._meta.model_name]):
        assert len(editor.get(url(model, "list")).context["object_list"]) == rows


@pytest.mark.parametrize(("query", "found"), [("famil", ["Én familie"]), ("innledn", ["Innholdet"]), ("xyz", [])])
def test_search_reads_titles_and_text(editor: Client, query: str, found: list[str]) -> None:
    make_element({"nb": "Én familie"})
    make_element({"nb": "Innholdet"}, lead="En innledning")
    assert titles(editor.get(url(LearningElement, "list"), {"q": query})) == found


@pytest.fixture
def library(db: None) -> None:
    """Elements that differ in what the filters ask for."""
    case, speaker = thing_of(make_case(sector="health")), thing_of(make_speaker({"nb": "Liv Berg"}))
    make_element({"nb": "Tekstet film", "da": "Tekstet film på dansk"}, captions=["nb"], speaker=speaker)
    make_element({"nb": "Stum film"})
    make_element({"nb": "Leseark"}, kind="literature", theme="strategy", case=case)
    make_element({"nb": "Kladd"}, publish=False, kind="task")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "literature"}, ["Leseark"]),
        ({"theme": "strategy"}, ["Leseark"]),
        ({"sector": "health"}, ["Leseark"]),
        ({"locale": "da"}, ["Tekstet film"]),
        ({"locale": "-da"}, ["Kladd", "Leseark", "Stum film"]),
        ({"attention": "captions"}, ["Stum film"]),
        ({"attention": "draft"}, ["Kladd"]),
        ({"attention": ["captions", "draft"]}, []),
    ],
)
@pytest.mark.usefixtures("library")
def test_filters(editor: Client, query: dict[str, Any], found: list[str]) -> None:
    assert titles(editor.get(url(LearningElement, "list"), query)) == found


@pytest.mark.usefixtures("library")
def test_filter_by_speaker(editor: Client) -> None:
    speaker = Speaker.objects.get(title="Liv Berg").thing
    assert titles(editor.get(url(LearningElement, "list"), {"speaker": str(speaker.pk)})) == ["Tekstet film"]


def test_filter_for_what_nothing_uses(editor: Client) -> None:
    speaker, case = make_speaker({"nb": "Brukt"}), make_case({"nb": "Brukt case"})
    used = make_element({"nb": "Brukt film"}, speaker=thing_of(speaker), case=thing_of(case))
    make_element({"nb": "Ledig film"}, speaker=thing_of(make_speaker({"nb": "Ledig"})))
    make_case({"nb": "Ledig case"})
    make_module({"nb": "Ledig modul"})
    programme = make_programme()
    add_things(programme.modules.first(), [thing_of(used)], Phase.PREPARATION)
    free = {model: titles(editor.get(url(model, "list"), {"attention": "unused"})) for model in MODELS}
    assert free == {
        Module: ["Ledig modul"], LearningElement: ["Ledig film"], Speaker: ["Ledig"], IndustryCase: ["Ledig case"],
    }  # fmt: skip


def test_filter_for_what_is_old() -> None:
    old, new = make_element({"nb": "Gammel"}), make_element({"nb": "Ny"})
    long_ago = timezone.now() - timedelta(days=400)
    # Editions refuse updates; the clock can't be turned back otherwise.
    super(type(Edition.objects.all()), Edition.objects.filter(thing=thing_of(old))).update(published_at=long_ago)
    assert list(filters.stale(LearningElement.objects.all())) == [old["nb"]]
    assert new["nb"] not in filters.stale(LearningElement.objects.all())


def test_filter_for_what_is_past_its_review() -> None:
    late = make_module({"nb": "Sen"}, review_on=timezone.localdate() - timedelta(days=1))
    make_module({"nb": "I tide"}, review_on=timezone.localdate())
    assert list(filters.past_review(Module.objects.all())) == [late["nb"]]


# --- use --------------------------------------------------------------------------------------------------------------


def test_a_speaker_is_used_where_an_element_of_theirs_is() -> None:
    speaker, other = thing_of(make_speaker()), thing_of(make_speaker())
    element = make_element(speaker=speaker)
    template = make_template()
    programme = make_programme(template)
    add_things(programme.modules.first(), [thing_of(element)], Phase.GATHERING)
    item = programme.modules.last().items.first()
    item.speaker_override = other
    item.save()
    module = programme.modules.first().module
    counts = usage.counts([speaker.pk, other.pk, thing_of(element).pk, module.pk])
    assert counts == {speaker.pk: 1, other.pk: 1, thing_of(element).pk: 1, module.pk: 2}
    assert [place.label for place in usage.places(speaker.pk)] == [str(programme)]


def test_what_is_used_is_not_deleted(editor: Client) -> None:
    rows = make_element()
    add_things(make_programme().modules.first(), [thing_of(rows)], Phase.PREPARATION)
    response = editor.post(url(LearningElement, "delete", rows["nb"].pk))
    assert LearningElement.objects.filter(pk=rows["nb"].pk).exists()
    assert "kan ikke slettes" in str(next(iter(get_messages(response.wsgi_request))))


# --- editing ----------------------------------------------------------------------------------------------------------


def form_of(row: LearningElement, **changes: Any) -> dict[str, Any]:
    return {
        "title": row.title, "lead": row.lead, "body-count": "0", "transcript": "", "chapters": "", "timed_captions": "",
        "kind": row.kind, "theme": row.theme, "phase": row.phase, "minutes": row.minutes, "spoken": "",
        "captions": row.captions, "media_url": "", "speaker": "", "case": "", "instruments": row.instruments,
        "review_on": "", "slug": row.slug, **changes,
    }  # fmt: skip


def save(editor: Client, row: LearningElement, **changes: Any) -> Any:
    return editor.post(url(LearningElement, "edit", row.pk), form_of(row, **changes))


@pytest.mark.parametrize("model", MODELS)
def test_every_kind_has_its_pages(editor: Client, model: type) -> None:
    make(model)
    row = model.objects.filter(locale__language_code="nb").get()
    for page in (url(model, "add"), url(model, "edit", row.pk), url(model, "history", row.pk)):
        assert editor.get(page).status_code == 200, page


def test_lists_of_codes_are_ticked(editor: Client) -> None:
    row = make_element(instruments=["own"])["nb"]
    page = text_of(editor.get(url(LearningElement, "edit", row.pk)))
    assert 'type="checkbox" name="captions" value="da"' in page
    assert 'type="checkbox" name="instruments" value="own"' in page
    save(editor, row, captions=["nb", "da"], **{"action-publish": "1"})
    row.refresh_from_db()
    assert (row.captions, row.instruments) == (["nb", "da"], ["own"])


def test_instruments_are_those_that_other_rooms_name(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instruments, "_providers", [lambda: [("generations", "Fem generasjoner")]])
    form = editor.get(url(LearningElement, "add")).context["form"]
    assert list(form.fields["instruments"].choices) == [("generations", "Fem generasjoner")]


def test_a_speaker_is_chosen_by_name(editor: Client) -> None:
    speaker = thing_of(make_speaker({"nb": "Liv Berg"}))
    make_case({"nb": "Ikke en person"})
    modal = editor.get(reverse("speaker_chooser:choose")).json()["html"]
    assert "Liv Berg" in modal
    assert "Ikke en person" not in modal
    assert "Liv Berg" not in editor.get(reverse("speaker_chooser:choose_results"), {"q": "Ola"}).content.decode()
    chosen = editor.get(reverse("speaker_chooser:chosen", args=[speaker.pk])).json()["result"]
    assert (chosen["id"], chosen["title"]) == (str(speaker.pk), "Liv Berg")
    row = make_element()["nb"]
    save(editor, row, speaker=str(speaker.pk), **{"action-publish": "1"})
    assert row.thing.current_edition.facts["speaker"] == str(speaker.pk)


def test_facts_reach_the_other_languages_and_their_drafts(editor: Client) -> None:
    rows = make_element({"nb": "Film", "da": "Film på dansk"})
    save(editor, rows["nb"], minutes=25, **{"action-publish": "1"})
    rows["da"].refresh_from_db()
    assert rows["da"].minutes == 25
    assert rows["da"].get_latest_revision_as_object().minutes == 25
    assert rows["da"].get_latest_revision_as_object().title == "Film på dansk"


def test_what_is_wrong_is_said_by_the_field_in_norwegian(editor: Client) -> None:
    row = make_element()["nb"]
    response = save(editor, row, minutes=0, **{"action-publish": "1"})
    assert "minutes" in response.context["form"].errors
    assert "større enn eller lik 1" in str(response.context["form"].errors["minutes"])


# --- the other language -----------------------------------------------------------------------------------------------


def test_another_language_starts_with_facts_and_names(editor: Client) -> None:
    row = make_case({"nb": "Ett team"}, quote="Vi lyttet.", quote_person="Tone Berg")["nb"]
    page = text_of(editor.get(url(IndustryCase, "edit", row.pk)))
    assert url(IndustryCase, "write_in", row.pk, "da") in page
    assert editor.get(url(IndustryCase, "write_in", row.pk, "da")).status_code == 200
    response = editor.post(url(IndustryCase, "write_in", row.pk, "da"))
    danish = IndustryCase.objects.get(translation_key=row.translation_key, locale__language_code="da")
    assert response.headers["Location"] == url(IndustryCase, "edit", danish.pk)
    assert (danish.sector, danish.organisation, danish.quote_person) == (row.sector, row.organisation, "Tone Berg")
    assert (danish.challenge, danish.quote, danish.live) == ("", "", False)
    assert editor.get(url(IndustryCase, "edit", danish.pk)).status_code == 200


def test_a_language_is_started_once() -> None:
    row = make_element({"nb": "Film"})["nb"]
    first = services.start_language(row, "da")
    assert services.start_language(row, "da").pk == first.pk


def test_nobody_reads_a_language_before_it_is_published() -> None:
    rows = make_element({"nb": "Film"})
    services.start_language(rows["nb"], "da")
    edition = thing_of(rows).current_edition
    assert services.contents([edition], "da")[edition.pk].language == "nb"


def test_rows_of_no_page_cost_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert views.listed([]) == {}
