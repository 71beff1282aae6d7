"""The demo content: complete in both languages, and left alone by a second run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from assessments.ballots.models import Ballot, Release, Round, Ticket
from cms.accounts.models import User
from cms.demo import logins
from cms.demo.builder import build
from cms.demo.inbox import newest
from cms.pages.models import HomePage
from programmes.catalogue.models import Enquiry
from programmes.library.models import Edition, IndustryCase, LearningElement, Module, Speaker, Thing
from programmes.participation.models import Completion, Enrolment, LeaderGroup
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from tests.planting import planted

LANGUAGES = [code for code, _name in settings.LANGUAGES]


pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module", autouse=True)
def content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Built once for all tests here, and rolled back after them."""
    with planted(django_db_blocker):
        build("small", seed=1)
        yield


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.mark.parametrize(("model", "number"), [(Module, 4), (LearningElement, 50), (Speaker, 11), (IndustryCase, 10)])
def test_every_thing_is_published_in_every_language(model: type, number: int) -> None:
    for language in LANGUAGES:
        assert model.objects.filter(locale__language_code=language, live=True).count() == number


def test_every_edition_is_written_in_every_language() -> None:
    for edition in Edition.objects.prefetch_related("texts"):
        assert sorted(text.language for text in edition.texts.all()) == sorted(LANGUAGES), edition.thing.code


def test_every_page_stands_in_every_language() -> None:
    pages = Page.objects.filter(depth__gt=1)
    assert pages.count() > 0
    assert {page.title for page in pages if page.get_translations().live().count() != len(LANGUAGES) - 1} == set()
    assert {page.get_url().split("/")[1] for page in pages} == set(LANGUAGES)


def test_programmes_have_their_groups_people_and_progress() -> None:
    network, supply = (Programme.objects.get(slug=slug) for slug in ("skagerrakringen", "klitborg-ledergruppe"))
    assert (network.leader_groups.count(), supply.leader_groups.count()) == (6, 1)
    assert Enrolment.objects.filter(leader_group__programme=network).count() == 51
    assert Enrolment.objects.filter(leader_group__programme=supply).count() == 8
    # Whoever was only offered something has a group and nobody in it yet.
    assert set(LeaderGroup.objects.filter(enrolments=None).values_list("programme__status", flat=True)) == {"offered"}
    assert Completion.objects.filter(item__programme_module__programme=network).count() > 51


def test_open_modules_hold_on_to_their_editions_and_one_of_them_may_be_updated() -> None:
    items = ProgrammeItem.objects.filter(programme_module__programme__kind=Programme.Kind.DELIVERY)
    for item in items.select_related("programme_module", "thing__current_edition", "pinned_edition"):
        assert bool(item.pinned_edition) == item.programme_module.has_opened()
    assert {item.thing.code for item in items if item.update_available} == {"lead-reading-decisions"}
    assert Thing.objects.get(code="tech-talk-language-models").current_edition.number == 2


def test_gatherings_agree_with_their_agendas() -> None:
    for gathering in Gathering.objects.filter(programme_module__programme__status=Programme.Status.RUNNING):
        items = {str(uuid) for uuid in gathering.programme_module.items.values_list("uuid", flat=True)}
        assert {row["item"] for row in gathering.agenda if "item" in row} <= items
        assert gathering.starts_at < gathering.ends_at
        assert set(gathering.venue) == set(gathering.prepare) == set(LANGUAGES)


def test_the_front_page_tells_what_the_demos_own_mapping_gave() -> None:
    home = HomePage.objects.first()
    release = Release.objects.get(
        round__programme__slug="skagerrakringen", round__version__instrument__code="abilities"
    )
    whole = next(unit for unit in release.data["units"] if not unit["path"])
    shown = whole["items"]["across_units"]
    assert whole["n"] == 51
    assert [round(shown[name]["mean"], 1) for name in ("today", "ambition")] == [
        float(home.result_today), float(home.result_ambition)
    ]  # fmt: skip


