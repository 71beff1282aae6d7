"""The absence of a reminder, the rate of answers, and who was invited: what they tell, and to whom."""

from __future__ import annotations

import io
import logging
from datetime import datetime
from itertools import product
from pathlib import Path
from random import Random

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from assessments.ballots.models import Round, Ticket
from assessments.ballots.services import close_round
from assessments.disclosure import Hierarchy, Unit
from assessments.disclosure.selection import at_least, select
from assessments.disclosure.turnout import band, invited_shown
from assessments.mailing import reminders
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from tests.assessments import factories
from tests.attack.test_metadata import dump

NINE = timezone.make_aware(datetime(2027, 2, 9, 9))


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def work() -> None:
    while waiting := list(Job.objects.filter(state=Job.State.QUEUED)):
        for job in waiting:
            jobs.run(str(job.pk))


@pytest.fixture
def round(db: None) -> Round:
    """Invited, and answered by a third."""
    round = factories.open_one({"Fjord": {"A": 8, "B": 7}}, closes_at=timezone.make_aware(datetime(2027, 2, 12, 18)))
    work()
    factories.answer_all(round, of=factories.tickets(round)[:5])
    return round


def reminded(round: Round) -> None:
    reminders.send(Round.objects.select_related("programme__course_leader").get(pk=round.pk), NINE)
    work()


