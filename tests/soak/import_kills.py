"""The worker is killed while it imports a list of participants: inside a step, and between steps; another goes on.

Inside a step nothing of it is stored. In the end exactly the people of the list take part, each once, in their group.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.accounts.models import User
from cms.celery import app
from cms.jobs.models import Job
from localisation.text import LocalisedText
from programmes.participation.lists import services
from programmes.participation.lists.importing import CHUNK
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme
from tests.soak.house import Broken, Process, running, wait_for_quiet, wait_until, worker
from tests.soak.scenario import Extent

INSIDE = "people-are-written"
GROUPS = 40
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
State = ParticipantImport.State
Place = tuple[str, str]


def run(extent: Extent) -> dict[str, Any]:
    """Kill, kill again, finish, and compare with the list."""
    lists = 0
    while lists == 0 or extent.has_time:
        size = extent.pieces(20_000, 3 * CHUNK)
        _import_with_kills(lists, [(f"p{n}@list{lists}.example", f"Gruppe {n % GROUPS}") for n in range(size)])
        lists += 1
    return {"lists": lists, "rows_a_list": size, "kills": 2 * lists, "lost": 0, "doubled": 0}


def _import_with_kills(number: int, people: list[Place]) -> None:
    boss = User.objects.create_user(f"boss{number}@institute.example")
    programme = Programme.objects.create(
        slug=f"list-{number}", title=LocalisedText(nb="Liste"), kind=Programme.Kind.DELIVERY, languages=["nb"]
    )
    row = services.hand_in(programme, "list.csv", _table(people), by=boss)
    with running(worker(die_at=INSIDE)) as process:
        _wait_for(process, row, state=State.READ)
        services.confirm(row, create_groups=True, send_invitation=False, by=boss)
        wait_until(lambda: process.ended, "the moment inside a step")
    wait_for_quiet()
    _check_stored(programme, [])
    with _another_worker() as process:
        _wait_for(process, row, imported_rows__gt=0)
    wait_for_quiet()
    row.refresh_from_db()
    _check_stored(programme, people[: row.imported_rows])
    with _another_worker() as process:
        _wait_for(process, row, state=State.DONE)
        process.wait_until(lambda: not Job.objects.filter(state__in=UNFINISHED).exists(), "the end of the job")
    wait_for_quiet()
    _check_stored(programme, people)


def _table(people: Iterable[Place]) -> bytes:
    lines = [f"Person {address.split('@')[0]};{address};Storby;{group}" for address, group in people]
    return "\n".join(["name;email;organisation;leader_group", *lines]).encode()


def _wait_for(process: Process, row: ParticipantImport, **stands: object) -> None:
    process.wait_until(ParticipantImport.objects.filter(pk=row.pk, **stands).exists, f"a list that is {stands}")


def _another_worker() -> Any:
    """One to which beat has sent the sweeper, after the job has been silent for long."""
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    app.send_task("cms.jobs.tasks.sweep")
    return running(worker())


def _check_stored(programme: Programme, people: Iterable[Place]) -> None:
    mine = Enrolment.objects.filter(leader_group__programme=programme).select_related("user", "leader_group")
    stored = sorted((place.user.email, str(place.leader_group.name["nb"])) for place in mine)
    if stored != sorted(people):
        raise Broken(f"{len(stored)} people are stored that are not those of the list")
    domain = f"@list{programme.slug.removeprefix('list-')}.example"
    if User.objects.filter(email__endswith=domain).count() != len(stored):
        raise Broken("there are accounts without a place")
