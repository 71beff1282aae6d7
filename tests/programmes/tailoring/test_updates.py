"""The inbox *Updates*: what waits, by content and by programme, what is different, and the buttons."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from localisation.text import LocalisedText
from programmes.library.models import EditionText, Thing
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.tailoring.models import Programme
from programmes.tailoring.updates import audience, views, waiting
from tests.growth import many
from tests.programmes.conftest import staff
from tests.programmes.tailoring.editions import element_of, item_of, running, targets
from tests.programmes.tailoring.factories import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
# With what Wagtail asks for its own frame: session, user, permissions, profile; the menu's number is remembered.
QUERIES = {"index": 12, "by_programme": 11, "thing": 17, "programme": 14, "place": 14}


@pytest.fixture
def user() -> User:
    return staff("decides@example.com", "change_programme", "decide_updates")


@pytest.fixture
def decider(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"updates:{name}", args=args)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def waiting_for(number: int = 1, **fields: Any) -> tuple[Thing, list[Programme]]:
    """Programmes for which a newer edition waits, whose texts are "Se filmen først" and "… etterpå"."""
    programmes = running(number, **fields)
    thing = element_of(programmes[0])
    write(thing.current_edition, nb="Se filmen først.", da="Se filmen først.")
    write(publish(thing, 2, languages=(), minutes=30), nb="Se filmen etterpå.", da="Se filmen bagefter.")
    return Thing.objects.get(pk=thing.pk), programmes


def write(edition: Any, **leads: str) -> None:
    EditionText.objects.filter(edition=edition).delete()
    for language, lead in leads.items():
        content = {"title": "Filmen", "lead": lead}
        EditionText.objects.create(edition=edition, language=language, title="Filmen", lead=lead, content=content)


def place(programme: Programme) -> str:
    return url("place", "item", item_of(programme).pk)


def choose(client: Client, page: str, choice: str, programmes: list[Programme] | None = None, **more: Any) -> Any:
    ticked = [str(target) for target in targets(programmes or [])]
    return client.post(page, {"choice": choice, "targets": ticked, **more})


def enrol(programme: Programme, groups: int, each: int) -> None:
    home = Organisation.objects.create(slug=f"o-{programme.pk}", name=LocalisedText(nb="Lyngøy"), country="NO")
    for group in range(groups):
        row = LeaderGroup.objects.create(
            programme=programme, organisation=home, slug=f"g-{group}", name=LocalisedText()
        )
        for person in range(each):
            guest = User.objects.create_user(f"p{programme.pk}-{group}-{person}@example.com")
            Enrolment.objects.create(user=guest, leader_group=row)


# --- the inbox --------------------------------------------------------------------------------------------------------


def test_the_inbox_lists_what_waits(decider: Client) -> None:
    thing, _programmes = waiting_for(3)
    page = text_of(decider.get(url("index")))
    assert url("thing", thing.pk) in page
    assert "Filmen" in page
    assert "venter for 3 programmer" in page
    assert "utgave 2" in page


def test_the_inbox_lists_programmes(decider: Client) -> None:
    _thing, [programme] = waiting_for(1)
    page = text_of(decider.get(url("index"), {"by": "programme"}))
    assert url("programme", programme.pk) in page
    assert "1 oppdatering" in page


@pytest.mark.parametrize("by", ["content", "programme"])
def test_an_empty_inbox_says_so(decider: Client, by: str) -> None:
    assert "Ingenting venter." in text_of(decider.get(url("index"), {"by": by}))


def menu_of(client: Client) -> str:
    return text_of(client.get(reverse("wagtailadmin_home")))


def test_the_menu_has_the_number(decider: Client, django_capture_on_commit_callbacks: Any) -> None:
    assert '"Oppdateringer"' in menu_of(decider)
    thing, [programme] = waiting_for(1)
    with django_capture_on_commit_callbacks(execute=True):
        waiting.forget_counts()
    assert "Oppdateringer (1)" in menu_of(decider)
    assert '"Programmer (1)"' in menu_of(decider)
    with django_capture_on_commit_callbacks(execute=True):
        choose(decider, url("thing", thing.pk), "take", [programme])
    assert "Oppdateringer (" not in menu_of(decider)
    assert '"Programmer"' in menu_of(decider)


def test_the_menus_number_is_remembered(user: User, django_assert_num_queries: Any) -> None:
    waiting_for(1)
    user = User.objects.get(pk=user.pk)
    assert waiting.count_for(user) == 1
    with django_assert_num_queries(0):
        assert waiting.count_for(user) == 1


def test_a_course_leaders_number_is_their_own() -> None:
    leader = staff("leader@example.com", "change_programme")
    waiting_for(1)
    assert waiting.count_for(User.objects.get(pk=leader.pk)) == 0


# --- what is different ------------------------------------------------------------------------------------------------


def test_one_object_shows_the_difference_and_whom_it_affects(decider: Client) -> None:
    thing, [programme] = waiting_for(1)
    enrol(programme, groups=2, each=3)
    page = text_of(decider.get(url("thing", thing.pk)))
    expected = [
        "<del>først.</del>", "<ins>etterpå.</ins>", "<ins>bagefter.</ins>", "<del>20 minutter</del>",
        "<ins>30 minutter</ins>", "Fra utgave 1 til utgave 2", "Tekst på norsk", "Tekst på dansk",
        "Modul 1 er åpen for 6 deltakere i 2 ledergrupper.",
    ]  # fmt: skip
    assert [words for words in expected if words not in page] == []
    assert "{&quot;" not in page


def test_programmes_stand_under_the_edition_they_hold_on_to(decider: Client) -> None:
    thing, [first] = waiting_for(1)
    [second] = running(1, template=first.template)  # opened with edition 2
    write(publish(thing, 3, languages=()), nb="Se filmen til slutt.")
    groups = decider.get(url("thing", thing.pk)).context["groups"]
    assert [(str(group["edition"]), group["total"]) for group in groups] == [("1", 1), ("2", 1)]
    assert [row["line"].programme for group in groups for row in group["rows"]] == [first, second]


def test_a_language_that_is_missing_is_said(decider: Client) -> None:
    thing, _programmes = waiting_for(1)
    write(thing.current_edition, nb="Se filmen etterpå.")
    page = text_of(decider.get(url("thing", thing.pk)))
    assert "Teksten på dansk mangler i utgave 2. Leserne får teksten på norsk, med en merknad." in page


def test_one_place_has_three_columns_where_it_has_own_words(decider: Client) -> None:
    _thing, [programme] = waiting_for(1)
    item = item_of(programme)
    item.introduction_override, item.minutes_override = {"nb": "Vår innledning"}, 45
    item.save()
    page = text_of(decider.get(place(programme)))
    assert page.count("difference__side--own") == 2
    assert "Vår innledning" in page
    assert "45 minutter" in page
    assert "Ta i bruk, behold mine ord" in page
    assert "Tekst på dansk" not in page  # the programme is in Norwegian


def test_own_words_that_the_update_does_not_meet_ask_nothing(decider: Client) -> None:
    _thing, [programme] = waiting_for(1)
    item = item_of(programme)
    item.title_override = {"nb": "Vår film"}
    item.save()
    assert "Ta i bruk, behold mine ord" not in text_of(decider.get(place(programme)))


def test_one_place_that_was_kept_says_so_and_can_change(decider: Client) -> None:
    _thing, [programme] = waiting_for(1)
    choose(decider, place(programme), "keep", [programme])
    page = text_of(decider.get(place(programme)))
    assert "Dere har valgt å beholde utgave 1." in page
    assert 'value="take"' in page
    assert 'value="keep"' not in page


@pytest.mark.parametrize(
    ("status", "words"), [("completed", "Programmet er gjennomført og blir som det var."), ("draft", "nyeste utgaven")]
)
def test_nothing_is_offered_to_a_programme_that_does_not_run(decider: Client, status: str, words: str) -> None:
    _thing, [programme] = waiting_for(1)
    Programme.objects.filter(pk=programme.pk).update(status=status)
    page = text_of(decider.get(place(programme)))
    assert words in page
    assert 'value="take"' not in page


def test_what_is_archived_says_so(decider: Client) -> None:
    thing, [programme] = waiting_for(1)
    Thing.objects.filter(pk=thing.pk).update(archived_at=timezone.now())
    assert "arkivert i biblioteket" in text_of(decider.get(url("index")))
    for page in (url("thing", thing.pk), place(programme)):
        assert "kan ta oppdateringen i bruk" in text_of(decider.get(page))


def test_a_module_has_the_page_too(decider: Client) -> None:
    [programme] = running()
    module = programme.modules.get()
    publish(module.module, 2, weeks=10)
    page = text_of(decider.get(url("place", "module", module.pk)))
    assert "<ins>10</ins>" in page
    choose(decider, url("thing", module.module_id), "take", every=module.pinned_edition_id, seen="2")
    module.refresh_from_db()
    assert module.edition.number == 2


# --- deciding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "number", "words"), [("take", 2, "tatt i bruk i 2 programmer"), ("keep", 1, "2 programmer beholder")]
)
def test_many_are_decided_at_once(decider: Client, choice: str, number: int, words: str) -> None:
    thing, programmes = waiting_for(3)
    response = choose(decider, url("thing", thing.pk), choice, programmes[:2])
    assert response.headers["Location"] == url("thing", thing.pk)
    assert words in said(response)
    assert [item_of(programme).edition.number for programme in programmes] == [number, number, 1]


def test_the_last_one_leads_back_to_the_inbox(decider: Client) -> None:
    thing, programmes = waiting_for(1)
    assert choose(decider, url("thing", thing.pk), "take", programmes).headers["Location"] == url("index")


def test_a_programme_is_decided_about_in_one_go(decider: Client) -> None:
    _thing, programmes = waiting_for(1)
    page = url("programme", programmes[0].pk)
    assert place(programmes[0]) in text_of(decider.get(page))
    choose(decider, page, "take", programmes)
    assert item_of(programmes[0]).edition.number == 2
    assert "Ingenting venter for dette programmet." in text_of(decider.get(page))


def test_nothing_ticked_changes_nothing(decider: Client) -> None:
    thing, programmes = waiting_for(1)
    assert "Kryss av" in said(choose(decider, url("thing", thing.pk), "take", []))
    assert item_of(programmes[0]).edition.number == 1


@pytest.mark.parametrize(
    "post",
    [{"choice": "sell", "targets": "item-1-2"}, {"choice": "take", "targets": "x"}, {"choice": "take", "every": "1"}],
)
def test_what_no_button_sends_is_not_found(decider: Client, post: dict[str, str]) -> None:
    thing, _programmes = waiting_for(1)
    assert decider.post(url("thing", thing.pk), post, follow=True).status_code == 404


def test_the_second_of_two_people_is_told_who_was_faster(decider: Client) -> None:
    thing, programmes = waiting_for(1)
    other = Client()
    other.force_login(staff("kari@example.com", "change_programme", "decide_updates"))
    ticked = [str(target) for target in targets(programmes)]
    other.post(url("thing", thing.pk), {"choice": "keep", "targets": ticked})
    response = decider.post(url("thing", thing.pk), {"choice": "keep", "targets": ticked})
    assert "alt avgjort" in said(response)
    assert "Sist avgjort av Kari Nes." in said(response)


def test_very_many_are_the_workers(decider: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 2)
    thing, programmes = waiting_for(3)
    edition = item_of(programmes[0]).pinned_edition
    response = decider.post(url("thing", thing.pk), {"choice": "take", "every": edition.pk, "seen": "2"})
    job = Job.objects.get()
    assert response.headers["Location"] == url("work", job.pk)
    page = text_of(decider.get(url("work", job.pk)))
    assert "3 programmer tas ett etter ett" in page
    assert 'http-equiv="refresh"' in page
    jobs.run(str(job.pk))
    page = text_of(decider.get(url("work", job.pk)))
    assert "tatt i bruk i 3 programmer" in page
    assert 'http-equiv="refresh"' not in page


def test_work_that_found_nothing_left_says_so(decider: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 0)
    thing, programmes = waiting_for(1)
    response = choose(decider, url("thing", thing.pk), "take", programmes)
    publish(thing, 3)
    jobs.run(str(Job.objects.get().pk))
    assert "nyere utgave" in text_of(decider.get(response.headers["Location"]))


def test_work_that_failed_says_so(decider: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 0)
    thing, programmes = waiting_for(1)
    response = choose(decider, url("thing", thing.pk), "take", programmes)
    Job.objects.update(state="failed")
    assert "Arbeidet stoppet." in text_of(decider.get(response.headers["Location"]))


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def leader(db: None) -> User:
    return staff("leader@example.com", "change_programme")


def test_a_course_leader_sees_their_own_programmes(client: Client, leader: User) -> None:
    thing, [mine] = waiting_for(1, leader=leader)
    [other] = running(1)
    publish(element_of(other), 2)
    client.force_login(leader)
    page = text_of(client.get(url("index")))
    assert url("thing", thing.pk) in page
    assert url("thing", element_of(other).pk) not in page
    assert client.get(url("programme", mine.pk)).status_code == 200
    assert client.get(url("programme", other.pk), follow=True).status_code == 404
    choose(client, place(mine), "take", [mine])
    assert item_of(mine).edition.number == 2


def test_another_course_leader_sees_the_difference_and_no_buttons(client: Client, leader: User) -> None:
    _thing, [programme] = waiting_for(1, leader=staff("hers@example.com", "change_programme"))
    client.force_login(leader)
    page = text_of(client.get(place(programme)))
    assert "<ins>etterpå.</ins>" in page
    assert 'value="take"' not in page
    assert "Kurslederen (Kari Nes)" in page
    choose(client, place(programme), "take", [programme])
    assert item_of(programme).edition.number == 1


def test_others_have_no_inbox(reader: Client) -> None:
    thing, [programme] = waiting_for(1)
    for page in (url("index"), url("thing", thing.pk), url("programme", programme.pk), place(programme)):
        assert choose(reader, page, "take", [programme]).status_code == 404
        assert reader.get(page).status_code == 404
    assert "Oppdateringer" not in menu_of(reader)
    assert item_of(programme).edition.number == 1


def test_work_is_shown_to_whoever_started_it(decider: Client, client: Client, leader: User, user: User) -> None:
    _thing, programmes = waiting_for(1)
    job = views.hand_in("take", targets(programmes), user)
    assert decider.get(url("work", job.pk)).status_code == 200
    client.force_login(leader)
    assert client.get(url("work", job.pk), follow=True).status_code == 404


# --- what it costs, words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [5, many(50)])
@pytest.mark.parametrize("page", list(QUERIES))
def test_pages_cost_the_same_for_any_number_of_programmes(
    decider: Client, number: int, page: str, django_assert_num_queries: Any
) -> None:
    thing, programmes = waiting_for(number)
    addresses = {
        "index": url("index"), "by_programme": f"{url('index')}?by=programme", "thing": url("thing", thing.pk),
        "programme": url("programme", programmes[0].pk), "place": place(programmes[0]),
    }  # fmt: skip
    decider.get(addresses[page])
    with django_assert_num_queries(QUERIES[page]):
        assert decider.get(addresses[page]).status_code == 200


def test_long_lists_have_pages_and_one_box_for_all(decider: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    thing, _programmes = waiting_for(3)
    page = text_of(decider.get(url("thing", thing.pk)))
    assert "Alle 3, også dem på de andre sidene" in page
    assert "3 programmer" in page


@pytest.mark.parametrize(
    ("people", "groups", "words"),
    [
        (34, 4, "Modul 2 er åpen for 34 deltakere i 4 ledergrupper."),
        (1, 1, "Modul 2 er åpen for 1 deltaker i 1 ledergruppe."),
        (0, 3, "Modul 2 er åpen, men har ingen deltakere ennå."),
    ],
)
def test_whom_it_affects_is_said_in_words(people: int, groups: int, words: str) -> None:
    assert audience.sentence(2, audience.Audience(people, groups)) == words
