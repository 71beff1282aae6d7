"""The mails that participants get by themselves: when, to whom, in which words, and never twice."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from programmes.library.vocabulary import Phase
from programmes.participation.gatherings.services import answer
from programmes.participation.letters import digests
from programmes.participation.letters.models import MailChoice
from programmes.participation.letters.recipients import Sort
from programmes.participation.letters.services import send_due, switch
from programmes.participation.letters.timing import Reminder, awake, digest_due, mondays, reminder_due, zone_of
from programmes.participation.models import Completion
from programmes.participation.survey import local_days
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from tests.programmes.participation import factories
from tests.programmes.participation.factories import ZONE, Built

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(day: date, hour: int = 7, minute: int = 5, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.combine(day, time(hour, minute), zone)


def settle(built: Built) -> None:
    """As if nobody had touched the modules for long."""
    ProgrammeModule.objects.filter(programme=built.programme).update(updated_at=LONG_AGO)


@pytest.fixture
def year(built: Built) -> Built:
    """A programme whose modules begin in January 2027, with a gathering each that goes over the change of the clock."""
    start = date(2027, 1, 4)
    for number, module in enumerate(built.modules):
        begins = start + number * timedelta(weeks=13)
        ProgrammeModule.objects.filter(pk=module.pk).update(
            starts_on=begins, ends_on=begins + timedelta(weeks=13, days=-1)
        )
        day = begins + timedelta(weeks=11, days=6) if number == 0 else begins + timedelta(weeks=4, days=3)
        Gathering.objects.filter(programme_module=module).update(
            starts_at=at(day, 9, 0), ends_at=at(day, 15, 0), timezone="Europe/Oslo"
        )
        items = ProgrammeItem.objects.filter(programme_module=module)
        items.filter(phase=Phase.AFTER_WORK).update(opens_on=day, due_on=day + timedelta(days=8))
        items.filter(phase=Phase.PREPARATION).update(opens_on=begins, due_on=day - timedelta(days=3))
    settle(built)
    return built


def keys() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("key", flat=True))


def kind_of(row: OutgoingMail) -> str:
    return re.match(r"[a-z-]*[a-z]", row.key)[0]


def send_all() -> None:
    for job in Job.objects.filter(kind="send-mail", state=Job.State.QUEUED).order_by("created_at"):
        jobs.run(str(job.pk))


@pytest.mark.django_db
def test_a_year_of_mails_each_once_and_in_the_morning(year: Built) -> None:
    """The clock is moved through half a year, for a Norwegian and a Danish participant."""
    people = {code: factories.enrol(year, factories.make_user(code)) for code in ("nb", "da")}
    moment, sent = at(date(2026, 12, 28), 1, 0), Counter()
    gatherings = [local_days(gathering)[0] for gathering in Gathering.objects.all()]
    while moment < at(date(2027, 7, 1)):
        moment += timedelta(days=1)
        if moment.weekday() != 0 and not any(abs((moment.date() - day).days) < 10 for day in gatherings):
            continue  # an ordinary day
        for hour in (5, 7, 22) if moment.weekday() in (0, 6) else (7,):
            now = at(moment.date(), hour)
            count = send_due(now)
            assert not count or hour == 7
            sent[now.date()] += count
    mails = OutgoingMail.objects.order_by("created_at")
    kinds = {code: Counter(kind_of(row) for row in mails.filter(to=user.email)) for code, user in people.items()}
    assert kinds["nb"] == kinds["da"]
    assert [kinds["nb"][kind] for kind in ("gathering-week", "gathering-day", "deadline")] == [2, 2, 2]
    # Sunday 28 March: the clock is put forward on the morning of the gathering itself.
    days = {day for day, count in sent.items() if count}
    assert {date(2027, 3, 21), date(2027, 3, 27), date(2027, 4, 2), date(2027, 4, 29)} <= days
    assert {row.to for row in mails} == {user.email for user in people.values()}
    subjects = {code: [row.subject for row in mails.filter(to=user.email)] for code, user in people.items()}
    assert "Samling 0, søndag 28. mars 2027" in subjects["nb"]
    assert "Samling 0 da, søndag 28. marts 2027" in subjects["da"]
    assert "I morgen: Samling 0 da, søndag 28. marts 2027" in subjects["da"]
    assert "Uken din i Kompetanseløftet" in subjects["nb"]
    assert "Din uge i Kompetenceløftet" in subjects["da"]
    assert any(subject.startswith("Frist") for subject in subjects["nb"])
    gathering = mails.filter(to=people["da"].email, key__startswith="gathering-week").first()
    for part in (gathering.body, gathering.html):
        assert "kl.\N{NO-BREAK SPACE}9.00–15.00" in part
        assert "https://video.example/samling" in part
        assert "/da/" in part
        assert "Tag et eksempel med" in part
    assert '<html lang="da">' in gathering.html


@pytest.mark.django_db
def test_a_mail_goes_out_with_both_parts_and_one_click_to_end_it(year: Built, client: Client) -> None:
    user = factories.enrol(year)
    User.objects.filter(pk=user.pk).update(first_name="<b>Kari")
    day = at(date(2027, 3, 21))
    assert send_due(day) == send_due(day) + 1 == 1
    send_all()
    send_all()
    (message,) = mail.outbox
    assert [kind for _part, kind in message.alternatives] == ["text/html"]
    assert "&lt;b&gt;Kari" in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in message.body
    path = "/" + address.split("/", 3)[3]
    assert "Stopp disse e-postene" in client.get(path).content.decode()
    assert not MailChoice.objects.exists()  # whoever only looks changes nothing
    plain = Client(enforce_csrf_checks=True)
    assert plain.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert plain.post(path).status_code == 200
    choice = MailChoice.objects.get(user=user)
    assert (choice.gatherings, choice.deadlines, choice.digest) == (False, True, True)
    assert send_due(at(date(2027, 3, 27))) == 0
    assert "kommer til" in plain.post(path, {"on": "yes"}).content.decode()
    assert send_due(at(date(2027, 3, 27))) == 1
    assert client.get(path[:-2] + "x/").status_code == 404


@pytest.mark.django_db
def test_whoever_chooses_gets_what_they_chose(year: Built, client: Client) -> None:
    user, absent = factories.enrol(year), factories.enrol(year)
    client.force_login(user)
    page = client.get(reverse("my_mail")).content.decode()
    assert page.count(" checked") == 3
    text = client.post(reverse("my_mail"), {"deadlines": "on"}, follow=True).content.decode()
    assert "Valgene dine er lagret" in text
    assert text.count(" checked") == 1
    answer(absent, year.gatherings[0], coming=False)
    assert send_due(at(date(2027, 3, 21))) == 0
    item = year.item(Phase.AFTER_WORK)
    Completion.objects.create(user=absent, item=item)
    assert send_due(at(date(2027, 4, 2))) == 1
    (row,) = OutgoingMail.objects.filter(key__startswith="deadline")
    assert row.to == user.email
    # A deadline is told of once, also when it is moved.
    ProgrammeItem.objects.filter(pk=item.pk).update(due_on=date(2027, 4, 20))
    for number in range(9):
        send_due(at(date(2027, 4, 12) + timedelta(days=number)))
    assert OutgoingMail.objects.filter(key__startswith="deadline", to=user.email).count() == 1


@pytest.mark.django_db
def test_a_gathering_that_is_moved_is_told_of_once_and_reminded_of_once(year: Built) -> None:
    user, day = factories.enrol(year), date(2027, 3, 21)
    switch(user, Sort.DIGEST, on=False)
    switch(user, Sort.DEADLINES, on=False)
    assert send_due(at(day)) == 1  # the reminder; the time is remembered
    gathering = year.gatherings[0]
    later = at(date(2027, 4, 15), 9, 0)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=later, ends_at=later + timedelta(hours=6), sequence=1)
    ProgrammeModule.objects.filter(pk=year.modules[0].pk).update(updated_at=at(day, 12))
    moments = [at(day, 12, 10), at(day, 22), at(day + timedelta(days=1), 6), at(day + timedelta(days=1), 7)]
    assert [send_due(moment) for moment in moments] == [0, 0, 0, 1]
    row = OutgoingMail.objects.get(key__startswith="gathering-changed")
    assert row.subject == "Flyttet: Samling 0, nå torsdag 15. april 2027"
    assert "søndag 28.\N{NO-BREAK SPACE}mars 2027" in row.body
    assert not row.unsubscribe
    # A week before the new day they were reminded already; the day before they are.
    assert [send_due(at(date(2027, 4, number))) for number in (8, 14)] == [0, 1]
    Gathering.objects.filter(pk=gathering.pk).update(cancelled_at=timezone.now(), sequence=2)
    settle(year)
    assert [send_due(at(date(2027, 4, 14), hour)) for hour in (21, 10, 10)] == [0, 1, 0]
    row = OutgoingMail.objects.get(key__contains="-off-")
    assert row.subject == "Avlyst: Samling 0"
    assert "er avlyst" in row.html


@pytest.mark.django_db
def test_a_worker_that_dies_among_a_thousand_digests_sends_each_once(
    year: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies while writing them, and again while sending them. As many as make two rounds stand for the thousand."""
    monkeypatch.setattr(digests, "AT_A_TIME", 4)
    people = [factories.enrol(year) for _number in range(10)]
    monday, whole = at(date(2027, 1, 4)), digests.queue_all
    rounds: list[int] = []

    def dies_in_the_second_round(letters):
        rounds.append(len(letters))
        if len(rounds) == 2:
            raise SystemExit
        return whole(letters)

    monkeypatch.setattr(digests, "queue_all", dies_in_the_second_round)
    with pytest.raises(SystemExit):
        send_due(monday)
    assert len(keys()) == 4
    assert send_due(monday + timedelta(minutes=15)) == 6
    waiting = list(Job.objects.filter(kind="send-mail"))
    Job.objects.filter(pk=waiting[0].pk).update(state=Job.State.RUNNING, attempts=1, heartbeat_at=LONG_AGO)
    for job in [*waiting, *waiting]:
        jobs.run(str(job.pk))
    assert Counter(message.to[0] for message in mail.outbox) == Counter(user.email for user in people)


