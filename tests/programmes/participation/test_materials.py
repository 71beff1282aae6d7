"""A programme's materials: what has opened, searched, for as long as it is kept; and a kind word afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from cms.accounts.models import User
from localisation import nordic
from programmes.library.vocabulary import Phase
from programmes.participation.materials.pages import Materials
from programmes.tailoring import status
from programmes.tailoring.models import Programme, ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built
from tests.programmes.participation.test_completed import give_guests

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def page(client: Client, built: Built, language: str = "nb", **wanted: str) -> tuple[Materials, str]:
    with translation.override(language):
        answer = client.get(reverse("my_materials", args=[built.programme.slug]), wanted)
    assert answer.status_code == 200
    return answer.context["materials"], answer.content.decode()


@pytest.fixture
def reader(client: Client, built: Built) -> Client:
    client.force_login(factories.enrol(built))
    return client


def call_it(item: ProgrammeItem, title: str) -> None:
    ProgrammeItem.objects.filter(pk=item.pk).update(title_override={"nb": title, "da": title})


def test_what_has_opened_stands_there_and_nothing_else(reader: Client, built: Built) -> None:
    later = built.item(Phase.PREPARATION, 1)
    assert later.programme_module.starts_on > TODAY
    found, text = page(reader, built)
    opened = [item for item in built.items if (item.opens_on or item.programme_module.starts_on) <= TODAY]
    assert found.found == found.total == len(opened) > 0
    assert len(found.shelves) == 1
    assert reverse("my_element", args=[built.item(Phase.PREPARATION).uuid]) in text
    assert str(later.uuid) not in text
    assert "i 12 måneder etter at programmet er fullført" in text


def test_search_finds_words_in_titles_and_guests_and_a_module_narrows(reader: Client, built: Built) -> None:
    give_guests(built)
    call_it(built.item(Phase.PREPARATION), "Fra fjord til sky")
    assert page(reader, built, q="SKY fjord")[0].found == 1
    assert page(reader, built, q="sky hav")[0].found == 0
    by_guest, text = page(reader, built, q="ola")
    assert 0 < by_guest.found < by_guest.total
    assert [met.name for met in by_guest.speakers] == ["Ola Nes"]
    assert [met.name for met in page(reader, built, q="sykehuset")[0].cases] == ["Sykehuset"]
    assert "Ola Nes" in text
    assert page(reader, built, module=str(built.modules[0].uuid))[0].found == by_guest.total
    assert page(reader, built, module=str(built.modules[1].uuid))[0].found == 0
    assert page(reader, built, module="nonsense")[0].found == by_guest.total


def test_queries_do_not_grow(reader: Client, built: Built) -> None:
    def asked() -> int:
        page(reader, built)
        with CaptureQueriesContext(connection) as queries:
            page(reader, built)
        return len(queries)

    give_guests(built)
    before = asked()
    module = built.modules[0]
    for number in range(6):
        facts = factories.facts_of(Phase.PREPARATION)
        thing = factories.make_thing("Mer", {"nb": f"Mer {number}", "da": f"Mere {number}"}, **facts)
        ProgrammeItem.objects.create(
            programme_module=module, thing=thing, phase=Phase.PREPARATION, position=50 + number
        )
    assert asked() == before <= 13


def test_it_stays_as_long_as_was_agreed_and_then_says_so(client: Client, built: Built) -> None:
    person = factories.enrol(built)
    Programme.objects.filter(pk=built.programme.pk).update(kept_months=3)
    built.programme.refresh_from_db()
    status.change(built.programme, Programme.Status.COMPLETED, timezone.localdate())
    last = Programme.objects.get(pk=built.programme.pk).readable_until
    assert last == date(2027, 2, 24)
    client.force_login(person)
    assert f"Du kan lese dette til {nordic.day(last)}" in page(client, built)[1]
    Programme.objects.update(readable_until=TODAY)
    assert page(client, built)[0].total
    Programme.objects.update(readable_until=TODAY - timedelta(days=1))
    with translation.override("da"):
        for name in ("my_materials", "my_programme_of", "my_schedule_of"):
            text = client.get(reverse(name, args=[built.programme.slug])).content.decode()
            assert "Forløbet er slut" in text
            assert reverse("my_data") in text
        assert "Forløbet er slut" in client.get(reverse("my_programme")).content.decode()
        assert client.get(reverse("my_element", args=[built.item(Phase.PREPARATION).uuid])).status_code == 404
        assert client.get(reverse("my_reflections")).status_code == 200
    client.force_login(factories.make_user())
    assert client.get(reverse("my_materials", args=[built.programme.slug])).status_code == 404


def test_staff_say_for_how_long(client: Client, built: Built) -> None:
    client.force_login(User.objects.create_superuser("aksel@instituttet.example"))
    page = reverse("programmes:edit", args=[built.programme.pk])
    form = client.get(page).context["form"]
    sent = {"title_nb": "Programmet", "title_da": "Forløbet", "languages": ["nb", "da"], "slug": built.programme.slug}
    assert form["kept_months"].value() == 12
    for months, kept in (("13", 12), ("6", 6), ("", 6)):
        client.post(page, {**sent, "kept_months": months})
        assert Programme.objects.get(pk=built.programme.pk).kept_months == kept
