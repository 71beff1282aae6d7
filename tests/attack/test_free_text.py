"""Free text: no way from a text to its writer, to another text or to a score, and no eyes on it before the review."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter
from wagtail.models import ModelLogEntry

from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.freetext.notice import deadline
from assessments.ballots.freetext.services import decide, finish, withdraw
from assessments.ballots.freetext.views import READ
from assessments.ballots.models import Ballot, Frozen, Release, Round
from assessments.ballots.services import close_round, deliver
from assessments.disclosure.texts import LONGEST_TEXT
from cms.accounts.models import User
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from cms.pages.frame import absolute
from tests.assessments import factories
from tests.attack.test_metadata import dump

pytestmark = pytest.mark.django_db

MARK = "Hemmelighet"
SHAPE = {"Fjord kommune": {"Helse": 12, "Stab": 10}}


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def open_one(**options: object) -> Round:
    """A round of 22 invited that asks two questions of free text, in a programme with a course leader."""
    round = factories.open_one(SHAPE, of=factories.version(texts=2), **{"free_text": True, **options})
    round.programme.course_leader = staff("change_round", name=f"leder{User.objects.count()}")
    round.programme.save()
    return round


def staff(*codes: str, name: str) -> User:
    user = factories.person(name)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codes]))
    return user


def write(round: Round, first: int, second: int) -> None:
    """Everyone answers; the first so many write to each question the same, so that an order would show."""
    answers = {"q1": (2, 4)}
    for number, ticket in enumerate(factories.tickets(round)):
        texts = {"t1": f"{MARK} {number:02d}"} if number < first else {}
        texts |= {"t2": f"{MARK} {number:02d}"} if number < second else {}
        deliver(ticket, answers, texts)


def closed(first: int = 22, second: int = 22, **options: object) -> Round:
    round = open_one(**options)
    write(round, first, second)
    close_round(round)
    return round


def decided(round: Round) -> TextReview:
    """A review in which each second text is to be held back; not finished yet."""
    for number, text in enumerate(round.text_review.texts.all()):
        choice = FreeText.Decision.WITHHOLD if number % 2 else FreeText.Decision.SHOW
        decide(text, choice)
    return round.text_review


def texts_of(round: Round, question: str) -> list[str]:
    found = FreeText.objects.filter(review__round=round, question=question).order_by("pk")
    return [text.text for text in found]


# --- the box ---------------------------------------------------------------------------------------------------------


def test_all_boxes_have_one_length_whatever_was_written() -> None:
    round = open_one()
    written = [
        {},
        {"t1": "a"},
        {"t2": "b" * LONGEST_TEXT},
        {"t1": "ø" * LONGEST_TEXT, "t2": "𠀀" * (LONGEST_TEXT // 2)},
        {"t1": "", "t2": "c"},
    ]
    for ticket, texts in zip(factories.tickets(round), written, strict=False):
        deliver(ticket, {}, texts)
    assert Ballot.objects.count() == len(written)
    assert len({len(ballot.box) for ballot in Ballot.objects.all()}) == 1


def test_nobody_writes_where_nothing_is_asked(client: Client) -> None:
    round = factories.open_one(SHAPE, of=factories.version(texts=2))
    ticket = factories.tickets(round)[0]
    client.force_login(ticket.participant)
    with translation.override("nb"):
        url = reverse("mapping_answer", args=[round.pk])
    assert b"t1-text" not in client.get(url).content
    form = {f"q{number}-unknown": "1" for number in range(1, 5)}
    client.post(url, {**form, "t1-text": MARK})
    boxes = {len(ballot.box) for ballot in Ballot.objects.all()}
    deliver(factories.tickets(round)[1], {})
    assert boxes == {len(ballot.box) for ballot in Ballot.objects.all()}


# --- closing ---------------------------------------------------------------------------------------------------------


def test_seven_texts_are_destroyed_and_eight_are_held() -> None:
    round = closed(first=7, second=8)
    review = round.text_review
    assert {text.question for text in review.texts.all()} == {"t2"}
    assert review.texts.count() == 8
    assert Ballot.objects.count() == 0


def test_with_too_few_of_everything_nothing_is_left_to_review() -> None:
    round = closed(first=7, second=0)
    assert round.text_review.state == TextReview.State.FINISHED
    assert not FreeText.objects.exists()
    assert not OutgoingMail.objects.filter(key=f"free-text:{round.pk}").exists()


def test_a_text_has_nothing_that_leads_to_its_writer_or_to_another_text() -> None:
    assert {field.name for field in FreeText._meta.get_fields()} == {
        "id", "review", "question", "decision", "blacked", "box", "text",
    }  # fmt: skip
    closed()
    assert {text.pk.version for text in FreeText.objects.all()} == {4}


def test_no_order_of_texts_is_that_of_the_deliveries_or_of_the_other_question() -> None:
    """Twenty-two texts are in one order twice by chance once in 22! times; neither reading nor storing keeps one."""
    round = closed()
    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT id FROM {FreeText._meta.db_table} ORDER BY {order}")
        stored = [str(pk).replace("-", "") for (pk,) in cursor.fetchall()]
    for text in round.text_review.texts.all():
        decide(text, FreeText.Decision.SHOW)
    finish(round.text_review)
    said = {text.pk.hex: (text.question, text.text) for text in FreeText.objects.all()}
    delivered = [f"{MARK} {number:02d}" for number in range(22)]
    by_storage = [[said[pk][1] for pk in stored if said[pk][0] == question] for question in ("t1", "t2")]
    orders = [delivered, *by_storage, texts_of(round, "t1"), texts_of(round, "t2")]
    assert all(sorted(order) == delivered for order in orders)
    assert len({tuple(order) for order in orders}) == len(orders)


def test_the_release_says_nothing_of_texts() -> None:
    with_texts, without = closed(), closed(first=0, second=0)
    said, unsaid = (Release.objects.get(round=each).data for each in (with_texts, without))
    assert said.keys() == unsaid.keys()
    assert said["units"] == unsaid["units"]


def test_switching_free_text_on_or_off_after_opening_shows_nothing_and_loses_no_answer() -> None:
    asked, unasked = open_one(), open_one(free_text=False)
    for round in (asked, unasked):
        round.free_text = not round.free_text
        with pytest.raises(Frozen):
            round.save()
    write(asked, 22, 22)
    for ticket in factories.tickets(unasked):
        deliver(ticket, {"q1": (2, 4)})
    # Somebody with the database in their hands.
    Round.objects.filter(pk=asked.pk).update(free_text=False)
    Round.objects.filter(pk=unasked.pk).update(free_text=True)
    for round in (asked, unasked):
        close_round(round)
        assert round.release.data["units"][0]["n"] == 22
        assert not TextReview.objects.filter(round=round).exists()


# --- what else could keep a text -------------------------------------------------------------------------------------


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_table_holds_a_text_until_it_is_shown_and_never_one_that_was_held_back() -> None:
    round = closed()
    assert MARK not in repr(dump())
    review = decided(round)
    finish(review)
    rows = dump()
    assert {table for table, found in rows.items() if MARK in repr(found)} == {FreeText._meta.db_table}
    assert len(rows[FreeText._meta.db_table]) == 22
    assert TextReview.objects.get().salt is None
    assert sum(TextReview.objects.get().withheld.values()) == 22


def test_what_is_blacked_out_is_gone_with_the_number_of_its_words() -> None:
    round = open_one()
    for ticket in factories.tickets(round):
        deliver(ticket, {}, {"t1": f"Sjefen {MARK} Etternavn bestemmer alt"})
    close_round(round)
    for text in round.text_review.texts.all():
        decide(text, FreeText.Decision.SHOW, [1, 2])
    finish(round.text_review)
    assert set(texts_of(round, "t1")) == {"Sjefen […] bestemmer alt"}
    assert MARK not in repr(dump())


def test_a_text_that_is_withdrawn_is_gone() -> None:
    round = closed(first=22, second=0)
    for text in round.text_review.texts.all():
        decide(text, FreeText.Decision.SHOW)
    finish(round.text_review)
    gone = FreeText.objects.all()[0]
    assert withdraw(gone)
    assert gone.text not in repr(dump())


def test_nothing_is_told_to_logs_mails_jobs_sessions_or_the_cache(
    client: Client, everything_logged: io.StringIO
) -> None:
    round = closed()
    client.force_login(round.programme.course_leader)
    address = reverse("rounds:texts", args=[round.pk])
    assert MARK in client.get(address).content.decode()
    for text in round.text_review.texts.all():
        client.post(reverse("rounds:text", args=[round.pk, text.pk]), {"decision": "show", "black": ["7", "x"]})
    client.post(reverse("rounds:texts_finish", args=[round.pk]))
    assert TextReview.objects.get().state == TextReview.State.FINISHED
    entries = list(ModelLogEntry.objects.all())
    assert len(entries) == 46
    assert [entry.user for entry in entries if entry.action == READ] == [round.programme.course_leader]
    told = [
        everything_logged.getvalue(),
        *(f"{entry.label} {entry.data} {entry.object_id}" for entry in entries),
        *(f"{job.kind} {job.subject} {job.message}" for job in Job.objects.all()),
        *(f"{mail.subject} {mail.body}" for mail in OutgoingMail.objects.all()),
        *(str(session.get_decoded()) for session in Session.objects.all()),
        repr(getattr(cache, "_cache", {})),
    ]
    assert not [each for each in told if MARK in each]
    # Neither does anything tell which text was decided about.
    assert not [each for each in told[1:] for text in FreeText.objects.all() if str(text.pk) in each]
    (mail,) = OutgoingMail.objects.filter(key=f"free-text:{round.pk}")
    assert mail.to == round.programme.course_leader.email
    # The only numbers in it are those of the day and of the address.
    with translation.override("nb"):
        day = deadline(round.text_review)
    said = mail.body.replace(day, "").replace(absolute(address), "")
    assert not re.search(r"\d", said)


def test_error_reports_hold_no_text(rf: object) -> None:
    round = open_one()
    ticket = factories.tickets(round)[0]
    Round.objects.filter(pk=round.pk).update(public_key=b"too short")
    ticket.round.refresh_from_db()
    request = rf.post("/", {"t1-text": " ".join([MARK, "sendt"])})
    request.sensitive_post_parameters = "__ALL__"
    texts = {"t1": " ".join([MARK, "skrevet"])}
    with pytest.raises((ValueError, TypeError)) as caught:
        deliver(ticket, {}, texts)
    reporter = ExceptionReporter(request, caught.type, caught.value, caught.tb.tb_next)
    reporter.filter = SafeExceptionReporterFilter()
    report = reporter.get_traceback_text() + reporter.get_traceback_html()
    assert f"{MARK} skrevet" not in report
    assert f"{MARK} sendt" not in report


# --- who may look ----------------------------------------------------------------------------------------------------


def pages(round: Round) -> list[tuple[str, str]]:
    text = FreeText.objects.filter(review__round=round)[0]
    return [
        ("get", reverse("rounds:texts", args=[round.pk])),
        ("get", reverse("rounds:text", args=[round.pk, text.pk])),
        ("post", reverse("rounds:text", args=[round.pk, text.pk])),
        ("post", reverse("rounds:texts_finish", args=[round.pk])),
        ("post", reverse("rounds:text_withdraw", args=[round.pk, text.pk])),
    ]


STAFF = ("editor", "administrator", "other_leader")


@pytest.mark.parametrize("role", ["visitor", "participant", *STAFF])
def test_only_the_course_leader_of_the_programme_reads_what_is_held(client: Client, role: str) -> None:
    round, other = closed(), factories.open_one()
    other.programme.course_leader = staff("change_round", name="annen")
    other.programme.save()
    people = {
        "participant": User.objects.filter(enrolments__leader_group__programme=round.programme)[0],
        "editor": staff("add_round", "change_round", "delete_round", "view_release", name="redaktor"),
        "administrator": User.objects.create_superuser("admin@example.org"),
        "other_leader": other.programme.course_leader,
    }
    allowed = Client()
    allowed.force_login(round.programme.course_leader)
    assert allowed.get(pages(round)[0][1]).status_code == 200
    if role in people:
        client.force_login(people[role])
    for method, url in pages(round):
        answer = getattr(client, method)(url, {"decision": "show"}, follow=role in STAFF)
        assert answer.status_code == (302 if role == "visitor" else 404)
        assert MARK not in answer.content.decode()
    assert set(FreeText.objects.values_list("decision", flat=True)) == {""}
    assert TextReview.objects.get().is_waiting


@pytest.mark.parametrize("role", ["participant", "administrator", "leader"])
def test_results_show_no_text_before_the_review_is_finished(client: Client, role: str) -> None:
    round = closed()
    people = {
        "participant": User.objects.filter(enrolments__leader_group__programme=round.programme)[0],
        "administrator": User.objects.create_superuser("admin@example.org"),
        "leader": round.programme.course_leader,
    }
    client.force_login(people[role])
    unit = round.units.get(path=[])
    with translation.override("nb"):
        url = reverse("mapping_results_of", args=[round.pk, unit.pk])
        group = reverse("mapping_results_of", args=[round.pk, round.units.get(path=["Fjord kommune", "Helse"]).pk])
    decided(round)
    assert MARK not in client.get(url).content.decode()
    finish(round.text_review)
    shown = FreeText.objects.all()[0].text
    assert shown in client.get(url).content.decode()
    # Only the whole programme has texts: none of a leader group, whose texts would be told from the others'.
    assert MARK not in client.get(group).content.decode()


def test_a_text_is_found_only_through_its_own_round(client: Client) -> None:
    round, other = closed(), closed()
    leader = round.programme.course_leader
    client.force_login(leader)
    foreign = FreeText.objects.filter(review__round=other)[0]
    mine = FreeText.objects.filter(review__round=round)[0]
    assert client.get(reverse("rounds:text", args=[round.pk, mine.pk])).status_code == 200
    for number in (round.pk, other.pk):
        assert client.get(reverse("rounds:text", args=[number, foreign.pk]), follow=True).status_code == 404
