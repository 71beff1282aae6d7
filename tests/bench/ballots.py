"""Delivering and closing, measured on a programme of two thousand leader groups with ten people each."""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import numpy as np
from django.db import connection, models
from nacl.public import SealedBox

from assessments.ballots import services as ballots
from assessments.ballots.boxes import HEAD
from assessments.ballots.keys import load
from assessments.ballots.models import Ballot, Release, Round, Ticket, Turnout
from assessments.ballots.units import group_source
from assessments.instruments.services import import_definition
from cms.accounts.models import User
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.tailoring.models import Programme
from tests.assessments.factories import answers, definition, text
from tests.bench.scenario import Scenario

Call = Callable[[], int]

PROGRAMME, INSTRUMENT = "bench-mapping", "bench"
ORGANISATIONS, GROUPS, MEMBERS = 200, 10, 10  # groups in each organisation, people in each group
BALLOTS = ORGANISATIONS * GROUPS * MEMBERS
ITEMS = 13  # today and ambition: 26 answers
CLOSINGS = 3
UNKNOWN = 0.05


class BareAnswers(models.Model):
    """The least that could be stored of a delivery: one row of JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    answers = models.JSONField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return str(self.pk)


def _prepare() -> None:
    """Make the programme once, and take away the rounds of earlier runs."""
    made, is_new = Programme.objects.get_or_create(
        slug=PROGRAMME, defaults={"title": text("Målt"), "status": Programme.Status.RUNNING}
    )
    if is_new:
        _fill(made)
    for kind in (Release, Turnout, Ballot, Ticket):
        kind.objects.filter(round__programme=made).delete()
    Round.objects.filter(programme=made).delete()


def _fill(programme: Programme) -> None:
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"bench-{place}", name=text(f"Organisasjon {place}"), country="NO")
        for place in range(ORGANISATIONS)
    )
    groups = LeaderGroup.objects.bulk_create(
        LeaderGroup(
            programme=programme,
            organisation=organisation,
            slug=f"bench-{place}-{number}",
            name=text(f"Gruppe {number}"),
        )
        for place, organisation in enumerate(organisations)
        for number in range(GROUPS)
    )
    for group in groups:
        people = [User(email=f"{uuid.uuid4().hex}@example.org") for _person in range(MEMBERS)]
        Enrolment.objects.bulk_create(
            Enrolment(user=user, leader_group=group) for user in User.objects.bulk_create(people)
        )


def _open() -> Round:
    """An open round of the programme that everybody is invited to."""
    programme, version = Programme.objects.get(slug=PROGRAMME), import_definition(definition(INSTRUMENT, items=ITEMS))
    round = ballots.plan_round(programme, version)
    people = Enrolment.objects.filter(leader_group__programme=programme).order_by("pk")
    invited = people.values_list("user_id", "leader_group_id")
    ballots.open_round(round, [(user, group_source(group)) for user, group in invited])
    return round


def _tickets(round: Round) -> Iterator[Ticket]:
    """The tickets as the page of answers has them when it delivers: with the round of the request."""
    for ticket in Ticket.objects.filter(round=round).order_by("pk"):
        ticket.round = round
        yield ticket


def _answered(seed: int) -> Round:
    """A round in which everybody has delivered."""
    round, chance = _open(), Random(seed)
    for ticket in _tickets(round):
        ballots.deliver(ticket, answers(round, chance, unknown=UNKNOWN))
    return round


def _delivery() -> tuple[Call, Call]:
    """The floor is as durable as a delivery: a transaction of its own for each row."""
    _prepare()
    round = _open()
    tickets, given = _tickets(round), answers(round, Random(1))
    bare = [list(pair) for pair in given.values()]
    if BareAnswers._meta.db_table in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.delete_model(BareAnswers)
    with connection.schema_editor() as editor:
        editor.create_model(BareAnswers)

    def measured() -> int:
        ballots.deliver(next(tickets), given)
        return 1

    def floor() -> int:
        BareAnswers.objects.create(answers=bare)
        return 1

    return measured, floor


def _closing() -> tuple[Call, Call]:
    """Each call closes one of the rounds prepared, whole; the floor opens as many boxes and counts what is inside."""
    _prepare()
    rounds = iter([_answered(seed) for seed in range(CLOSINGS + 2)])
    sample = _answered(99)
    boxes = [bytes(box) for box in Ballot.objects.filter(round=sample).values_list("box", flat=True)]
    key = SealedBox(load(sample.pk, sample.public_key).private)
    units = {unit.pk: place for place, unit in enumerate(sample.units.all())}

    def measured() -> int:
        round = next(rounds)
        ballots.close_round(round)
        return int(round.release.data["units"][0]["n"])

    def floor() -> int:
        return int(_counted([key.decrypt(box) for box in boxes], units).sum()) // (2 * ITEMS)

    return measured, floor


def _counted(opened: list[bytes], units: dict[int, int]) -> np.ndarray:
    """How many of each answer, by unit and question."""
    places = np.array([units[HEAD.unpack_from(inside)[1]] for inside in opened])
    inside = np.frombuffer(b"".join(opened), dtype=np.uint8).reshape(len(opened), -1)
    levels = inside[:, HEAD.size : HEAD.size + 2 * ITEMS].astype(np.int64)
    width = 6
    cells = (places[:, None] * 2 * ITEMS + np.arange(2 * ITEMS)) * width + levels
    return np.bincount(cells.ravel(), minlength=len(units) * 2 * ITEMS * width)


def _memory_of_closing() -> float:
    """The peak of a worker that closes one round and does nothing else, in megabytes."""
    command = f"import django; django.setup(); from tests.bench import ballots; ballots.close_alone({_answered(7).pk})"
    done = subprocess.run([sys.executable, "-c", command], stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def close_alone(round_id: int) -> None:
    """Close a round and print the most memory this process has needed, in megabytes."""
    ballots.close_round(Round.objects.get(pk=round_id))
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert peak is not None
    print(int(peak[1]) / 1024)


SCENARIOS = [
    Scenario(
        "delivery", "Sealing an answer must not keep anybody waiting.", _delivery, 2, 8, 1, rounds=300, content=False
    ),
    Scenario(
        "closing",
        f"{BALLOTS:,} ballots x {2 * ITEMS} answers, {ORGANISATIONS * GROUPS:,} groups: a gathering waits for it.",
        _closing,
        3,
        60,
        BALLOTS,
        rounds=CLOSINGS,
        content=False,
        memory=600,
        memory_of=_memory_of_closing,
    ),
]
