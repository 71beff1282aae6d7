"""*See as participant*: staff read what participants read, in each language, at any time, and leave no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.library.memory import Memory
from programmes.library.vocabulary import Phase
from programmes.participation.models import Completion, Opening
from programmes.participation.texts import REMEMBERED
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from tests.growth import many
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db

PAGES = ("programme", "schedule", "module", "element", "gathering")


def address(built: Built, name: str, language: str = "nb") -> str:
    rows = {"module": built.modules[0], "element": built.item(Phase.PREPARATION), "gathering": built.gatherings[0]}
    args = [rows[name].uuid] if name in rows else []
    return reverse(f"programme_preview:{name}", args=[built.programme.pk, language, *args])


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def draft(built: Built) -> Built:
    """The same programme before it runs: it begins in ten weeks."""
    later = timedelta(weeks=13)
    Programme.objects.filter(pk=built.programme.pk).update(status=Programme.Status.DRAFT)
    ProgrammeModule.objects.update(starts_on=F("starts_on") + later, ends_on=F("ends_on") + later)
    Gathering.objects.update(starts_at=F("starts_at") + later, ends_at=F("ends_at") + later)
    ProgrammeItem.objects.exclude(opens_on=None).update(opens_on=F("opens_on") + later, due_on=F("due_on") + later)
    return built


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_it_is_and_leads_back(reader: Client, built: Built, name: str, language: str) -> None:
    text = read(reader, address(built, name, language))
    assert f'<html lang="{language}">' in text
    assert 'class="preview-strip" lang="nb"' in text
    assert "Forhåndsvisning" in text
    assert reverse("programmes:board", args=[built.programme.pk]) in text
    assert address(built, name, "da" if language == "nb" else "nb") in text


def test_participants_and_staff_read_the_same(reader: Client, built: Built) -> None:
    participant = Client()
    participant.force_login(factories.enrol(built))
    own = participant.get(reverse("my_module", args=[built.modules[0].uuid])).content.decode()
    seen = read(reader, address(built, "module"))
    for item in built.items:
        if item.programme_module == built.modules[0]:
            title = f"Element 0-{item.position} nb"
            assert title in own
            assert title in seen


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_shown_as_on_its_first_day(reader: Client, built: Built, name: str) -> None:
    text = read(reader, address(draft(built), name))
    assert "Slik ser deltakerne programmet den første dagen" in text


def test_a_draft_shows_what_to_do_first(reader: Client, built: Built) -> None:
    text = read(reader, address(draft(built), "programme"))
    assert "Se videoen «Element 0-0 nb»" in text


@pytest.mark.parametrize("name", PAGES)
def test_links_stay_within_the_preview(reader: Client, built: Built, name: str) -> None:
    text = read(reader, address(built, name))
    for own in ("/nb/mitt-program", "calendar.ics", "<form", 'type="submit"'):
        assert own not in text


def test_what_opens_later_can_be_looked_at(reader: Client, built: Built) -> None:
    later = built.item(Phase.PREPARATION, module=1)
    path = reverse("programme_preview:element", args=[built.programme.pk, "nb", later.uuid])
    assert path in read(
        reader, reverse("programme_preview:module", args=[built.programme.pk, "nb", built.modules[1].uuid])
    )
    assert "Element 1-0 nb" in read(reader, path)


def test_nothing_is_stored(reader: Client, built: Built) -> None:
    for name in PAGES:
        read(reader, address(built, name))
        assert reader.post(address(built, name), {"done": "yes"}).status_code == 405
    assert not Opening.objects.exists()
    assert not Completion.objects.exists()


def test_nobody_elses_name_or_progress_is_shown(reader: Client, built: Built) -> None:
    member = factories.enrol(built, factories.make_user(first_name="Hemmelig", last_name="Deltaker"))
    Completion.objects.create(user=member, item=built.item(Phase.PREPARATION))
    for name in PAGES:
        text = read(reader, address(built, name))
        assert "Hemmelig" not in text
        assert member.email not in text
    assert "0 av 5 i denne modulen" in read(reader, address(built, "programme"))


def test_it_is_not_there_for_staff_without_the_right(outsider: Client, built: Built) -> None:
    for name in PAGES:
        assert outsider.get(address(built, name), follow=True).status_code == 404


def test_it_is_not_there_for_participants(client: Client, built: Built) -> None:
    client.force_login(factories.enrol(built))
    for name in PAGES:
        assert client.get(address(built, name), follow=True).status_code == 404


def test_only_in_the_programmes_languages(reader: Client, built: Built) -> None:
    Programme.objects.filter(pk=built.programme.pk).update(languages=["nb"])
    assert reader.get(address(built, "programme", "da"), follow=True).status_code == 404
    assert reader.get(address(built, "programme", "xx"), follow=True).status_code == 404
    assert address(built, "programme", "da") not in read(reader, address(built, "programme"))


def test_rows_of_another_programme_are_not_there(reader: Client, built: Built) -> None:
    other = factories.make_programme()
    for name in ("module", "element", "gathering"):
        path = address(other, name).replace(f"/{other.programme.pk}/nb/", f"/{built.programme.pk}/nb/")
        assert reader.get(path, follow=True).status_code == 404


def test_what_was_taken_out_is_not_there(reader: Client, built: Built) -> None:
    ProgrammeItem.objects.filter(pk=built.item(Phase.PREPARATION).pk).update(removed_at=timezone.now())
    assert reader.get(address(built, "element"), follow=True).status_code == 404


def test_a_template_without_dates_is_shown_too(reader: Client, built: Built) -> None:
    Programme.objects.update(kind=Programme.Kind.TEMPLATE, status=Programme.Status.DRAFT)
    ProgrammeModule.objects.update(starts_on=None, ends_on=None)
    Gathering.objects.update(starts_at=None, ends_at=None)
    ProgrammeItem.objects.update(opens_on=None, due_on=None)
    for name in PAGES:
        read(reader, address(built, name))


def test_the_board_and_its_editors_lead_there(editor: Client, built: Built) -> None:
    item = built.item(Phase.PREPARATION)
    pages = {
        "programme": reverse("programmes:board", args=[built.programme.pk]),
        "module": reverse("programmes:module", args=[built.modules[0].pk]),
        "element": reverse("programmes:item", args=[item.pk]),
    }
    for name, path in pages.items():
        text = read(editor, path)
        for language in ("nb", "da"):
            assert address(built, name, language) in text


# With what the admin asks for: session, user, two for permissions, the language of its reader.
COLD = {"programme": 14, "module": 15, "schedule": 14, "element": 15, "gathering": 12}
SIZES = [(5, 1, 2), many(50, 5, 12)]


@pytest.mark.parametrize(("items", "groups", "members"), SIZES)
def test_queries_do_not_grow_with_the_programme(
    reader: Client, items: int, groups: int, members: int, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    built = factories.make_programme(modules=4, items=items, groups=groups, members=members)
    read(reader, address(built, "programme"))
    for name, queries in COLD.items():
        monkeypatch.setattr("programmes.participation.texts._memory", Memory(REMEMBERED))
        with django_assert_num_queries(queries):
            assert reader.get(address(built, name)).status_code == 200