@pytest.mark.django_db
def test_a_week_without_news_brings_no_mail_and_drafts_none(year: Built, django_assert_max_num_queries) -> None:
    for _number in range(6):
        factories.enrol(year)
    send_due(at(date(2026, 12, 1)))
    # Monday, nothing opens or is due: the same few questions for six people as for one.
    with django_assert_max_num_queries(20):
        assert send_due(at(date(2027, 1, 25))) == 0
    Programme.objects.update(status=Programme.Status.DRAFT)
    assert send_due(at(date(2027, 1, 4))) == 0


@given(day=st.dates(date(2026, 1, 1), date(2030, 12, 31)), zone=st.sampled_from(["NO", "DK"]))
def test_every_gathering_has_one_week_and_one_day_reminder_whatever_the_clock_does(day: date, zone: str) -> None:
    place = zone_of(zone)
    start = datetime.combine(day - timedelta(days=9), time(0), place).astimezone(UTC)
    seen: dict[Reminder, list[datetime]] = {}
    for quarter in range(10 * 24 * 4):
        now = start + timedelta(minutes=15 * quarter)
        due = reminder_due(day, now, place)
        if due:
            seen.setdefault(due, []).append(now.astimezone(place))
    assert set(seen) == {Reminder.WEEK, Reminder.DAY}
    first = {kind: moments[0] for kind, moments in seen.items()}
    assert first[Reminder.WEEK].date() == day - timedelta(days=7)
    assert {moment.date() for moment in seen[Reminder.DAY]} == {day - timedelta(days=1)}
    assert all(moment.time() == time(7) for moment in first.values())
    assert all(awake(moment, place) for moments in seen.values() for moment in moments)


@given(day=st.dates(date(2026, 1, 1), date(2030, 12, 31)), hour=st.integers(0, 23))
def test_the_digest_is_mondays_and_by_day(day: date, hour: int) -> None:
    due = digest_due(at(day, hour), ZONE)
    assert (due is not None) == (day.weekday() == 0 and 7 <= hour < 20)
    assert mondays(day, day + timedelta(days=6)) == [
        each for each in (day + timedelta(days=n) for n in range(7)) if each.weekday() == 0
    ]


@pytest.mark.django_db
@pytest.mark.any_database
def test_staff_see_a_programmes_mails_beforehand(year: Built) -> None:
    """What the list says is what then happens, to whoever does nothing."""
    factories.enrol(year)
    said = io.StringIO()
    call_command("programme_mails", year.programme.slug, stdout=said)
    lines = [line.split(maxsplit=4) for line in said.getvalue().splitlines()]
    assert {people for _day, _clock, _sort, people, _subject in lines} == {"1"}
    for day, clock, _sort, _people, subject in lines:
        moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)
        assert send_due(moment) >= 1
        assert OutgoingMail.objects.filter(subject=subject).exists()
    assert OutgoingMail.objects.count() == len(lines)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("programme_mails", "nowhere")
