"""The worker is killed while a programme's weekly mails are written and go out: at exact moments, and at any moment.

To files, each participant has exactly one in the end. A mail server can't be asked what it has: there nobody has two,
and whoever has none is among those whose mail is shown as doubtful.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from django.conf import settings
from django.utils import timezone

from cms.accounts.models import User
from cms.celery import app
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.participation.letters.timing import ZONES, zone_of
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from tests.programmes.participation.factories import make_group, make_thing
from tests.soak.house import Broken, Process, running, wait_for_quiet, wait_until, worker
from tests.soak.mailserver import MailServer
from tests.soak.scenario import Extent

MOMENTS = ("mails-are-written", "before-a-mail-is-out", "a-mail-is-out")
LONG_AGO = timedelta(hours=1)
TASKS = ("programmes.participation.letters.tasks.send_due", "cms.jobs.tasks.sweep")
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass
class Post:
    """A way mail goes out: what the worker's settings are, and whom a mail has reached, as often as it has."""

    settings: dict[str, Any]
    reached: Callable[[], Counter[str]]
    kills: int = 0
    monday: datetime = field(default_factory=lambda: next_monday())

    def worker(self, die_at: str = "") -> Process:
        return worker(die_at=die_at, begins=self.monday, settings=tuple(self.settings.items()))


def run(extent: Extent) -> dict[str, Any]:
    """By files, then by SMTP; each with its own programme."""
    seed = SystemRandom().randrange(2**32)
    chance, size, kills = Random(seed), extent.pieces(1000, 60), extent.pieces(8, 1)
    moments = MOMENTS[-1:] if extent.short else MOMENTS
    files = Post({}, _in_files)
    people = _participants(size)
    _send_with_kills(files, people, moments, kills, chance)
    if files.reached() != Counter(people) or _doubtful():
        raise Broken(f"{_unlike(files.reached(), people)}; {len(_doubtful())} doubtful")
    report = {"people": size, "kills": files.kills, "lost": 0, "doubled": 0, "seed": seed}
    return report if extent.short else report | _by_smtp(size, kills, chance)


def _by_smtp(size: int, kills: int, chance: Random) -> dict[str, Any]:
    with MailServer() as server:
        people = _participants(size)
        post = Post(server.settings, lambda: Counter(server.recipients))
        _send_with_kills(post, people, MOMENTS, kills, chance)
        reached, doubtful = post.reached(), _doubtful()
    twice = [address for address, number in reached.items() if number > 1]
    silent = set(people) - set(reached) - doubtful
    if twice or silent or set(reached) - set(people):
        raise Broken(f"by SMTP {len(twice)} got two mails, and {len(silent)} got none though no doubt is shown")
    missing = len(set(people) - set(reached))
    return {"smtp_kills": post.kills, "smtp_doubled": 0, "smtp_doubtful": len(doubtful), "smtp_missing": missing}


def next_monday() -> datetime:
    """Nine o'clock where everybody is, on the next Monday: weekly mails are due."""
    now = timezone.now().astimezone(zone_of(next(iter(ZONES))))
    return now.replace(hour=9, minute=0) + timedelta(days=7 - now.weekday())


def _participants(number: int) -> list[str]:
    """The addresses of a new running programme's people, whose module opens on that Monday."""
    Programme.objects.update(status=Programme.Status.COMPLETED)
    serial = Programme.objects.count()
    programme = Programme.objects.create(
        slug=f"digests-{serial}", title=LocalisedText(nb="Program"), languages=["nb"], country="NO",
        kind=Programme.Kind.DELIVERY, status=Programme.Status.RUNNING,
    )  # fmt: skip
    module = ProgrammeModule.objects.create(
        programme=programme, module=make_thing("module", {"nb": "Modul"}, "module"), position=0,
        starts_on=next_monday().date(), ends_on=next_monday().date() + timedelta(weeks=8),
    )  # fmt: skip
    ProgrammeItem.objects.create(
        programme_module=module, thing=make_thing("element", {"nb": "Element"}), phase=Phase.PREPARATION, position=0
    )
    users = User.objects.bulk_create(
        User(email=f"p{n}@digest{serial}.example", first_name=f"P{n}", language="nb") for n in range(number)
    )
    group = make_group(programme)
    Enrolment.objects.bulk_create(Enrolment(user=user, leader_group=group) for user in users)
    return [user.email for user in users]


def _send_with_kills(post: Post, people: list[str], moments: tuple[str, ...], kills: int, chance: Random) -> None:
    for moment in moments:
        with _woken(post, moment) as process:
            wait_until(lambda p=process: p.ended, f"the moment {moment}")
        post.kills += 1
    for number in range(kills):
        left = len(people) - len(post.reached())
        wanted = len(post.reached()) + chance.randint(1, max(1, left // (kills - number + 1)))
        with _woken(post) as process:
            process.wait_until(lambda n=wanted: len(post.reached()) >= n, "mails that go out", every=0.005)
            time.sleep(chance.uniform(0, 0.03))
        post.kills += 1
    with _woken(post) as process:
        process.wait_until(lambda: _all_out(people), "the end of all mails", every=0.2)
    wait_for_quiet()


def _woken(post: Post, die_at: str = "") -> Any:
    """A worker to which beat has sent what it sends, after all that a killed one left has been silent for long."""
    wait_for_quiet()
    past = timezone.now() - LONG_AGO
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=past)
    Job.objects.filter(state=Job.State.QUEUED).update(created_at=past)
    for task in TASKS:
        app.send_task(task)
    return running(post.worker(die_at))


def _all_out(people: list[str]) -> bool:
    mine = OutgoingMail.objects.filter(to__endswith=people[0].partition("@")[2])
    return mine.count() == len(people) and not Job.objects.filter(state__in=UNFINISHED).exists()


def _in_files() -> Counter[str]:
    texts = (file.read_text() for file in Path(settings.EMAIL_FILE_PATH).glob("*.log"))
    return Counter(to for text in texts for to in re.findall(r"(?m)^To: (\S+@digest\S+)", text))


def _doubtful() -> set[str]:
    rows = OutgoingMail.objects.filter(sent_at=None, refused_at=None, handed_at__isnull=False)
    return set(rows.values_list("to", flat=True))


def _unlike(reached: Counter[str], people: list[str]) -> str:
    """How whom the mails reached is not exactly the people, each once."""
    twice = sum(number > 1 for number in reached.values())
    return f"{len(set(people) - set(reached))} got no mail, {twice} got two"
