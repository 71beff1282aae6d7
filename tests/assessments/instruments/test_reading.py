"""Who may read and write instruments in the admin, what the lists tell, the participant's preview, and files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.ballots.models import Ballot, Ticket
from assessments.ballots.services import plan_round
from assessments.instruments import drafting
from assessments.instruments.definition import read
from assessments.instruments.files import dump, load
from assessments.instruments.models import Instrument, InstrumentVersion
from tests.assessments import factories
from tests.assessments.instruments.editor import EDITOR, READER, fields, send, staff

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

INDEX = "instruments:index"
GOOD = dump(read(factories.definition(items=4)))


def pages(version: InstrumentVersion, draft: InstrumentVersion) -> tuple[list[str], list[str]]:
    """Addresses for readers, and those for writers."""
    reading = [
        reverse(INDEX),
        reverse("instruments:instrument", args=["abilities"]),
        reverse("instruments:preview", args=[version.pk]),
        reverse("instruments:preview", args=[draft.pk]),
        reverse("instruments:download", args=[version.pk]),
        reverse("instrument_preview:form", args=[version.pk, "da"]),
        reverse("instrument_preview:form", args=[draft.pk, "nb"]),
    ]
    names = ("draft", "settings", "free_text", "publish", "drop")
    writing = [
        reverse("instruments:add"),
        reverse("instruments:upload"),
        *(reverse(f"instruments:{name}", args=[draft.pk]) for name in names),
        reverse("instruments:theme", args=[draft.pk, "first"]),
        reverse("instruments:theme_remove", args=[draft.pk, "first"]),
        reverse("instruments:item_remove", args=[draft.pk, "q1"]),
    ]
    return reading, writing


@pytest.fixture
def both() -> tuple[InstrumentVersion, InstrumentVersion]:
    version = factories.version(items=4, texts=1)
    return version, drafting.new_version(version.instrument)


@pytest.mark.parametrize("language", ["nb", "da"])
def test_editors_reach_every_page(
    client: Client, both: tuple[InstrumentVersion, InstrumentVersion], language: str
) -> None:
    staff(client, *EDITOR, language=language)
    for addresses in pages(*both):
        for address in addresses:
            assert client.get(address).status_code == 200, address


def test_readers_read_and_change_nothing(client: Client, both: tuple[InstrumentVersion, InstrumentVersion]) -> None:
    staff(client, *READER)
    reading, writing = pages(*both)
    for address in reading:
        assert client.get(address).status_code == 200, address
        assert "new-version" not in client.get(address).content.decode()
    before = list(InstrumentVersion.objects.values())
    posts = [
        *writing,
        reverse("instruments:new_version", args=["abilities"]),
        reverse("instruments:theme_move", args=[both[1].pk]),
    ]
    for address in posts:
        assert client.get(address).status_code in (404, 405), address
        assert client.post(address, {"down": "first", "title_nb": "Nytt", "steps": "5"}).status_code == 404
    assert list(InstrumentVersion.objects.values()) == before


@pytest.mark.parametrize("codes", [(), ("view_round",)])
def test_others_find_nothing(
    client: Client, both: tuple[InstrumentVersion, InstrumentVersion], codes: tuple[str, ...]
) -> None:
    staff(client, *codes)
    for addresses in pages(*both):
        for address in addresses:
            assert client.get(address).status_code == 404, address


def test_the_way_in_is_the_log_in(client: Client, both: tuple[InstrumentVersion, InstrumentVersion]) -> None:
    for addresses in pages(*both):
        for address in addresses:
            assert "login" in client.get(address)["Location"]


def test_the_list_tells_how_instruments_stand(client: Client) -> None:
    staff(client, *EDITOR)
    plan_round(factories.programme(), factories.version())
    drafting.new_version(factories.version(items=3).instrument)
    page = client.get(reverse(INDEX)).content.decode()
    for words in ("versjon 2, utkast under arbeid", "Norsk, Dansk", "brukt i 1 runde", "Ny kartleggingstest"):
        assert words in page


def test_the_list_asks_the_same_of_the_database_however_many_there_are(client: Client) -> None:
    staff(client, *EDITOR)

    def number() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(INDEX))
        return len(queries)

    factories.version()
    number()
    few = number()
    for code in ("one", "two", "three"):
        factories.version(code=code)
        factories.version(code=code, items=3)
    assert number() == few


def test_an_instrument_tells_what_its_versions_changed(client: Client) -> None:
    staff(client, *READER)
    version = factories.version(items=4)
    factories.version(items=3)
    page = client.get(reverse("instruments:instrument", args=["abilities"])).content.decode()
    assert "Sammenlignet med forrige versjon:" in page
    assert "«Evne 4» (q4) er borte" in page
    assert reverse("instruments:preview", args=[version.pk]) in page


@pytest.mark.parametrize("language", ["nb", "da"])
def test_the_preview_is_the_participants_form_and_stores_nothing(client: Client, language: str) -> None:
    staff(client, *READER)
    version = factories.version(items=4, levels=True, texts=1)
    address = reverse("instrument_preview:form", args=[version.pk, language])
    page = client.get(address).content.decode()
    assert f'<html lang="{language}"' in page
    for words in ("data-answering", 'name="q4-ambition"', 'class="levels"', 'id="question-t1"'):
        assert words in page
    answer = send(client, address)
    assert "error-summary" in answer.content.decode() or "question-q1-error" in answer.content.decode()
    answers = {f"q{number}-{measure}": "3" for number in range(1, 5) for measure in ("today", "ambition")}
    done = client.post(address, answers).content.decode()
    assert {"nb": "Ingenting er lagret.", "da": "Intet er gemt."}[language] in done
    assert not Ballot.objects.exists()
    assert not Ticket.objects.exists()
    assert client.get(reverse("instrument_preview:form", args=[version.pk, "en"]), follow=True).status_code == 404


def test_a_preview_in_a_language_that_is_not_ready_says_so(client: Client) -> None:
    staff(client, *EDITOR)
    draft = drafting.new_version(factories.version().instrument)
    send(client, reverse("instruments:theme", args=[draft.pk, "first"]), {"item-q1-help_da": "", "item-q2-help_da": ""})
    page = client.get(reverse("instrument_preview:form", args=[draft.pk, "da"])).content.decode()
    assert "2 tekster mangler på dette sprog." in page


def test_nothing_is_previewed_before_there_is_a_question(client: Client) -> None:
    staff(client, *EDITOR)
    client.post(reverse("instruments:add"), {"title_nb": "Tomt", "steps": "4"})
    version = InstrumentVersion.objects.get()
    answer = client.get(reverse("instrument_preview:form", args=[version.pk, "nb"]))
    assert answer["Location"] == reverse("instruments:draft", args=[version.pk])


def uploaded(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("instrument.yaml", text.encode())


def test_what_is_downloaded_is_what_can_be_uploaded(client: Client) -> None:
    staff(client, *EDITOR)
    version = factories.version(levels=True, texts=2)
    answer = client.get(reverse("instruments:download", args=[version.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="abilities-1.yaml"'
    assert load(answer.content) == version.source
    page = client.post(reverse("instruments:upload"), {"file": uploaded(answer.content.decode())}).content.decode()
    assert "Versjon 1 spør om akkurat det samme" in page
    assert InstrumentVersion.objects.get() == version


def test_a_file_is_shown_before_it_is_stored_as_a_draft(client: Client) -> None:
    staff(client, *EDITOR)
    version = factories.version(items=4)
    data = factories.definition(items=3)
    data["title"]["nb"] = "Evner <b>og</b> mer\n"
    address = reverse("instruments:upload")
    page = client.post(address, {"file": uploaded(dump(read(data)))}).content.decode()
    assert "Det blir utkastet til en ny versjon." in page
    assert "«Evne 4» (q4) er borte" in page
    assert InstrumentVersion.objects.count() == 1
    answer = client.post(address, {"content": fields(page)["content"]})
    draft = InstrumentVersion.objects.drafts().get()
    assert answer["Location"] == reverse("instruments:draft", args=[draft.pk])
    assert (draft.number, len(draft.source.items), draft.source.title.get("nb")) == (2, 3, "Evner <b>og</b> mer")
    # A second file would take the draft's place, and says so first.
    data["title"]["nb"] = "Noe annet"
    page = client.post(address, {"file": uploaded(dump(read(data)))}).content.decode()
    assert "Det finnes et utkast allerede." in page
    client.post(address, {"content": fields(page)["content"]})
    assert InstrumentVersion.objects.drafts().get().pk == draft.pk
    assert InstrumentVersion.objects.get(pk=version.pk).source.title == version.source.title


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("code: [", 1, "Dette er ikke YAML"),
        ("code: one\ncode: two\n", 2, "code står to ganger her"),
        ("a: &x {nb: en}\nb: *x\n", 1, "Skriv det helt ut"),
        (GOOD.replace("min: 1", "min: 0"), 11, "en skala begynner på 1"),
        (GOOD.replace("text:\n      nb: Vi kan 2", "tekst:\n      nb: Vi kan 2"), 58, "det finnes ikke noe slikt felt"),
        (GOOD.replace("code: q3", "code: q1"), 0, "koden q1 er brukt to ganger"),
        ("[" * 5000, 0, "Dette er ikke YAML"),
    ],
)
def test_mistakes_in_a_file_are_named_with_their_line(client: Client, text: str, line: int, words: str) -> None:
    staff(client, *EDITOR)
    answer = client.post(reverse("instruments:upload"), {"file": uploaded(text)})
    mistakes = answer.context["mistakes"]
    assert [words in mistake.what for mistake in mistakes].count(True) == 1
    if line:
        assert next(mistake.line for mistake in mistakes if words in mistake.what) == line
    assert words in answer.content.decode()
    assert not Instrument.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x" * (1024 * 1024 + 1)])
def test_what_is_no_file_of_ours_is_refused(client: Client, content: bytes) -> None:
    staff(client, *EDITOR)
    answer = client.post(reverse("instruments:upload"), {"file": SimpleUploadedFile("x.yaml", content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors or answer.context["mistakes"]
    assert not Instrument.objects.exists()


def test_a_file_sent_past_the_first_look_is_looked_at_again(client: Client) -> None:
    staff(client, *EDITOR)
    answer = client.post(reverse("instruments:upload"), {"content": "code: Nope"})
    assert answer.context["mistakes"]
    assert not Instrument.objects.exists()