def test_rounds_are_as_everywhere() -> None:
    rounds = [(row.programme.slug, row.version.instrument.code, row.state) for row in Round.objects.order_by("pk")]
    assert rounds == [
        ("skagerrakringen", "generations", "closed"),
        ("klitborg-ledergruppe", "generations", "closed"),
        ("skagerrakringen", "abilities", "closed"),
        ("klitborg-ledergruppe", "abilities", "open"),
    ]
    assert {ballot.round.state for ballot in Ballot.objects.all()} == {"open"}
    assert Ticket.objects.filter(delivered=True).count() == Ballot.objects.count() == 3


def test_staff_have_enquiries_and_a_draft_before_them() -> None:
    assert Programme.objects.get(slug="ahavn-hospital").modules.filter(starts_on=None).count() == 4
    for enquiry in Enquiry.objects.select_related("offering__locale"):
        assert enquiry.offering.language == enquiry.language
    assert Enquiry.objects.filter(handled_by=None).count() == 2


def test_a_second_run_adds_nothing_and_keeps_what_people_changed() -> None:
    speaker = Speaker.objects.filter(locale__language_code="nb").first()
    speaker.bio = "Changed by an editor."
    speaker.save()
    User.objects.get(email=logins.PARTICIPANTS[0]).delete()
    before = row_counts()
    assert build("small", seed=2) == []
    assert row_counts() == before
    speaker.refresh_from_db()
    assert speaker.bio == "Changed by an editor."


def test_staff_log_in_with_the_printed_password(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_logins", base_url="http://demo.example")
    printed = capsys.readouterr().out
    assert all(address in printed for address in logins.PARTICIPANTS)
    assert all(person.email in printed for person in logins.COORDINATORS)
    for person in logins.STAFF:
        assert person.email in printed
        assert client.login(email=person.email, password=logins.PASSWORD)
        assert client.get("/admin/").status_code == 200


def write_mails(folder: Path) -> None:
    backend = EmailBackend(file_path=str(folder))
    long_line = "Koden er ABCD. " * 20
    backend.send_messages([
        EmailMessage("Først", "Første", "post@instituttet.example", ["a@fjordvik.example"]),
        EmailMessage("Innloggingskode på vei", long_line, "post@instituttet.example", ["øystein@fjordvik.example"]),
    ])  # fmt: skip
    backend.close()


def test_the_inbox_reads_what_was_sent_newest_first(tmp_path: Path) -> None:
    write_mails(tmp_path)
    mails = newest(tmp_path)
    assert [mail.subject for mail in mails] == ["Innloggingskode på vei", "Først"]
    assert mails[0].text == ("Koden er ABCD. " * 20).strip()
    assert newest(tmp_path / "nowhere") == []


def test_a_mail_is_shown_as_the_mail_program_shows_it(db: None, client: Client, settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    backend = EmailBackend(file_path=str(tmp_path))
    headers = {"Message-ID": "<0a-1@instituttet.example>"}
    message = EmailMultiAlternatives(
        "Uken din", "Hei", "post@instituttet.example", ["a@fjordvik.example"], headers=headers
    )
    message.attach_alternative("<style>p { color: red }</style><p>Hei, Åse</p>", "text/html")
    backend.send_messages([message])
    backend.close()
    assert "/demo/mail/0a-1/" in client.get("/demo/mail/").content.decode()
    response = client.get("/demo/mail/0a-1/")
    assert "<p>Hei, Åse</p>" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src 'none'" in policy
    assert client.get("/demo/mail/0a-2/", follow=True).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("nb", "Innloggingskode"), ("da", "E-mails")])
def test_the_mail_page_shows_the_mails(
    db: None, client: Client, settings, tmp_path: Path, language: str, word: str
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    write_mails(tmp_path)
    with override(language):
        page = client.get("/demo/mail/", headers={"accept-language": language})
    assert word in page.content.decode()
