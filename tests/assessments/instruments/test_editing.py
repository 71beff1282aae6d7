"""Writing an instrument in the admin: from nothing to a published version, a part at a time, and nothing is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessments.ballots.services import plan_round
from assessments.instruments import drafting
from assessments.instruments.definition import WHEN, Definition
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.sheets import OCCASIONS
from tests.assessments import factories
from tests.assessments.instruments.editor import EDITOR, send, staff

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def editor(client: Client) -> Client:
    return staff(client, *EDITOR)


@pytest.fixture
def draft() -> InstrumentVersion:
    return drafting.new_version(factories.version(items=4, levels=True).instrument)


def of(version: InstrumentVersion, name: str = "draft", *more: str) -> str:
    return reverse(f"instruments:{name}", args=[version.pk, *more])


def now(version: InstrumentVersion) -> Definition:
    return InstrumentVersion.objects.get(pk=version.pk).source


def test_every_occasion_has_words() -> None:
    assert set(OCCASIONS) == set(WHEN)


def test_from_nothing_to_a_published_instrument(editor: Client) -> None:
    new = {"title_nb": "Møtene våre", "title_da": "Vores møder", "steps": "3", "ambition": ""}
    answer = editor.post(reverse("instruments:add"), {name: value for name, value in new.items() if value})
    version = InstrumentVersion.objects.get()
    assert version.instrument.code == "motene_vare"
    assert answer["Location"] == of(version, "settings")
    names = {f"label_{step}_{code}": f"{step} {code}" for step in (1, 2, 3) for code in ("nb", "da")}
    assert send(editor, of(version, "settings"), names)["Location"] == of(version)

    answer = editor.post(of(version), {"theme-title_nb": "Før møtet", "theme-title_da": "Før mødet"})
    assert answer["Location"] == of(version, "theme", "for_motet")
    question = {"item-0-title_nb": "Saksliste", "item-0-text_nb": "Vi vet hva møtet gjelder."}
    send(editor, of(version, "theme", "for_motet"), question)
    (item,) = now(version).items
    assert (item.code, item.text.get("nb"), now(version).ambition) == ("saksliste", "Vi vet hva møtet gjelder.", False)

    page = editor.get(of(version)).content.decode()
    assert "Dansk: 2 tekster mangler" in page
    assert editor.get(reverse("instruments:publish", args=[version.pk])).context["complete"] == ["nb"]
    assert send(editor, of(version, "publish")).status_code == 302
    published = InstrumentVersion.objects.published().get()
    assert (published.languages, published.number, str(published.instrument.title)) == (["nb"], 1, "Møtene våre")
    plan_round(factories.programme(), published)


def test_a_theme_is_opened_and_saved_without_changing_anything(editor: Client, draft: InstrumentVersion) -> None:
    before = now(draft)
    assert send(editor, of(draft, "theme", "first")).status_code == 302
    assert send(editor, of(draft, "settings")).status_code == 302
    assert send(editor, of(draft, "free_text")).status_code == 302
    assert now(draft) == before


def test_a_question_is_written_in_two_languages_with_its_rule(editor: Client, draft: InstrumentVersion) -> None:
    changed = {
        "item-q2-text_nb": "Ny ordlyd",
        "item-q2-text_da": "Ny ordlyd på dansk",
        "item-q2-level_3_da": "Tredje trin",
        "item-q2-question_1_nb": "Hvorfor er dere uenige?",
        "item-q2-when_1": "low_agreement",
    }
    send(editor, of(draft, "theme", "first"), changed)
    item = now(draft).items[1]
    assert (item.text.get("nb"), item.text.get("da")) == ("Ny ordlyd", "Ny ordlyd på dansk")
    assert item.levels[2].get("da") == "Tredje trin"
    assert [(question.when, question.text.get("nb")) for question in item.dialogue] == [
        ("always", "Hva betyr 2?"), ("low_agreement", "Hvorfor er dere uenige?"),
    ]  # fmt: skip
    send(editor, of(draft, "theme", "first"), {"item-q2-question_0_nb": "", "item-q2-question_0_da": ""})
    assert [question.when for question in now(draft).items[1].dialogue] == ["low_agreement"]


def test_questions_and_themes_move_by_buttons_and_everything_written_is_saved(
    editor: Client, draft: InstrumentVersion
) -> None:
    address = of(draft, "theme", "first")
    answer = send(editor, address, {"do": "down:q1", "item-q3-help_nb": "Hjelp"})
    assert answer["Location"].endswith("?open=q1#item-q1")
    assert [item.code for item in now(draft).themes[0].items] == ["q2", "q1", "q3"]
    assert now(draft).themes[0].items[2].help.get("nb") == "Hjelp"
    send(editor, address, {"do": "up:q2"})
    assert [item.code for item in now(draft).themes[0].items] == ["q2", "q1", "q3"]
    send(editor, address, {"item-q1-theme": "last"})
    assert [[item.code for item in theme.items] for theme in now(draft).themes] == [["q2", "q3"], ["q4", "q1"]]
    editor.post(of(draft, "theme_move"), {"down": "first"})
    assert [theme.code for theme in now(draft).themes] == ["last", "first"]


def test_removing_asks_first(editor: Client, draft: InstrumentVersion) -> None:
    answer = send(editor, of(draft, "theme", "first"), {"do": "remove:q1", "item-q2-help_nb": "Beholdt"})
    assert answer["Location"] == of(draft, "item_remove", "q1")
    assert "Evne 1" in editor.get(answer["Location"]).content.decode()
    assert len(now(draft).items) == 4
    assert editor.post(answer["Location"])["Location"] == of(draft, "theme", "first")
    assert [item.code for item in now(draft).items] == ["q2", "q3", "q4"]
    assert now(draft).items[0].help.get("nb") == "Beholdt"
    editor.post(of(draft, "theme_remove", "last"))
    assert [theme.code for theme in now(draft).themes] == ["first"]
    for gone in (of(draft, "item_remove", "q1"), of(draft, "theme_remove", "last"), of(draft, "theme", "last")):
        assert editor.get(gone, follow=True).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"item-q1-code": "Q 1"}, "item-q1-code"),
        ({"item-q1-code": "q4"}, "item-q1-code"),
        ({"item-q2-code": "q1"}, "item-q2-code"),
        ({"item-q1-text_nb": "", "item-q1-text_da": ""}, "item-q1-text"),
        ({"item-0-help_nb": "Bare hjelp"}, "item-0-text"),
        ({"theme-code": "last"}, "theme-code"),
        ({"theme-title_nb": "", "theme-title_da": ""}, "theme-title"),
        ({"item-q1-title_nb": "x" * 201}, "item-q1-title"),
    ],
)
def test_mistakes_stand_by_their_field_and_nothing_is_lost(
    editor: Client, draft: InstrumentVersion, changed: dict[str, str], field: str
) -> None:
    before = now(draft)
    answer = send(editor, of(draft, "theme", "first"), {**changed, "item-q3-help_nb": "Skrevet for en time siden"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#id_{field}-group"' in page
    assert 'class="pair__error"' in page
    assert "Skrevet for en time siden" in page
    assert now(draft) == before


def test_whoever_saves_second_is_told_and_keeps_what_they_wrote(editor: Client, draft: InstrumentVersion) -> None:
    address = of(draft, "theme", "first")
    page = editor.get(address).content.decode()
    send(editor, address, {"item-q1-help_nb": "Den første"})
    answer = send(editor, address, {"item-q1-help_nb": "Den andre"}, page=page)
    shown = answer.content.decode()
    assert "Noen andre har lagret" in shown
    assert "Den andre" in shown
    assert now(draft).items[0].help.get("nb") == "Den første"
    send(editor, address, page=shown)
    assert now(draft).items[0].help.get("nb") == "Den andre"
    # Another theme is another part.
    assert send(editor, of(draft, "theme", "last"), {"item-q4-help_nb": "Hjelp"}).status_code == 302


def test_a_question_removed_by_somebody_else_comes_back_with_what_was_written(
    editor: Client, draft: InstrumentVersion
) -> None:
    address = of(draft, "theme", "first")
    page = editor.get(address).content.decode()
    editor.post(of(draft, "item_remove", "q1"))
    shown = send(editor, address, {"item-q1-help_nb": "Ikke borte"}, page=page).content.decode()
    assert "Ikke borte" in shown
    send(editor, address, page=shown)
    assert [item.code for item in now(draft).themes[0].items] == ["q1", "q2", "q3"]


def test_a_longer_scale_needs_names_and_a_shorter_one_asks(editor: Client, draft: InstrumentVersion) -> None:
    address = of(draft, "settings")
    assert send(editor, address, {"steps": "7"})["Location"] == address
    assert [len(item.levels) for item in now(draft).items] == [7] * 4
    answer = send(editor, address, {"steps": "4"})
    assert "drop_words" in answer.context["form"].errors
    assert len(now(draft).scale.steps) == 7
    send(editor, address, {"steps": "4", "drop_words": "on"})
    found = now(draft)
    assert (len(found.scale.steps), len(found.scale.labels), len(found.items[0].levels)) == (4, 4, 4)
    assert send(editor, address, {"steps": "11"}).status_code == 200


def test_free_text_is_written_beside_its_translation(editor: Client, draft: InstrumentVersion) -> None:
    address = of(draft, "free_text")
    send(editor, address, {"text-0-text_nb": "Hva bør vi slutte med?", "text-1-text_nb": "Hva savner du?"})
    assert [question.code for question in now(draft).texts] == ["hva_bor_vi_slutte_med", "hva_savner_du"]
    answer = send(editor, address, {"text-1-code": "q1"})
    assert 'class="pair__error"' in answer.content.decode()
    send(editor, address, {"text-0-text_nb": ""})
    assert [question.code for question in now(draft).texts] == ["hva_savner_du"]


def test_a_published_version_can_not_be_edited(editor: Client) -> None:
    version = factories.version()
    plan_round(factories.programme(), version)
    for name, more in (("draft", ()), ("settings", ()), ("theme", ("first",)), ("publish", ()), ("drop", ())):
        for answer in (editor.get(of(version, name, *more)), editor.post(of(version, name, *more))):
            assert answer["Location"] == of(version, "preview")
    assert "Publisert og brukt i 1 runde: kan ikke endres." in editor.get(of(version, "preview")).content.decode()


def test_new_version_copies_the_newest_and_is_made_once(editor: Client) -> None:
    version = factories.version()
    address = reverse("instruments:new_version", args=["abilities"])
    first, again = editor.post(address), editor.post(address)
    draft = InstrumentVersion.objects.drafts().get()
    assert first["Location"] == again["Location"] == of(draft)
    assert (draft.number, draft.source.items) == (2, version.source.items)
    # There is nothing to publish before something is changed.
    assert "Versjon 1 spør om akkurat det samme" in send(editor, of(draft, "publish")).content.decode()
    assert editor.post(of(draft, "drop")).status_code == 302
    assert InstrumentVersion.objects.get() == version


def test_dropping_the_only_draft_drops_the_instrument(editor: Client) -> None:
    editor.post(reverse("instruments:add"), {"title_nb": "Kort prøve", "steps": "2"})
    editor.post(of(InstrumentVersion.objects.get(), "drop"))
    assert not Instrument.objects.exists()


def test_a_code_in_use_is_refused_by_the_field(editor: Client) -> None:
    factories.version()
    answer = editor.post(reverse("instruments:add"), {"title_nb": "Evner", "steps": "5", "code": "abilities"})
    assert list(answer.context["form"].errors) == ["code"]
    answer = editor.post(reverse("instruments:add"), {"title_nb": "Abilities", "steps": "5"})
    assert InstrumentVersion.objects.drafts().get().instrument.code == "abilities_2"


def test_publishing_twice_at_once_publishes_once(editor: Client, draft: InstrumentVersion) -> None:
    send(editor, of(draft, "theme", "first"), {"item-q1-help_nb": "Endret"})
    page = editor.get(of(draft, "publish")).content.decode()
    send(editor, of(draft, "publish"), page=page)
    assert send(editor, of(draft, "publish"), page=page)["Location"] == of(draft, "preview")
    assert InstrumentVersion.objects.published().count() == 2


def test_only_complete_languages_can_be_chosen(editor: Client, draft: InstrumentVersion) -> None:
    send(editor, of(draft, "theme", "first"), {"item-q1-help_da": ""})
    answer = send(editor, of(draft, "publish"), {"languages": "da"})
    assert list(answer.context["form"].errors) == ["languages"]
    assert InstrumentVersion.objects.drafts().exists()
