"""A programme of a year, and the year itself: its days go by one after the other, with beat and worker at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from cms.celery import app
from cms.jobs.models import Job
from cms.jobs.tasks import run_job
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase, Theme, ThingKind
from programmes.participation.models import LeaderGroup
from programmes.tailoring.models import DeliveredBy, Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.services import touch
from tests.programmes.participation import factories

OSLO = ZoneInfo("Europe/Oslo")
FIRST, SECOND = (date(2027, 1, 11), date(2027, 5, 2)), (date(2027, 5, 3), date(2027, 8, 31))
MET, MET_AGAIN, MOVED = date(2027, 2, 4), date(2027, 6, 3), date(2027, 6, 10)
# Of the beat's entries, and the day of the week on which it does all of them.
WRITING, TIDY = ("letters", "own-letters", "reminders"), 2
Texts = dict[str, str]


@dataclass(frozen=True)
class Year:
    programme: Programme
    group: LeaderGroup
    video: ProgrammeItem
    # Each there in one language alone.
    article: ProgrammeItem
    talk: ProgrammeItem
    reflection: ProgrammeItem
    task: ProgrammeItem
    podcast: ProgrammeItem
    last: ProgrammeItem
    gatherings: tuple[Gathering, Gathering]
    # All that the programme says, by language.
    said: dict[str, set[str]]
    # What of it is there in one language alone.
    untranslated: set[str]


class Builder:
    """Builds, and remembers what was said in which language."""

    def __init__(self) -> None:
        self.said: dict[str, set[str]] = {"nb": set(), "da": set()}
        self.untranslated: set[str] = set()

    def say(self, **texts: str) -> LocalisedText:
        for language, text in texts.items():
            self.said[language].add(text)
        if len(texts) == 1:
            self.untranslated |= set(texts.values())
        return LocalisedText(texts)

    def module(self, programme: Programme, position: int, days: tuple[date, date], title: Texts) -> ProgrammeModule:
        theme = list(Theme)[position].value
        thing = factories.make_thing(title["nb"], self.say(**title), ThingKind.MODULE, theme=theme)
        return ProgrammeModule.objects.create(
            programme=programme, module=thing, position=position, starts_on=days[0], ends_on=days[1]
        )

    def item(
        self, module: ProgrammeModule, phase: str, kind: str, title: Texts, text: Texts, **fields: object
    ) -> ProgrammeItem:
        captions = ["nb", "da"]
        thing = factories.make_thing(
            next(iter(title.values())), self.say(**title), said=self.say(**text), kind=kind, minutes=15,
            theme="organisation", captions=captions,
        )  # fmt: skip
        position = module.items.count()
        return ProgrammeItem.objects.create(
            programme_module=module, thing=thing, phase=phase, position=position, **fields
        )

    def gathering(self, module: ProgrammeModule, day: date, title: Texts, prepare: Texts) -> Gathering:
        starts, ends = (datetime.combine(day, time(hour), OSLO) for hour in (9, 15))
        return Gathering.objects.create(
            programme_module=module, title=self.say(**title), prepare=self.say(**prepare), starts_at=starts,
            ends_at=ends, venue=LocalisedText(nb="Fjordhotellet"), video_link="https://video.example/samling",
            agenda=[
                {"from": "09:00", "to": "09:15", "text": self.say(nb="Vi blir kjent", da="Vi lærer hinanden at kende")}
            ],
        )  # fmt: skip


def make_year() -> Year:
    """Two modules with a gathering each, for people of both languages; three things lack a translation."""
    builder = Builder()
    leader = factories.make_user(
        first_name="Marit", last_name="Kursdal", email="marit@instituttet.example", is_staff=True
    )
    programme = Programme.objects.create(
        slug="aaret", title=builder.say(nb="Kompetanseløftet for fjorden", da="Kompetenceløftet for fjorden"),
        status=Programme.Status.DRAFT, languages=["nb", "da"], country="NO", course_leader=leader,
    )  # fmt: skip
    first = builder.module(programme, 0, FIRST, {"nb": "Fra øyer til et fellesskap", "da": "Fra øer til et fællesskab"})
    second = builder.module(programme, 1, SECOND, {"nb": "Når alt er i bevegelse", "da": "Når alting er i bevægelse"})
    group = factories.make_group(programme)
    group.name = builder.say(nb="Lederne i oppvekst", da="Lederne i børn og unge")
    group.save()
    return Year(
        programme=programme, group=group, **_first_items(builder, first), **_second_items(builder, second),
        gatherings=(
            builder.gathering(
                first, MET, {"nb": "Vi bygger broer", "da": "Vi slår bro"},
                {"nb": "Ta med et eksempel fra egen hverdag"},  # not translated
            ),
            builder.gathering(
                second, MET_AGAIN, {"nb": "Vi ser hva som bærer", "da": "Vi ser, hvad der bærer"},
                {"nb": "Tenk over hva dere har prøvd", "da": "Tænk over, hvad I har afprøvet"},
            ),
        ),
        said=builder.said, untranslated=builder.untranslated,
    )  # fmt: skip


def _first_items(builder: Builder, module: ProgrammeModule) -> dict[str, ProgrammeItem]:
    due = {"due_on": MET - timedelta(days=3)}
    return {
        "video": builder.item(
            module, Phase.PREPARATION, "video", {"nb": "Når avdelingene er øyer", "da": "Når afdelingerne er øer"},
            {"nb": "Hva skjer mellom avdelingene deres?", "da": "Hvad sker der mellem jeres afdelinger?"}, **due,
        ),
        "article": builder.item(
            module, Phase.PREPARATION, "literature", {"nb": "En kommune som prøvde seg fram"},
            {"nb": "De begynte med det som lå nærmest."}, **due,
        ),
        "reflection": builder.item(
            module, Phase.PREPARATION, "reflection", {"nb": "Hva deler vi allerede?", "da": "Hvad deler vi allerede?"},
            {"nb": "Skriv for deg selv.", "da": "Skriv kun til dig selv."}, **due,
        ),
        "talk": builder.item(
            module, Phase.GATHERING, "talk", {"da": "Brobyggerne i forvaltningen"},
            {"da": "Om dem, der går på tværs hver dag."},
        ),
        "task": builder.item(
            module, Phase.AFTER_WORK, "task", {"nb": "Prøv ut én endring hjemme", "da": "Afprøv én ændring derhjemme"},
            {"nb": "Velg noe lite, og si fra om det.", "da": "Vælg noget lille, og fortæl om det."},
            opens_on=MET + timedelta(days=1), due_on=date(2027, 3, 12), delivered_by=DeliveredBy.PERSON,
        ),
    }  # fmt: skip


def _second_items(builder: Builder, module: ProgrammeModule) -> dict[str, ProgrammeItem]:
    return {
        "podcast": builder.item(
            module, Phase.PREPARATION, "podcast", {"nb": "Å lede fra midten", "da": "At lede fra midten"},
            {"nb": "En samtale om å stå i midten av noe.", "da": "En samtale om at stå midt i noget."},
        ),
        "last": builder.item(
            module, Phase.AFTER_WORK, "task", {"nb": "Fortell hva dere lærte", "da": "Fortæl, hvad I lærte"},
            {"nb": "To setninger holder.", "da": "To sætninger er nok."},
            opens_on=MET_AGAIN + timedelta(days=14), due_on=date(2027, 8, 20),
        ),
    }  # fmt: skip


def move(gathering: Gathering, day: date) -> None:
    """As the course leader does it."""
    starts, ends = (datetime.combine(day, time(hour), OSLO) for hour in (9, 15))
    rows = Gathering.objects.filter(pk=gathering.pk)
    rows.update(starts_at=starts, ends_at=ends, sequence=F("sequence") + 1)
    touch(gathering.programme_module)


class Clock:
    """Moves the clock on; on the way the beat asks each morning for what is due, and the worker does it."""

    def __init__(self, traveller: time_machine.Coordinates) -> None:
        self._traveller = traveller
        app.loader.import_default_modules()
        self._tasks = {name: app.tasks[entry["task"]] for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
        # What went out by itself, and on which day.
        self.mails: list[tuple[date, EmailMessage]] = []

    def go_to(self, day: date, at: time = time(9)) -> None:
        """The days until then, each with its morning; then the moment itself, in Norway."""
        morning = timezone.localdate()
        while morning < day:
            morning += timedelta(days=1)
            self._traveller.move_to(datetime.combine(morning, time(7, 10), OSLO))
            self._morning()
        self._traveller.move_to(datetime.combine(day, at, OSLO))

    def _morning(self) -> None:
        """The tasks that write to people; once a week, and again on a day with mail, everything that the beat does."""
        before = len(mail.outbox)
        self._beat(WRITING)
        if len(mail.outbox) > before or timezone.localdate().weekday() == TIDY:
            self._beat(self._tasks)
        self.mails += [(timezone.localdate(), message) for message in mail.outbox[before:]]

    def _beat(self, names: Iterable[str]) -> None:
        for name in names:
            self._tasks[name]()
        work()


def work() -> None:
    """What waits for the worker is done, each job by two workers one after the other."""
    while waiting := list(
        Job.objects.filter(state=Job.State.QUEUED).order_by("created_at").values_list("pk", flat=True)
    ):
        for pk in (*waiting, *waiting):
            run_job(str(pk))


@contextmanager
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        yield Clock(traveller)


def sent_twice() -> list[tuple[str, str]]:
    """To whom and about what somebody was written to more than once in the same words."""
    counted = Counter((message.to[0], message.subject, message.body) for message in mail.outbox)
    return [(to, subject) for (to, subject, _body), times in counted.items() if times > 1]


def mails_to(address: str) -> list[EmailMessage]:
    return [message for message in mail.outbox if message.to == [address]]