def changes(before: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """The rows that are new or changed."""
    after = dump()
    return {table: sorted(set(rows) - set(before[table])) for table, rows in after.items() if rows != before[table]}


def test_a_batch_leaves_one_job_and_one_planned_moment(round: Round) -> None:
    """Once sent, the database is the same for any batch: no row for a person, no number, no order."""
    before = dump()
    reminded(round)
    left = changes(before)
    assert set(left) == {Job._meta.db_table, Round._meta.db_table}
    (job,) = Job.objects.filter(kind="send-batch")
    assert job.subject == {"batch": f"mapping-reminder-{round.pk}-20270209"}
    assert (job.progress, job.total, job.message) == (0, 0, "")
    assert len(left[Round._meta.db_table]) == 1
    round.refresh_from_db()
    assert round.reminded_at == NINE


def test_the_traces_are_alike_whoever_was_reminded(round: Round) -> None:
    """Two rounds in which different people, and different numbers of them, had delivered."""
    other = factories.open_one({"Vik": {"C": 15}}, of=round.version, closes_at=round.closes_at)
    work()
    factories.answer_all(other, of=factories.tickets(other)[3:])
    for each in (round, other):
        reminded(each)
    kept = Job.objects.filter(kind="send-batch").values_list("state", "progress", "total", "attempts", "message")
    assert len(set(kept)) == 1


def test_only_the_mailboxes_know_who_was_reminded(round: Round) -> None:
    """What is left is what a recipient holds in the own mailbox, as the promise says."""
    sent = len(mail.outbox)
    reminded(round)
    waiting = set(Ticket.objects.filter(round=round, delivered=False).values_list("participant__email", flat=True))
    assert {message.to[0] for message in mail.outbox[sent:]} == waiting
    assert {message.from_email for message in mail.outbox[sent:]} == {mail.outbox[0].from_email}
    kept = set(OutgoingMail.objects.values_list("key", flat=True))
    assert all(key.startswith("mapping-invitation-") for key in kept)


def test_nobody_is_named_or_counted_in_the_log_of_a_batch(round: Round) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    reminded(round)
    root.removeHandler(handler)
    root.setLevel(level)
    people = Ticket.objects.filter(round=round).values_list("participant__email", flat=True)
    ours = [line for line in stream.getvalue().splitlines() if "INSERT" not in line and "SELECT" not in line]
    assert not [line for line in ours if any(address in line for address in people)]


def test_a_batch_that_could_not_be_sent_is_forgotten_with_the_round(round: Round, settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.fakes.FailingEmailBackend"
    reminders.send(round, NINE)
    with pytest.raises(OSError, match="down"):
        jobs.run(str(Job.objects.get(kind="send-batch").pk))
    assert OutgoingMail.objects.filter(key__startswith=reminders.BATCH).exists()
    close_round(round)
    reminders.remind()
    assert not OutgoingMail.objects.filter(key__startswith=reminders.BATCH).exists()


def test_after_close_no_row_tells_who_had_answered(round: Round) -> None:
    """The same programme, closed twice with other people having answered: what is kept of people is the same."""
    reminded(round)
    close_round(round)
    kept = dump()
    addresses = {person.email for person in Ticket._meta.get_field("participant").related_model.objects.all()}
    naming = {
        table: {address for address in addresses for row in rows if any(address in cell for cell in row)}
        for table, rows in kept.items()
    }
    whole = {table: people for table, people in naming.items() if people and people != addresses}
    assert whole == {}


# --- how many --------------------------------------------------------------------------------------------------------


def test_one_delivery_hardly_ever_moves_the_band_and_small_programmes_have_none() -> None:
    assert {band(29, delivered) for delivered in range(30)} == {None}
    for invited in (30, 31, 57, 400):
        steps = [band(invited, delivered) for delivered in range(invited + 1)]
        assert steps == sorted(steps)
        assert set(steps) == set(range(0, 100, 10))
        assert min(steps.count(step) for step in set(steps)) >= 3


def trees(number: int) -> list[tuple[Hierarchy, list[int], list[int]]]:
    """Programmes with their invited and delivered, small units merged at the opening."""
    chance = Random(7)
    found = []
    for _each in range(number):
        organisations = [(f"o{n}",) for n in range(chance.randint(1, 4))]
        groups = [(*above, f"g{n}") for above in organisations for n in range(chance.randint(0, 4))]
        hierarchy = Hierarchy.of([Unit(path) for path in (*organisations, *groups)])
        first = {path: chance.randint(0, 13) for path in groups}
        hierarchy = hierarchy.merge_small(first, 5)
        invited = [0] * len(hierarchy.units)
        delivered = list(invited)
        for path, size in first.items():
            home = hierarchy.index[hierarchy.home(path)]
            answered = chance.choice([0, size, chance.randint(0, size)])
            invited[home] += size
            delivered[home] += answered
        found.append((hierarchy, invited, delivered))
    return found


def totals(hierarchy: Hierarchy, own: list[int]) -> list[int]:
    sums = list(own)
    for node in reversed(range(1, len(sums))):
        sums[hierarchy.parents[node]] += sums[node]
    return sums


def cells(hierarchy: Hierarchy, node: int) -> frozenset[int]:
    below = {node}
    for child in range(node + 1, len(hierarchy.units)):
        if hierarchy.parents[child] in below:
            below.add(child)
    return frozenset(below)


def test_no_group_can_be_computed_of_which_fewer_than_k_delivered() -> None:
    """Every sum and difference of the numbers told: none is of people of whom nobody, or fewer than five, answered."""
    told = 0
    for hierarchy, invited, delivered in trees(400):
        ballots = totals(hierarchy, delivered)
        allowed = [not unit.merged for unit in hierarchy.units]
        published = select(hierarchy, [(size,) for size in ballots], allowed, at_least(5))
        shown = invited_shown(hierarchy, invited, delivered, published, 5)
        known = [(node, cells(hierarchy, node)) for node, number in enumerate(shown) if number is not None]
        told += len(known)
        assert all(published[node] for node, _cells in known)
        assert all(shown[node] == totals(hierarchy, invited)[node] for node, _cells in known)
        for group in differences(known):
            people = sum(invited[node] for node in group)
            answered = sum(delivered[node] for node in group)
            assert people == 0 or answered >= 5, (hierarchy.units, invited, delivered, shown)
    assert told > 800


def differences(known: list[tuple[int, frozenset[int]]]) -> set[frozenset[int]]:
    """Each unit, and each less any of the known units below it that do not overlap, by brute force."""
    found = {each for _node, each in known}
    for _node, whole in known:
        inside = [each for _other, each in known if each < whole][:10]
        for chosen in product([False, True], repeat=len(inside)):
            taken = [each for each, yes in zip(inside, chosen, strict=True) if yes]
            union = frozenset().union(*taken)
            if sum(map(len, taken)) == len(union):
                found.add(whole - union)
    return found


@pytest.mark.django_db
def test_the_turnout_of_a_round_is_kept_for_shown_units_alone() -> None:
    round = factories.open_one({"Fjord": {"A": 12, "B": 8}, "Vik": {"C": 6}})
    tickets = factories.tickets(round)
    factories.answer_all(round, of=[ticket for ticket in tickets if ticket.unit.path[-1] != "B"])
    close_round(round)
    published = [unit["path"] for unit in round.release.data["units"] if unit["status"] == "published"]
    told = [unit["path"] for unit in round.turnout.invited]
    assert all(path in published for path in told)
    assert ["Fjord", "A"] not in told  # 20 less 12 would be the eight of B, of whom nobody answered
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {Ticket._meta.db_table}")
        assert cursor.fetchone()[0] == 0
