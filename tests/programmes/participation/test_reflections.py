"""The reflection log: writing, two places at once, an expired log-in, sharing, search, and taking it along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms.accounts.models import User
from cms.mail.models import OutgoingMail
from programmes.library.models import Edition, EditionText
from programmes.library.vocabulary import Phase
from programmes.participation.models import Enrolment
from programmes.participation.reflections import letters
from programmes.participation.reflections.models import Letter, Reflection
from programmes.participation.reflections.sharing import shared_with_leader
from programmes.participation.reflections.tasks import tell
from programmes.participation.sealing import keys
from programmes.participation.workbook import chapters
from programmes.tailoring.models import ProgrammeItem, ProgrammeModule
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}
QUESTIONS = ["Hva forsvant underveis?", "Hva kunne du ha bestemt selv?"]


@pytest.fixture(autouse=True)
def _norwegian(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.REFLECTIONS_KEY_DIR = tmp_path / "reflection-keys"
    with translation.override("nb"):
        yield


@pytest.fixture
def exercise(built: Built) -> ProgrammeItem:
    """An element of the first module that asks two questions."""
    return make_exercise(built)


def make_exercise(built: Built) -> ProgrammeItem:
    item = built.item(Phase.PREPARATION)
    edition = Edition.objects.get(pk=item.thing.current_edition_id)
    Edition._base_manager.filter(pk=edition.pk).update(facts={**edition.facts, "kind": "reflection"})
    for text in EditionText.objects.filter(edition=edition):
        body = [{"type": "questions", "value": [{"type": "item", "value": asked} for asked in QUESTIONS]}]
        EditionText._base_manager.filter(pk=text.pk).update(content={**text.content, "body": body})
    return item


def address(item: ProgrammeItem) -> str:
    return reverse("my_exercise", args=[item.uuid])


def sent(*texts: str, bases: tuple[str, ...] = ("", "")) -> dict[str, str]:
    return {f"text-{n}": text for n, text in enumerate(texts)} | {f"base-{n}": base for n, base in enumerate(bases)}


def write(client: Client, item: ProgrammeItem, *texts: str, bases: tuple[str, ...] = ("", "")) -> dict[str, Any]:
    return client.post(address(item), sent(*texts, bases=bases), **JSON).json()


def test_written_with_an_element_and_found_again(logged_in: Client, exercise: ProgrammeItem) -> None:
    page = logged_in.get(reverse("my_element", args=[exercise.uuid])).content.decode()
    assert all(asked in page for asked in QUESTIONS)
    assert "Bare du kan se dette." in page
    assert write(logged_in, exercise, "Tre overleveringer.\r\nTo glemt.", "")["note"] == ""
    assert write(
        logged_in, exercise, "Tre overleveringer.\nTo glemt.", "Møtedagen", bases=("Tre overleveringer.\nTo glemt.", "")
    )
    page = logged_in.get(address(exercise)).content.decode()
    assert "Tre overleveringer.\nTo glemt." in page
    assert "Møtedagen" in page
    assert Reflection.objects.count() == 1
    row = Reflection.objects.get()
    assert "overlever" not in bytes(row.box).decode("latin-1")
    assert "Tre overleveringer. To glemt. Møtedagen" in logged_in.get(reverse("my_reflections")).content.decode()


def test_two_places_at_once_lose_nothing(logged_in: Client, exercise: ProgrammeItem) -> None:
    write(logged_in, exercise, "Felles start.", "")
    bases = ("Felles start.", "")
    write(logged_in, exercise, "Skrevet på telefonen.", "Svar på to", bases=bases)
    answer = write(logged_in, exercise, "Skrevet på PC-en.", "", bases=bases)
    assert answer["texts"] == ["Skrevet på telefonen.\n— — —\nSkrevet på PC-en.", "Svar på to"]
    assert "Begge tekstene er tatt vare på" in answer["note"]
    assert logged_in.get(address(exercise), **JSON).json() == {"texts": answer["texts"]}
    # Without script the page itself says so.
    page = logged_in.post(address(exercise), sent("Skrevet på papir.", "", bases=bases), follow=True).content.decode()
    assert "Begge tekstene er tatt vare på" in page
    assert "Skrevet på papir." in page
    assert "Skrevet på telefonen." in page


def test_an_expired_log_in_loses_nothing(client: Client, participant: User, exercise: ProgrammeItem) -> None:
    client.force_login(participant)
    writer = client.get(address(exercise)).context["writer"]
    client.logout()
    assert client.post(address(exercise), sent("Skrevet lenge."), **JSON).status_code == 401
    form = {**sent("Skrevet lenge.", "Og mer."), "writer": writer}
    answer = client.post(address(exercise), form)
    assert answer.url == f"{reverse('account_request_login_code')}?next={address(exercise)}"
    assert "lenge" not in json.dumps(dict(client.session))
    client.force_login(participant)
    page = client.get(address(exercise), follow=True).content.decode()
    assert "Skrevet lenge." in page
    assert "Lagret kl." in page
    assert Reflection.objects.get().unseal() == ["Skrevet lenge.", "Og mer."]


def test_what_waits_is_for_the_writer_alone(
    client: Client, built: Built, participant: User, exercise: ProgrammeItem
) -> None:
    client.force_login(participant)
    writer = client.get(address(exercise)).context["writer"]
    client.logout()
    client.post(address(exercise), {**sent("Mitt eget."), "writer": writer})
    client.force_login(factories.enrol(built))
    assert "Mitt eget." not in client.get(address(exercise), follow=True).content.decode()
    assert not Reflection.objects.exists()


def test_too_long_is_said_beside_the_field_and_kept(logged_in: Client, exercise: ProgrammeItem) -> None:
    answer = logged_in.post(address(exercise), sent("ord " * 6000, ""))
    assert answer.status_code == 422
    assert "20000" in answer.content.decode().replace("\xa0", "").replace(" ", "")
    assert "ord ord ord" in answer.content.decode()
    assert not Reflection.objects.exists()


def test_shared_by_choice_and_taken_back(
    client: Client, built: Built, participant: User, exercise: ProgrammeItem
) -> None:
    other = factories.enrol(built)
    client.force_login(participant)
    write(client, exercise, "Delt tanke.", "")
    entry, module = Reflection.objects.get(), built.modules[0]
    space = reverse("my_group_space", args=[module.uuid])
    leader = built.programme.course_leader

    def seen() -> tuple[bool, bool]:
        reader = Client()
        reader.force_login(other)
        return "Delt tanke." in reader.get(space).content.decode(), bool(
            shared_with_leader(leader, built.programme, "nb")
        )

    assert seen() == (False, False)
    page = client.post(reverse("share_reflection", args=[entry.uuid]), {"for_leader_group": "on"}, follow=True)
    assert str(other) in page.content.decode()
    assert seen() == (True, False)
    client.post(reverse("share_reflection", args=[entry.uuid]), {"for_course_leader": "on"})
    assert seen() == (False, True)
    client.post(reverse("share_reflection", args=[entry.uuid]), {})
    assert seen() == (False, False)


def test_search_finds_inflections_and_only_ones_own(
    client: Client, built: Built, participant: User, exercise: ProgrammeItem
) -> None:
    other = factories.enrol(built)
    for user, text in ((participant, "Beslutningene våre drøyer."), (other, "Beslutninger hos andre.")):
        client.force_login(user)
        write(client, exercise, text, "")
    client.force_login(participant)
    log = reverse("my_reflections")
    page = client.post(log, {"wanted": "beslutningen drøye"}).content.decode()
    assert "Beslutningene våre drøyer." in page
    assert "hos andre" not in page
    assert "Beslutningene våre" not in client.post(log, {"wanted": "telefon"}).content.decode()


def test_free_entries_deletion_and_copies(logged_in: Client, built: Built) -> None:
    begin = reverse("begin_reflection", args=[built.modules[0].uuid])
    page = logged_in.post(begin).url
    assert logged_in.post(begin).url == page  # the empty one is used first
    logged_in.post(page, sent("Fritt skrevet.", bases=("",)))
    data = logged_in.get(reverse("download_reflections", args=["json"]))
    assert [entry["text"] for entry in json.loads(data.content)] == ["Fritt skrevet."]
    assert "attachment" in data["Content-Disposition"]
    assert "Fritt skrevet." in logged_in.get(reverse("download_reflections", args=["txt"])).content.decode()
    row = Reflection.objects.get()
    assert "Fritt skrevet." in str(chapters_of(row.author))
    assert logged_in.get(reverse("delete_reflection", args=[row.uuid])).status_code == 200
    logged_in.post(reverse("delete_reflection", args=[row.uuid]))
    assert not Reflection.objects.exists()


def chapters_of(user: User) -> list[Any]:
    return chapters.chapters_of(Enrolment.objects.get(user=user), "nb")


def test_a_lost_key_is_said_and_breaks_nothing(logged_in: Client, exercise: ProgrammeItem, built: Built) -> None:
    write(logged_in, exercise, "Går tapt.", "")
    row = Reflection.objects.get()
    Reflection.objects.update(for_leader_group=True)
    keys.destroy(row.key)
    pages = [
        reverse("my_reflections"), reverse("my_reflection", args=[row.uuid]), address(exercise),
        reverse("my_element", args=[exercise.uuid]),
    ]  # fmt: skip
    for page in pages:
        assert "nøkkelen mangler" in logged_in.get(page).content.decode()
    assert logged_in.get(reverse("my_group_space", args=[built.modules[0].uuid])).status_code == 200
    assert "nøkkelen mangler" in logged_in.get(reverse("download_reflections", args=["txt"])).content.decode()
    row.refresh_from_db()
    assert row.box  # nothing is written over it


def test_a_letter_is_put_away_and_comes_back(
    logged_in: Client, built: Built, participant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, today = reverse("my_letter", args=[built.programme.slug]), timezone.localdate()
    logged_in.post(page, sent("Husk å øve.", bases=("",)))
    assert "Husk å øve." in logged_in.get(page).content.decode()
    ends = letters.last_day(built.programme)
    assert ends is not None
    assert Letter.objects.get().opens_on == letters.arrives_on(ends)
    moved = ends - today + timedelta(days=1)
    ProgrammeModule.objects.update(ends_on=today - timedelta(days=1), starts_on=today - moved)
    assert "Husk å øve." not in logged_in.get(page).content.decode()
    logged_in.post(page, sent("Endret etterpå.", bases=("",)))
    ProgrammeModule.objects.update(starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=200))
    assert "Husk å øve." in logged_in.get(page).content.decode()
    comes = Letter.objects.get().opens_on
    assert [tell(day) for day in (comes - timedelta(days=1), comes, comes, comes + timedelta(days=3))] == [0, 1, 0, 0]
    told = OutgoingMail.objects.get(to=participant.email)
    assert page in told.body
    assert "øve" not in told.body + told.subject


@pytest.mark.parametrize(
    ("ends", "comes"),
    [
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 1, 15), date(2027, 7, 15)),
    ],
)
def test_a_letter_comes_after_six_months(ends: date, comes: date) -> None:
    assert letters.arrives_on(ends) == comes


def test_queries_stay_the_same_however_much_is_written(
    logged_in: Client, built: Built, participant: User, exercise: ProgrammeItem,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    write(logged_in, exercise, "En.", "")
    pages = {
        reverse("my_reflections"): 5, address(exercise): 7,
        reverse("my_reflection", args=[Reflection.objects.get().uuid]): 6,
        reverse("my_letter", args=[built.programme.slug]): 5,
    }  # fmt: skip
    for more in (0, 15):
        for _number in range(more):
            row = Reflection(author=participant, programme_module=built.modules[0])
            row.seal(["Mer."])
            row.save()
        for page, queries in pages.items():
            logged_in.get(page)
            with django_assert_num_queries(queries):
                assert logged_in.get(page).status_code == 200
