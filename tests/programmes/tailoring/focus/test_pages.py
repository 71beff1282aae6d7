"""Focus areas of a programme: chosen, and served with proposals from the library."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from cms.accounts.models import User
from programmes.library import taxonomy
from programmes.library.abilities import Ability, Development
from programmes.library.models import IndustryCase, Speaker, Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.focus import finding, services, showing, suggesting
from programmes.tailoring.focus.models import DeclinedFocus, FocusArea
from programmes.tailoring.focus.suggesting import Suggestion
from programmes.tailoring.models import Programme
from tests.growth import many
from tests.programmes.library.test_taxonomy import ability
from tests.programmes.tailoring.factories import make_guest, make_programme, make_template, make_thing, many_things
from tests.programmes.tailoring.pages import text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
PAGE_QUERIES = 19


@pytest.fixture
def programme() -> Programme:
    return make_programme(make_template(1), sector="health")


@pytest.fixture
def trials() -> Ability:
    return ability()


@pytest.fixture
def focused(programme: Programme, trials: Ability) -> Programme:
    services.choose(programme, [trials.code])
    return programme


def developing(*codes: str, **facts: Any) -> Thing:
    thing = make_thing(**facts)
    taxonomy.develop(thing.pk, codes or ["small_trials"])
    return thing


def proposed(client: Client, programme: Programme) -> list[dict[str, Any]]:
    return client.get(url("focus", programme.pk)).context["proposals"]


def labels(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"].removesuffix(" (nb)") for row in rows]


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_focus_areas_are_chosen_and_stand_on_the_board(editor: Client, programme: Programme, trials: Ability) -> None:
    editor.post(url("focus_choose", programme.pk), {"areas": ["strategy", "small_trials"]})
    assert [area.code for area in finding.areas_of(programme)] == ["strategy", "small_trials"]
    editor.post(url("focus_choose", programme.pk), {"areas": ["leadership", "small_trials"]})
    assert [area.code for area in finding.areas_of(programme)] == ["small_trials", "leadership"]
    page = text_of(editor.get(url("board", programme.pk)))
    assert "Å prøve i det små" in page
    assert url("focus_proposals", programme.pk) in page


def test_six_are_too_many_and_nothing_is_lost(editor: Client, programme: Programme) -> None:
    codes = [ability(f"ability_{number}").code for number in range(6)]
    response = editor.post(url("focus_choose", programme.pk), {"areas": codes})
    assert "Velg høyst fem. 6 er krysset av." in text_of(response)
    assert response.context["form"]["areas"].value() == codes
    assert not FocusArea.objects.exists()


@pytest.mark.parametrize("page", ["focus", "focus_choose", "focus_proposals"])
def test_others_see_nothing(outsider: Client, focused: Programme, page: str) -> None:
    assert outsider.get(url(page, focused.pk)).status_code in (302, 404)


@pytest.mark.parametrize("page", ["focus_choose", "focus_answer", "focus_add"])
def test_readers_change_nothing(reader: Client, focused: Programme, page: str) -> None:
    thing = developing()
    module = focused.modules.first()
    sent = {"areas": ["strategy"], "code": "strategy", "answer": "accept", "thing": thing.pk}
    reader.post(url(page, focused.pk), {**sent, "place": f"{module.pk}-preparation"})
    assert [area.code for area in finding.areas_of(focused)] == ["small_trials"]
    assert not module.items.filter(thing=thing).exists()


def test_a_completed_programme_keeps_its_focus(editor: Client, focused: Programme) -> None:
    Programme.objects.filter(pk=focused.pk).update(status=Programme.Status.COMPLETED)
    editor.post(url("focus_choose", focused.pk), {"areas": ["strategy"]})
    assert [area.code for area in finding.areas_of(focused)] == ["small_trials"]
    assert url("focus_proposals", focused.pk) not in text_of(editor.get(url("board", focused.pk)))


# --- proposals --------------------------------------------------------------------------------------------------------


def test_what_develops_the_focus_is_proposed_with_a_reason(editor: Client, focused: Programme) -> None:
    case = make_guest(IndustryCase, consent_given_on=date(2026, 1, 1))
    developing(label="Forsøk", languages=("nb",), case=str(case.pk))
    make_thing(label="Noe annet")
    (row,) = proposed(editor, focused)
    assert labels([row]) == ["Forsøk"]
    month = {1: "januar", 2: "februar", 3: "mars", 4: "april", 5: "mai", 6: "juni", 7: "juli", 8: "august",
             9: "september", 10: "oktober", 11: "november", 12: "desember"}[timezone.localdate().month]  # fmt: skip
    assert row["why"] == (
        f"Utvikler «Å prøve i det små»; fra kundens sektor; på norsk; utgave 1 fra {month} {timezone.localdate().year}"
    )


def test_the_reason_is_in_the_language_of_whoever_asks(focused: Programme) -> None:
    Programme.objects.filter(pk=focused.pk).update(languages=["nb", "da"])
    focused.refresh_from_db()
    developing(label="Forsøg", languages=("nb",))
    with translation.override("da"):
        (row,) = showing.proposals(focused, finding.areas_of(focused), taxonomy.names())
    assert row["why"].startswith("Udvikler ”At prøve i det små”; på norsk; ikke på dansk; udgave 1 fra ")
    assert row["lang"] == "nb"


def test_what_is_there_archived_or_anothers_own_is_not_proposed(editor: Client, focused: Programme) -> None:
    there = developing()
    services.add_element(focused, there.pk, focused.modules.first().pk, "preparation", User.objects.get())
    archived = developing()
    Thing.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    own = developing()
    Thing.objects.filter(pk=own.pk).update(own_to=make_programme())
    assert proposed(editor, focused) == []


@pytest.mark.parametrize("fact", ["speaker", "case"])
def test_nobody_is_proposed_whose_consent_has_run_out(editor: Client, focused: Programme, fact: str) -> None:
    today = timezone.localdate()
    guest = make_guest(
        Speaker if fact == "speaker" else IndustryCase, consent_given_on=today - timedelta(days=30),
        consent_expires_on=today,
    )  # fmt: skip
    developing(**{fact: str(guest.pk)})
    assert len(proposed(editor, focused)) == 1
    (Speaker if fact == "speaker" else IndustryCase).objects.update(consent_expires_on=today - timedelta(days=1))
    assert proposed(editor, focused) == []


def test_a_case_without_an_element_is_named_and_a_module_can_be_added(editor: Client, focused: Programme) -> None:
    case = make_guest(IndustryCase, title="Byen", consent_given_on=date(2026, 1, 1))
    Thing.objects.filter(pk=case.pk).update(current_edition=make_thing().current_edition)
    taxonomy.develop(case.pk, ["small_trials"])
    module = make_thing(ThingKind.MODULE, label="Forsøk", theme="organisation")
    taxonomy.develop(module.pk, ["organisation"])
    rows = {row["title"].removesuffix(" (nb)"): row for row in proposed(editor, focused)}
    assert "ingen læringselementer forteller om det ennå" in next(
        row["why"] for row in rows.values() if row["kind"] == "Bransjecase"
    )
    assert rows["Forsøk"]["why"].startswith("Utvikler hele temaet «Organisasjon»")
    editor.post(url("focus_add", focused.pk), {"thing": module.pk})
    assert focused.modules.filter(module=module).exists()


@pytest.mark.parametrize("number", [5, many(50)])
def test_the_page_costs_the_same_for_any_library(
    editor: Client, focused: Programme, number: int, django_assert_num_queries: Any
) -> None:
    for thing in many_things(number):
        taxonomy.develop(thing.pk, ["small_trials"])
    speaker = make_guest(Speaker, consent_given_on=date(2026, 1, 1))
    developing(speaker=str(speaker.pk))
    editor.get(url("focus", focused.pk))
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(proposed(editor, focused)) == min(8, number + 1)


def test_a_large_library_is_weighed_in_part(focused: Programme, django_assert_num_queries: Any) -> None:
    things, row = many_things(5000), Ability.objects.get()
    Development.objects.bulk_create(Development(thing=thing, ability=row) for thing in things)
    both = things[3210]
    taxonomy.develop(both.pk, ["small_trials", "strategy"])
    services.choose(focused, ["small_trials", "strategy"])
    wishes = finding.wishes_of(focused, finding.areas_of(focused))
    with django_assert_num_queries(4):  # five, where speakers are to be asked
        found = finding.candidates(focused, wishes, "nb")
    assert len(found) == finding.MOST
    assert found[0].key == both.pk


def test_without_focus_nothing_is_searched(programme: Programme, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert finding.candidates(programme, finding.wishes_of(programme, []), "nb") == []


# --- adding -----------------------------------------------------------------------------------------------------------


def test_a_proposal_is_added_with_one_click_and_can_be_removed(editor: Client, focused: Programme) -> None:
    thing = developing(phase="gathering")
    (row,) = proposed(editor, focused)
    place = next(place.value for _title, places in row["places"] for place in places if place.chosen)
    response = editor.post(url("focus_add", focused.pk), {"thing": thing.pk, "place": place}, follow=True)
    item = focused.modules.get(module__label="Organisation").items.get(thing=thing)
    assert item.phase == "gathering"
    assert url("item_remove", item.pk) in text_of(response)
    assert "er lagt til i Organisation (nb), samling." in text_of(response)
    assert response.context["proposals"] == []


def test_what_somebody_else_added_meanwhile_is_not_added_twice(editor: Client, focused: Programme) -> None:
    thing = developing()
    first, second = focused.modules.all()[:2]
    for module in (first, second):
        response = editor.post(
            url("focus_add", focused.pk), {"thing": thing.pk, "place": f"{module.pk}-preparation"}, follow=True
        )
    assert "Det er med i programmet nå" in text_of(response)
    assert not second.items.filter(thing=thing).exists()


@pytest.mark.parametrize(
    "sent", [{}, {"thing": "x"}, {"thing": "6e2f1e0c-6a5c-5f0e-9a83-0d6b2c7a4f11", "place": "1-nowhere"}]
)
def test_what_no_page_sends_is_not_there(editor: Client, focused: Programme, sent: dict[str, str]) -> None:
    assert editor.post(url("focus_add", focused.pk), sent, follow=True).status_code == 404


# --- suggestions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that suggests an ability, a theme, and something nobody knows."""
    known = [Suggestion(code, "Stor avstand", "/her/") for code in ("small_trials", "strategy", "unheard_of")]
    monkeypatch.setattr(suggesting, "_providers", [lambda programme, user: known])


@pytest.mark.usefixtures("suggested")
def test_a_suggestion_is_followed_or_not(editor: Client, programme: Programme, trials: Ability) -> None:
    def codes() -> list[str]:
        return [row["code"] for row in editor.get(url("focus", programme.pk)).context["suggestions"]]

    assert codes() == ["small_trials", "strategy"]
    editor.post(url("focus_answer", programme.pk), {"code": "small_trials", "answer": "accept"})
    assert [area.code for area in finding.areas_of(programme)] == ["small_trials"]
    editor.post(url("focus_answer", programme.pk), {"code": "strategy", "answer": "decline"})
    assert codes() == []
    assert DeclinedFocus.objects.get().code == "strategy"
    editor.post(url("focus_choose", programme.pk), {"areas": ["strategy"]})
    assert [area.code for area in finding.areas_of(programme)] == ["strategy"]
