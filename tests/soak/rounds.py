"""Rounds whose every answer is known to the scenario, so that it can tell what was counted, lost or doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from assessments.ballots import keys, services
from assessments.ballots.boxes import Answers, seal, specs, unseal
from assessments.ballots.models import Ballot, Release, Round, Ticket
from assessments.ballots.units import participants
from assessments.disclosure import ItemSpec
from assessments.instruments.models import InstrumentVersion
from tests.assessments import factories
from tests.soak.house import Broken

ITEMS = 26
STEPS = 5
_codes = count(1)


def instrument() -> InstrumentVersion:
    """A new questionnaire of the usual size."""
    return factories.version(code=f"soak{next(_codes)}", items=ITEMS, steps=STEPS)


def open_round(size: int, version: InstrumentVersion) -> Round:
    """A round that is open for `size` participants in two leader groups. Nobody is written to."""
    programme = factories.programme({"Fjord": {"A": size - size // 3, "B": size // 3}})
    round = services.plan_round(programme, version)
    services.open_round(round, list(participants(programme.pk).items()))
    return round


def fill(round: Round, chance: Random) -> list[Answers]:
    """A ballot for every ticket, in two statements; returns what was answered."""
    items = specs(round.version.content)
    answers = [factories.answers(round, chance, unknown=0.05) for _ticket in range(len(factories.tickets(round)))]
    Ballot.objects.bulk_create(
        Ballot(round=round, box=seal(round.public_key, ticket.unit_id, each, items))
        for ticket, each in zip(factories.tickets(round), answers, strict=True)
    )
    Ticket.objects.filter(round=round).update(delivered=True)
    return answers


def standing(round: Round, size: int) -> str:
    """How a round stands: "sealed", "counted, key left" or "counted". Raises Broken for anything between.

    Sealed: every ballot and every ticket is there, the key that opens them too, and no release. Counted: one release
    and nothing else.
    """
    releases = Release.objects.filter(round=round).count()
    left = Ballot.objects.filter(round=round).count(), Ticket.objects.filter(round=round).count()
    has_key = round.pk in keys.rounds_with_keys()
    state = Round.objects.values_list("state", flat=True).get(pk=round.pk)
    if (releases, *left) == (0, size, size) and has_key and state in (Round.State.OPEN, Round.State.CLOSING):
        return "sealed"
    if (releases, *left) == (1, 0, 0) and state == Round.State.CLOSED:
        return "counted, key left" if has_key else "counted"
    raise Broken(
        f"round {round.pk}: {state}, {releases} releases, {left} ballots and tickets of {size}, key: {has_key}"
    )


def check_release(round: Round, answers: Sequence[Answers]) -> None:
    """Raises Broken unless the programme's counts are exactly those of the answers."""
    root = Release.objects.get(round=round).data["units"][0]
    if root["n"] != len(answers):
        raise Broken(f"round {round.pk}: {root['n']} counted of {len(answers)}")
    compared = 0
    for code, measures in root["items"].items():
        valid = [each[code] for each in answers if None not in each[code]]
        for place, name in enumerate(("today", "ambition")):
            if measures[name]["display"] == "full":
                truth = Counter(str(pair[place]) for pair in valid)
                counted = {step: number for step, number in measures[name]["counts"].items() if number}
                compared += 1
                if counted != truth:
                    raise Broken(f"round {round.pk}: {code} {name} was counted as {counted}, and is {dict(truth)}")
    if not compared:
        raise Broken(f"round {round.pk}: nothing is shown in full, so nothing could be compared")


# --- ballots with a mark ----------------------------------------------------------------------------------------------


def marked(number: int, tab: int = 0) -> dict[str, int]:
    """Steps by item that no other participant gives, nor the same one in another tab."""
    steps = {"q1": tab + 1}
    for item in range(2, ITEMS + 1):
        number, step = divmod(number, STEPS)
        steps[f"q{item}"] = step + 1
    return steps


def marks_in_the_box(round: Round) -> Iterator[tuple[int, int]]:
    """Number and tab of every ballot in the box, opened with the key."""
    key, items = keys.load(round.pk, round.public_key), specs(round.version.content)
    for box in Ballot.objects.filter(round=round).values_list("box", flat=True):
        yield mark_in(key, bytes(box), items)


def mark_in(key: keys.RoundKey, box: bytes, items: Sequence[ItemSpec]) -> tuple[int, int]:
    """The number and the tab that a ballot is marked with."""
    answers = unseal(key.private, box, items)[1]
    number = 0
    for item in range(ITEMS, 1, -1):
        number = number * STEPS + (answers[f"q{item}"][0] or 1) - 1
    return number, (answers["q1"][0] or 1) - 1
