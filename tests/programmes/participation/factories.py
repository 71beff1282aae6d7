"""A running programme with participants, built around today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.library.models import Edition, EditionText, Thing
from programmes.library.vocabulary import Phase, Theme, ThingKind
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule

ZONE = ZoneInfo("Europe/Oslo")
WEEKS = 13
KINDS = {Phase.PREPARATION: "video", Phase.GATHERING: "talk", Phase.AFTER_WORK: "task"}
_numbers = count(1)


@dataclass
class Built:
    """A programme and what tests ask of it."""

    programme: Programme
    modules: list[ProgrammeModule] = field(default_factory=list)
    items: list[ProgrammeItem] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    groups: list[LeaderGroup] = field(default_factory=list)

    def item(self, phase: Phase, module: int = 0) -> ProgrammeItem:
        """The first item of a phase in a module."""
        return next(i for i in self.items if i.phase == phase and i.programme_module == self.modules[module])


def make_user(language: str = "nb", email: str = "", **fields: object) -> User:
    number = next(_numbers)
    fields = {"first_name": f"Deltaker{number}", "last_name": "Berg", **fields}
    return User.objects.create_user(email or f"deltaker{number}@havrum.example", language=language, **fields)


def make_thing(
    label: str, texts: dict[str, str], thing_kind: str = ThingKind.ELEMENT, body: str = "",
    said: Mapping[str, str] | None = None, **facts: object,
) -> Thing:  # fmt: skip
    """A thing with one edition; `texts`: title by language, `said`: what its text then says, otherwise filler."""
    thing = Thing.objects.create(kind=thing_kind, code=f"{thing_kind}-{next(_numbers)}", label=label)
    edition = Edition.objects.create(thing=thing, number=1, kind="new", facts=facts)
    for language, title in texts.items():
        lead, transcript, text = f"Lead {title}", f"Transcript of {title}.\n\nMore.", f"{body or 'Body'} ({language})"
        if said:
            lead = text = said[language]
            transcript = text if facts.get("kind") in ("video", "podcast") else ""
        content = {
            "title": title, "lead": lead, "transcript": transcript,
            "body": [{"type": "text", "value": f"<p>{text}</p>", "id": f"b{thing.pk.hex[:8]}"}],
        }  # fmt: skip
        EditionText.objects.create(edition=edition, language=language, title=title, lead=lead, content=content)
    Thing.objects.filter(pk=thing.pk).update(current_edition=edition)
    thing.refresh_from_db()
    return thing


def make_programme(
    modules: int = 2, items: int = 5, groups: int = 1, members: int = 0, languages: tuple[str, ...] = ("nb", "da"),
    status: str = Programme.Status.RUNNING,
) -> Built:  # fmt: skip
    """The first module started three weeks ago, and its gathering is a week ahead; the others follow one another."""
    programme = Programme.objects.create(
        slug=f"lyngoy-{next(_numbers)}", title=LocalisedText(nb="Kompetanseløftet", da="Kompetenceløftet"),
        status=status, languages=list(languages), country="NO",
        course_leader=make_user(first_name="Kari", last_name="Kursleder"),
    )  # fmt: skip
    built = Built(programme)
    start = timezone.localdate() - timedelta(weeks=3)
    for position in range(modules):
        _add_module(built, position, items, start + position * timedelta(weeks=WEEKS), languages)
    for _number in range(groups):
        built.groups.append(make_group(programme))
        for _member in range(members):
            enrol(built, group=built.groups[-1])
    return built


def _add_module(built: Built, position: int, items: int, start: date, languages: tuple[str, ...]) -> None:
    theme = list(Theme)[position % 4]
    texts = {code: f"{theme.value} {code}" for code in languages}
    thing = make_thing(theme.value, texts, ThingKind.MODULE, theme=theme.value)
    module = ProgrammeModule.objects.create(
        programme=built.programme, module=thing, position=position, starts_on=start,
        ends_on=start + timedelta(weeks=WEEKS, days=-1),
    )  # fmt: skip
    built.modules.append(module)
    day = start + timedelta(weeks=4)
    built.items += [_item(module, number, start, languages) for number in range(items)]
    built.gatherings.append(
        Gathering.objects.create(
            programme_module=module, title=LocalisedText(nb=f"Samling {position}", da=f"Samling {position} da"),
            starts_at=datetime.combine(day, time(9), ZONE), ends_at=datetime.combine(day, time(15), ZONE),
            venue=LocalisedText(nb="Fjordhotellet"), address=LocalisedText(nb="Lyngøy"),
            prepare=LocalisedText(nb="Ta med ett eksempel", da="Tag et eksempel med"),
            video_link="https://video.example/samling",
            agenda=[
                {"from": "09:00", "to": "09:15", "text": {"nb": "Velkommen", "da": "Velkommen"}},
                {"from": "09:15", "to": "10:15", "item": str(built.items[-1].uuid)},
            ],
        )
    )  # fmt: skip


def _item(module: ProgrammeModule, number: int, start: date, languages: tuple[str, ...]) -> ProgrammeItem:
    phase = list(Phase)[number % 3]
    texts = {code: f"Element {module.position}-{number} {code}" for code in languages}
    thing = make_thing(f"Element {number}", texts, **facts_of(phase))
    later = start + timedelta(weeks=6)
    return ProgrammeItem.objects.create(
        programme_module=module, thing=thing, phase=phase, position=number,
        opens_on=later if phase == Phase.AFTER_WORK else None,
        due_on=start + timedelta(weeks=4, days=-3) if phase == Phase.PREPARATION else None,
    )  # fmt: skip


def facts_of(phase: Phase) -> dict[str, object]:
    speaker = make_thing("Amir Nordvik", {"nb": "Amir Nordvik"}, ThingKind.SPEAKER)
    return {
        "kind": KINDS[phase], "theme": "organisation", "minutes": 14, "spoken": "nb", "captions": ["nb", "da"],
        "speaker": str(speaker.pk),
    }  # fmt: skip


def make_group(programme: Programme) -> LeaderGroup:
    number = next(_numbers)
    organisation = Organisation.objects.create(
        slug=f"havrum-{number}", name=LocalisedText(nb=f"Havrum kommune {number}", da=f"Havrum Kommune {number}"),
        country="NO",
    )  # fmt: skip
    name = LocalisedText(nb=f"Oppvekst {number}", da=f"Børn og unge {number}")
    return LeaderGroup.objects.create(programme=programme, organisation=organisation, slug=f"g{number}", name=name)


def enrol(built: Built, user: User | None = None, group: LeaderGroup | None = None) -> User:
    """A participant of the programme, by default a new one in its first group."""
    user = user or make_user()
    Enrolment.objects.create(user=user, leader_group=group or built.groups[0])
    return user
