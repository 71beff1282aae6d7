"""What a programme says in its own words stands beside the library's, and goes back to it field by field."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from localisation.text import LocalisedText
from programmes.library.models import Speaker, Thing
from programmes.tailoring import overrides, services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.overrides import overrides_in
from tests.growth import many
from tests.programmes.tailoring.factories import make_guest, make_programme, make_template, publish
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(locales: object) -> Thing:
    return make_guest(Speaker, title="Liv Berg")


@pytest.fixture
def own(item: ProgrammeItem, theirs: Thing) -> ProgrammeItem:
    """An item with every field in the programme's own words; the library's has a speaker too."""
    publish(item.thing, 2, minutes=20, speaker=str(theirs.pk))
    item.title_override = LocalisedText(nb="Vår tittel", da="Vores titel")
    item.introduction_override = LocalisedText(nb="Fordi dere spurte")
    item.minutes_override = 45
    item.speaker_override = make_guest(Speaker, title="Ola Nes")
    item.save()
    item.refresh_from_db()
    return item


def reset(client: Client, row: ProgrammeItem, field: str, **extra: Any) -> Any:
    token = services.token_of(ProgrammeModule.objects.get(pk=row.programme_module_id))
    form = {"token": token, "reset": f"{row.pk}-{field}", **extra}
    return client.post(url("reset", row.programme_module_id), form, follow=True)


def test_both_are_said_in_words(own: ProgrammeItem) -> None:
    rows = {row.field: (row.ours.text, row.library.text) for row in overrides_in([own], "nb")}
    assert rows == {
        "title": ("Vår tittel", f"{own.thing.label} (nb)"),
        "lead": ("Fordi dere spurte", "–"),
        "minutes": ("45 minutter", "20 minutter"),
        "speaker": ("Ola Nes", "Liv Berg"),
    }


def test_words_in_another_language_say_so(own: ProgrammeItem) -> None:
    rows = {row.field: row for row in overrides_in([own], "da")}
    assert (rows["lead"].ours.lang, rows["title"].ours.lang) == ("nb", "")


def test_what_follows_the_library_is_not_listed(item: ProgrammeItem) -> None:
    assert overrides_in([item], "nb") == []


@pytest.mark.parametrize("page", ["item", "module"])
def test_editors_see_each_beside_the_library(editor: Client, own: ProgrammeItem, page: str) -> None:
    text = text_of(editor.get(url(page, own.pk if page == "item" else own.programme_module_id)))
    for words in ("Vår tittel", "Liv Berg", "20 minutter", f'value="{own.pk}-minutes"'):
        assert words in text


@pytest.mark.parametrize("field", list(overrides.LABELS))
def test_one_field_goes_back_and_the_others_stay(editor: Client, own: ProgrammeItem, field: str) -> None:
    text = text_of(reset(editor, own, field))
    own.refresh_from_db()
    assert {row.field for row in overrides_in([own], "nb")} == set(overrides.LABELS) - {field}
    assert "sier igjen det biblioteket sier" in text


def test_the_history_says_what_was_given_up(editor: Client, own: ProgrammeItem, programme: Programme) -> None:
    reset(editor, own, "minutes")
    entry = ModelLogEntry.objects.get(action=overrides.RESET)
    assert (entry.object_id, entry.user.email) == (str(programme.pk), "editor@example.com")
    assert (
        entry.formatter.format_message(entry) == "Vår tittel: tid som i biblioteket igjen, i stedet for «45 minutter»"
    )
    assert "45 minutter" in text_of(editor.get(url("history", programme.pk)))


def test_one_returns_to_the_page_one_was_on(editor: Client, own: ProgrammeItem) -> None:
    assert reset(editor, own, "title").redirect_chain[0][0] == url("module", own.programme_module_id)
    assert reset(editor, own, "lead", item=own.pk).redirect_chain[0][0] == url("item", own.pk)


def test_the_second_of_two_editors_is_told(editor: Client, own: ProgrammeItem) -> None:
    old = services.token_of(own.programme_module)
    services.touch(own.programme_module)
    text = text_of(reset(editor, own, "title", token=old))
    own.refresh_from_db()
    assert "Noen andre endret denne modulen" in text
    assert own.title_override["nb"] == "Vår tittel"


def test_twice_changes_nothing_more(editor: Client, own: ProgrammeItem) -> None:
    reset(editor, own, "title")
    assert "sier det samme som biblioteket" in text_of(reset(editor, own, "title"))
    assert ModelLogEntry.objects.filter(action=overrides.RESET).count() == 1


@pytest.mark.parametrize("value", ["", "x-title", "0-title", "{pk}-body", "{pk}"])
def test_what_is_not_there_is_not_reset(editor: Client, own: ProgrammeItem, value: str) -> None:
    form = {"token": services.token_of(own.programme_module), "reset": value.format(pk=own.pk)}
    assert editor.post(url("reset", own.programme_module_id), form, follow=True).status_code == 404


def test_another_modules_item_is_not_reset(editor: Client, own: ProgrammeItem, programme: Programme) -> None:
    other = programme.modules.last()
    form = {"token": services.token_of(other), "reset": f"{own.pk}-title"}
    assert editor.post(url("reset", other.pk), form, follow=True).status_code == 404


def test_readers_reset_nothing(reader: Client, own: ProgrammeItem) -> None:
    reset(reader, own, "title")
    own.refresh_from_db()
    assert own.title_override["nb"] == "Vår tittel"


def test_a_speaker_who_goes_has_promised_nothing_for_the_next(own: ProgrammeItem) -> None:
    own.speaker_confirmed = own.speaker_override
    own.speaker_confirmed_days = ["2027-03-04"]
    overrides.reset(own, "speaker")
    own.refresh_from_db()
    assert (own.speaker_confirmed, own.speaker_confirmed_days) == (None, [])


@pytest.mark.parametrize("items", [5, many(50)])
def test_queries_stay_the_same(items: int, theirs: Thing, django_assert_num_queries: Any) -> None:
    module = make_programme(make_template(items_per_module=items)).modules.first()
    module.items.update(minutes_override=5, speaker_override=theirs)
    rows = list(module.items.select_related("thing__current_edition", "pinned_edition", "speaker_override"))
    publish(rows[0].thing, 2, speaker=str(theirs.pk))
    rows = list(module.items.select_related("thing__current_edition", "pinned_edition", "speaker_override"))
    with django_assert_num_queries(2):
        assert len(overrides_in(rows, "nb")) == 2 * items
