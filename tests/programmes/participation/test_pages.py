"""What participants read on their pages, in their own language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.participation import sections
from programmes.participation.models import Completion, Opening
from programmes.participation.page import board
from programmes.participation.survey import survey
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object, language: str = "nb") -> str:
    with override(language):
        path = reverse(name, args=args)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_each_reads_the_same_programme_in_their_own_language(client: Client, built: Built) -> None:
    item = built.item(Phase.PREPARATION)
    expected = {
        "nb": ("Neste steg", "Se videoen «Element 0-0 nb»", "0 av 5 i denne modulen", "Samling 0", "Body (nb)"),
        "da": ("Næste skridt", "Se videoen ”Element 0-0 da”", "0 af 5 i dette modul", "Samling 0 da", "Body (da)"),
    }
    for language, (label, title, count, gathering, body) in expected.items():
        client.force_login(factories.enrol(built, factories.make_user(language)))
        landing = client.get(reverse("after_login"))
        text = client.get(landing.url).content.decode()
        assert f'<html lang="{language}">' in text
        for words in (label, title, count, gathering):
            assert words in text
        assert text.index(label) < text.index(gathering) < text.index(count)
        assert body in page(client, "my_element", item.uuid, language=language)


def test_a_text_missing_in_a_language_is_shown_in_the_other_and_says_so(client: Client) -> None:
    built = factories.make_programme(languages=("nb",))
    item = built.item(Phase.PREPARATION)
    client.force_login(factories.enrol(built, factories.make_user("da")))
    text = page(client, "my_element", item.uuid, language="da")
    assert "Denne tekst er på norsk" in text
    assert '<h1 class="size-5" lang="nb">Element 0-0 nb</h1>' in text
    assert "Optagelsen er på norsk med undertekster på dansk" in text
    assert "på norsk" in page(client, "my_programme", language="da")


def test_own_words_of_the_programme_win_over_the_library(logged_in: Client, built: Built) -> None:
    item = built.item(Phase.PREPARATION)
    item.title_override = LocalisedText(nb="Vår egen tittel")
    item.introduction_override = LocalisedText(nb="Fordi dere skal bruke den")
    item.minutes_override = 5
    item.save()
    for text in (page(logged_in, "my_programme"), page(logged_in, "my_element", item.uuid)):
        assert "Vår egen tittel" in text
        assert "Fordi dere skal bruke den" in text
        assert "5 minutter" in text


def test_a_pinned_edition_stays(logged_in: Client, built: Built) -> None:
    item = built.item(Phase.PREPARATION)
    old = item.thing.current_edition
    newer = factories.make_thing("x", {"nb": "Ny utgave"}, kind="video")
    ProgrammeItem.objects.filter(pk=item.pk).update(pinned_edition=old)
    type(item.thing).objects.filter(pk=item.thing_id).update(current_edition=newer.current_edition)
    assert "Element 0-0 nb" in page(logged_in, "my_element", item.uuid)
    ProgrammeItem.objects.filter(pk=item.pk).update(pinned_edition=None)
    assert "Ny utgave" in page(logged_in, "my_element", item.uuid)


def test_every_module_has_a_page_with_all_its_elements(logged_in: Client, built: Built) -> None:
    with override("nb"):
        addresses = [reverse("my_module", args=[module.uuid]) for module in built.modules]
    text = page(logged_in, "my_programme")
    assert all(address in text for address in addresses)
    for number, module in enumerate(built.modules):
        own = page(logged_in, "my_module", module.uuid, language="da")
        items = [item for item in built.items if item.programme_module == module]
        assert [f"Element {number}-{item.position} da" in own for item in items] == [True] * len(items)
    assert "Åbner" in own
    assert f"Modul {len(built.modules)} af" in own
    assert "Modul 2 af 2 · til" not in own  # it has not begun: both its dates are told
    assert "Modul 1 af 2 · til" in page(logged_in, "my_module", built.modules[0].uuid, language="da")


def test_what_was_left_in_an_earlier_module_is_the_next_step(built: Built, participant: User) -> None:
    here = [item for item in built.items if item.programme_module == built.modules[1]]
    for item in here:
        Completion.objects.create(user=participant, item=item)
    later = timezone.localdate() + timedelta(weeks=18)
    view = board(survey(built.programme, participant), "nb", later)
    assert view.current.title == "leadership nb"
    assert "Element 0-" in view.next_step["title"]


def test_marking_and_taking_back_can_be_repeated(logged_in: Client, built: Built, participant: User) -> None:
    item = built.item(Phase.PREPARATION)
    path = reverse("mark_element", args=[item.uuid])
    times = set()
    for _time in range(2):
        response = logged_in.post(path, {"done": "yes"})
        assert response.url == reverse("my_element", args=[item.uuid]) + "#mark"
        times.add(Completion.objects.get(user=participant, item=item).completed_at)
    assert len(times) == 1
    assert "1 av 5 i denne modulen" in page(logged_in, "my_programme")
    for _time in range(2):
        assert logged_in.post(path, {"done": "no"}, headers={"accept": "application/json"}).json() == {"done": False}
    assert not Completion.objects.exists()
    assert logged_in.get(path).url == reverse("my_element", args=[item.uuid]) + "#mark"
    assert not Completion.objects.exists()


def test_one_goes_on_where_one_left_off(logged_in: Client, built: Built, participant: User) -> None:
    first = built.item(Phase.PREPARATION)
    other = next(item for item in built.items if item.phase == Phase.PREPARATION and item != first)
    page(logged_in, "my_element", other.uuid)
    text = page(logged_in, "my_programme")
    assert "Fortsett der du slapp:" in text
    assert "Pågår" in text
    page(logged_in, "my_element", first.uuid)
    text = page(logged_in, "my_programme")
    assert "Fortsett der du slapp:" not in text
    assert "<span>Fortsett</span>" in text
    page(logged_in, "my_element", first.uuid)
    assert Opening.objects.filter(user=participant, item=first).count() == 1


def test_when_all_is_done_the_page_says_so(built: Built, participant: User) -> None:
    today = timezone.localdate()
    Gathering.objects.all().delete()
    for item in built.items:
        Completion.objects.create(user=participant, item=item)
    view = board(survey(built.programme, participant), "nb", today)
    assert view.next_step is None
    assert view.leaf is None
    assert view.current.count.complete


def test_in_a_completed_programme_nothing_waits(logged_in: Client, built: Built) -> None:
    assert "Neste steg" in page(logged_in, "my_programme")
    Programme.objects.update(status=Programme.Status.COMPLETED)
    text = page(logged_in, "my_programme")
    assert "Programmet er over" in text
    assert f'/{built.programme.slug}/dokumenter/"' in text
    assert "Neste steg" not in text


def test_the_gathering_is_next_when_all_is_prepared(logged_in: Client, built: Built, participant: User) -> None:
    for item in built.items:
        if item.phase == Phase.PREPARATION and item.programme_module == built.modules[0]:
            Completion.objects.create(user=participant, item=item)
    assert "Møt på samlingen «Samling 0»" in page(logged_in, "my_programme")


def test_a_gathering_has_its_agenda_and_what_to_prepare(logged_in: Client, built: Built) -> None:
    text = page(logged_in, "my_gathering", built.gatherings[0].uuid)
    for words in (
        "Dagsprogram",
        "Velkommen",
        "kl.\N{NO-BREAK SPACE}09.15–10.15",
        "Ta med ett eksempel",
        "Fjordhotellet",
    ):
        assert words in text
    text = page(logged_in, "my_gathering", built.gatherings[0].uuid, language="da")
    assert "kl.\N{NO-BREAK SPACE}9.15–10.15" in text
    assert "Tag et eksempel med" in text


def test_a_cancelled_gathering_is_said_to_be(logged_in: Client, built: Built) -> None:
    Gathering.objects.filter(pk=built.gatherings[0].pk).update(cancelled_at=timezone.now())
    assert "Samlingen er avlyst" in page(logged_in, "my_gathering", built.gatherings[0].uuid)
    assert "Samling 1" in page(logged_in, "my_programme")
    assert "Avlyst" in page(logged_in, "my_schedule")


def test_what_is_over_is_not_offered_to_the_calendar(logged_in: Client, built: Built) -> None:
    gathering = built.gatherings[0]
    assert "calendar.ics" in page(logged_in, "my_gathering", gathering.uuid)
    shift = timedelta(days=30)
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=gathering.starts_at - shift, ends_at=gathering.ends_at - shift
    )
    assert "calendar.ics" not in page(logged_in, "my_gathering", gathering.uuid)


def test_marks_in_one_programme_are_not_shown_in_another(logged_in: Client, built: Built, participant: User) -> None:
    other = factories.make_programme()
    factories.enrol(other, participant)
    page(logged_in, "my_element", other.item(Phase.PREPARATION).uuid)
    Completion.objects.create(user=participant, item=other.item(Phase.PREPARATION))
    page(logged_in, "my_element", other.items[3].uuid)
    text = page(logged_in, "my_programme_of", built.programme.slug)
    assert "0 av 5 i denne modulen" in text
    assert "Fortsett der du slapp:" not in text
    assert "1 av 5 i denne modulen" in page(logged_in, "my_programme_of", other.programme.slug)


def test_whoever_has_several_programmes_chooses(logged_in: Client, built: Built, participant: User) -> None:
    other = factories.make_programme()
    factories.enrol(other, participant)
    for name, target in (("my_programme", "my_programme_of"), ("my_schedule", "my_schedule_of")):
        text = page(logged_in, name)
        assert "Hvilket program vil du åpne?" in text
        for programme in (built.programme, other.programme):
            assert reverse(target, args=[programme.slug]) in text


def test_whoever_has_none_is_told_kindly(client: Client, db: None) -> None:
    user = factories.make_user("da")
    client.force_login(user)
    text = page(client, "my_programme", language="da")
    assert f"Hej, {user.first_name}" in text
    assert user.email in text


def test_other_rooms_add_sections(logged_in: Client, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_providers", [])
    sections.register(lambda enrolment, language: sections.Section("Kartlegging", f"<p>{language}</p>"))
    sections.register(lambda enrolment, language: None)
    text = page(logged_in, "my_programme", language="da")
    assert '<h2 class="panel__title">Kartlegging</h2>' in text


def test_other_rooms_add_to_elements(logged_in: Client, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_element_providers", [])
    sections.register_for_elements(lambda user, item: sections.Section("Kartlegging", f"<p>{item.pk}</p>"))
    sections.register_for_elements(lambda user, item: None)
    text = page(logged_in, "my_element", built.item(Phase.PREPARATION).uuid)
    assert '<h2 class="panel__title">Kartlegging</h2>' in text


def test_nothing_leads_to_an_element_that_has_not_opened(logged_in: Client, built: Built) -> None:
    last_open = built.items[4]  # the last of the gathering; the after-work opens later
    after_work = built.item(Phase.AFTER_WORK)
    assert f"{after_work.uuid}" not in page(logged_in, "my_element", last_open.uuid)
    ProgrammeItem.objects.filter(pk=after_work.pk).update(opens_on=None)
    assert f"{after_work.uuid}" in page(logged_in, "my_element", last_open.uuid)


def test_pages_are_kept_from_caches_and_search_engines(logged_in: Client, built: Built) -> None:
    response = logged_in.get(reverse("my_element", args=[built.item(Phase.PREPARATION).uuid]))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response.content.decode()
