"""Small programmes, instruments and rounds, as many as a test needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any
from uuid import uuid4

from assessments.ballots.models import Round, Ticket
from assessments.ballots.services import deliver, open_round, plan_round
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.services import import_definition
from cms.accounts.models import User
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.tailoring.models import Programme

# Organisation -> leader group -> number of participants.
Shape = Mapping[str, Mapping[str, int]]

TWO_GROUPS: Shape = {"Fjord kommune": {"Helse": 8, "Stab": 7}}


def text(words: str) -> dict[str, str]:
    return {"nb": words, "da": f"{words} (da)"}


def definition(
    code: str = "abilities", *, items: int = 4, steps: int = 5, ambition: bool = True, levels: bool = False,
    texts: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """An instrument of two themes, the last item alone in its own; `texts`: how many questions of free text."""
    asked = [
        {
            "code": f"q{number}",
            "title": text(f"Evne {number}"),
            "text": text(f"Vi kan {number}"),
            "help": text(f"Tenk på {number}"),
            "dialogue": [text(f"Hva betyr {number}?")],
            **({"levels": [text(f"Trinn {step} av {number}") for step in range(1, steps + 1)]} if levels else {}),
        }
        for number in range(1, items + 1)
    ]
    return {
        "code": code,
        "version": 1,
        "example": True,
        "title": text(f"Instrument {code}"),
        "description": text("Eksempeltekst"),
        "scale": {
            "min": 1,
            "max": steps,
            "unknown": {"nb": "Vet ikke", "da": "Ved ikke"},
            "labels": {step: text(f"Steg {step}") for step in range(1, steps + 1)},
        },
        "ambition": ambition,
        "themes": [
            {"code": "first", "title": text("Tema en"), "items": asked[:-1]},
            {"code": "last", "title": text("Tema to"), "items": asked[-1:]},
        ],
        "texts": [
            {"code": f"t{number}", "text": text(f"Hva hindrer dere ({number})?"), "help": text("Kort")}
            for number in range(1, texts + 1)
        ],
    }


def version(**options: Any) -> InstrumentVersion:
    return import_definition(definition(**options))


def person(name: str = "") -> User:
    name = name or uuid4().hex
    return User.objects.create_user(f"{name}@example.org", first_name=name.capitalize())


def programme(shape: Shape = TWO_GROUPS, *, slug: str = "") -> Programme:
    """A programme with these leader groups, each with so many participants."""
    slug = slug or f"p-{uuid4().hex[:8]}"
    made = Programme.objects.create(slug=slug, title=text("Programmet"), status=Programme.Status.RUNNING)
    for place, (organisation_name, groups) in enumerate(shape.items()):
        organisation = Organisation.objects.create(slug=f"{slug}-{place}", name=text(organisation_name), country="NO")
        for number, (group_name, size) in enumerate(groups.items()):
            group = LeaderGroup.objects.create(
                programme=made, organisation=organisation, slug=f"{place}-{number}", name=text(group_name)
            )
            users = User.objects.bulk_create(User(email=f"{uuid4().hex}@example.org") for _person in range(size))
            Enrolment.objects.bulk_create(Enrolment(user=user, leader_group=group) for user in users)
    return made


def open_one(shape: Shape = TWO_GROUPS, *, of: InstrumentVersion | None = None, **options: Any) -> Round:
    """A round that is open for all participants of a new programme."""
    round = plan_round(programme(shape), of or version(), **options)
    open_round(round)
    return round


def tickets(round: Round) -> list[Ticket]:
    found = Ticket.objects.filter(round=round).select_related("round__version__instrument", "unit")
    return list(found.order_by("pk"))


def answers(round: Round, chance: Random, *, unknown: float = 0.0) -> dict[str, tuple[int | None, int | None]]:
    """One made-up set of answers; `unknown` is the share of "vet ikke"."""
    content = round.version.content
    top = content.scale.max
    found: dict[str, tuple[int | None, int | None]] = {}
    for item in content.items:
        today = None if chance.random() < unknown else chance.randint(1, top)
        found[item.code] = (today, chance.randint(today, top) if today and content.ambition else None)
    return found


def answer_all(round: Round, *, seed: int = 1, unknown: float = 0.0, of: Sequence[Ticket] | None = None) -> None:
    chance = Random(seed)
    for ticket in tickets(round) if of is None else of:
        deliver(ticket, answers(round, chance, unknown=unknown))
