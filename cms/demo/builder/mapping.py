"""The instruments, and rounds that were opened, answered and closed the way every round is."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from assessments.ballots.models import Round, Ticket
from assessments.ballots.services import close_round, deliver, open_round, plan_round
from assessments.disclosure import Answer
from assessments.disclosure.texts import Written
from assessments.instruments.definition import Definition, read
from assessments.instruments.services import import_definition, newest_version
from cms.demo.builder.free_text import review, written_by
from cms.demo.builder.plan import Plan, content
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.schedule import at
from programmes.tailoring.services import span_of

INSTRUMENTS = ("generations", "abilities", "meetings")
UNKNOWN = 0.05  # how often somebody answers "vet ikke"
ZONE = "Europe/Oslo"
MOST = 5  # the last step of the scales that are answered here

Answers = dict[str, Answer]


@dataclass(frozen=True)
class Expected:
    """Where the answers to an item lie on average."""

    today: float
    ambition: float


def build(plan: Plan) -> None:
    """The first round of generations in both programmes and of abilities in one, closed; one that is open now.

    What was written in the network's abilities is reviewed; in the company's generations it waits for that.
    """
    for code in INSTRUMENTS:
        import_definition(content(f"instruments/{code}"))
    network, supply = (Programme.objects.get(slug=entry["code"]) for entry in content("network")["programmes"])
    _closed(network, "generations", plan, 0.95)
    _closed(supply, "generations", plan, 1.0, free_text=True)
    review(_closed(network, "abilities", plan, 1.0, free_text=True))
    _open(supply, "abilities", plan, answered=3)


def _closed(programme: Programme, code: str, plan: Plan, share: float, *, free_text: bool = False) -> Round:
    """A round in the weeks that the template gives it; `share` of those invited answered."""
    row = _place(code)
    span = span_of(ProgrammeModule.objects.get(programme=programme, module__code=row["module"]))
    if span is None:
        raise ValueError(f"{programme.slug} has no dates")
    round = plan_round(
        programme, newest_version(code), opens_at=_morning(span.opens_on(row["opens"])),
        closes_at=_evening(span.due_on(row["closes"])), free_text=free_text,
    )  # fmt: skip
    open_round(round)
    dice = plan.dice(f"mapping:{programme.slug}:{code}")
    tickets = [ticket for ticket in _tickets(round) if dice.random() < share]
    written = written_by(tickets, programme.slug, plan.dice(f"texts:{programme.slug}:{code}")) if free_text else {}
    _answer(tickets, read(round.version.definition), dice, written)
    close_round(round)
    return round


def _open(programme: Programme, code: str, plan: Plan, answered: int) -> None:
    """A round that the course leader moved forward: it began last week and stays open for a month."""
    opens, closes = plan.today - timedelta(days=7), plan.today + timedelta(days=31)
    round = plan_round(
        programme, newest_version(code), opens_at=_morning(opens), closes_at=_evening(closes), free_text=True
    )
    items = ProgrammeItem.objects.filter(programme_module__programme=programme, thing__code=_place(code)["element"])
    items.update(opens_on=opens, due_on=closes, opens_week=None, due_week=None)
    open_round(round)
    dice = plan.dice(f"mapping:{programme.slug}:{code}")
    _answer(dice.sample(_tickets(round), answered), read(round.version.definition), dice)


def _place(code: str) -> Mapping[str, Any]:
    """Where the template has the first round of an instrument."""
    return next(row for row in content("template")["mappings"] if row["instrument"] == code)


def _morning(day: date) -> datetime:
    return at(day, "08:00", ZONE)


def _evening(day: date) -> datetime:
    return at(day, "18:00", ZONE)


def _tickets(round: Round) -> list[Ticket]:
    return list(Ticket.objects.filter(round=round).select_related("round__version", "unit").order_by("pk"))


def _answer(
    tickets: list[Ticket], definition: Definition, dice: random.Random, written: Mapping[int, Written] | None = None
) -> None:
    """Everyone sees the same organisation a little differently, and groups differ more than their members do."""
    usual = _expected(definition, dice)
    groups = {unit: _of_group(usual, dice) for unit in sorted({ticket.unit_id for ticket in tickets})}
    drawn = [_answers(groups[ticket.unit_id], definition, dice) for ticket in tickets]
    shown = content("pages")["home"]["result_teaser"]["figure"]
    if shown["item"] in usual and len(drawn) == shown["n"]:
        _agree(drawn, shown["item"], (shown["today"], shown["ambition"]), dice)
    for ticket, answers in zip(tickets, drawn, strict=True):
        deliver(ticket, answers, (written or {}).get(ticket.pk))


def _expected(definition: Definition, dice: random.Random) -> dict[str, Expected]:
    """Averages for all items."""
    expected = {}
    for item in definition.items:
        today = dice.uniform(1.8, 3.3)
        expected[item.code] = Expected(today, min(4.7, today + dice.uniform(0.4, 1.7)))
    return expected


def _agree(drawn: list[Answers], code: str, means: tuple[float, float], dice: random.Random) -> None:
    """Move answers to an item step by step until their averages are those that the front page shows."""
    for place, wanted in enumerate(means):
        levels = [answers[code][place] for answers in drawn]
        held = [number for number, level in enumerate(levels) if level is not None]
        while abs(error := wanted * len(held) - sum(levels[number] or 0 for number in held)) > 0.5:
            number = dice.choice(held)
            moved = (levels[number] or 0) + (1 if error > 0 else -1)
            levels[number] = moved if 1 <= moved <= MOST else levels[number]
        for answers, level in zip(drawn, levels, strict=True):
            pair = answers[code]
            answers[code] = (level, pair[1]) if place == 0 else (pair[0], level)


def _of_group(usual: Mapping[str, Expected], dice: random.Random) -> dict[str, Expected]:
    outlook = dice.gauss(0, 0.25)
    return {
        code: Expected(mean.today + outlook + dice.gauss(0, 0.35), mean.ambition + dice.gauss(0, 0.25))
        for code, mean in usual.items()
    }


def _answers(group: Mapping[str, Expected], definition: Definition, dice: random.Random) -> Answers:
    temper = dice.gauss(0, 0.3)
    answers: Answers = {}
    for item in definition.items:
        mean = group[item.code]
        today = _level(dice, mean.today + temper, definition)
        answers[item.code] = (today, _level(dice, mean.ambition + temper, definition) if definition.ambition else None)
    return answers


def _level(dice: random.Random, mean: float, definition: Definition) -> int | None:
    if dice.random() < UNKNOWN:
        return None
    return min(definition.scale.max, max(definition.scale.min, round(dice.gauss(mean, 0.75))))
