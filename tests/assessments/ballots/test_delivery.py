"""A ballot is delivered exactly once, and only while the round is open."""

from __future__ import annotations

from random import Random
from threading import Barrier, Event, Thread

import pytest
from django.db import connections, transaction

from assessments.ballots import boxes, keys
from assessments.ballots.closing import end_delivery
from assessments.ballots.models import Ballot, Round, Ticket
from assessments.ballots.services import AlreadyDelivered, InvalidAnswers, RoundClosed, close_round, deliver, plan_round
from tests.assessments import factories


@pytest.mark.django_db
def test_a_delivery_marks_the_ticket_and_adds_a_box() -> None:
    round = factories.open_one()
    ticket = factories.tickets(round)[0]
    deliver(ticket, {"q1": (2, 4), "q2": (None, None)})
    assert Ticket.objects.get(pk=ticket.pk).delivered
    assert Ticket.objects.filter(delivered=True).count() == 1
    box = Ballot.objects.get().box
    private = keys.load(round.pk, round.public_key).private
    unit, answers, _texts = boxes.unseal(private, box, boxes.specs(round.version.content))
    assert unit == ticket.unit_id
    assert answers == {"q1": (2, 4), "q2": (None, None), "q3": (None, None), "q4": (None, None)}


@pytest.mark.django_db
def test_a_second_delivery_is_refused() -> None:
    round = factories.open_one()
    ticket = factories.tickets(round)[0]
    deliver(ticket, {"q1": (2, 4)})
    with pytest.raises(AlreadyDelivered):
        deliver(ticket, {"q1": (5, 5)})
    assert Ballot.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Round.State.CLOSING, Round.State.CLOSED])
def test_a_round_that_is_over_takes_no_ballots(state: str) -> None:
    round = factories.open_one()
    ticket = factories.tickets(round)[0]
    Round.objects.filter(pk=round.pk).update(state=state)
    with pytest.raises(RoundClosed):
        deliver(ticket, {})
    assert not Ballot.objects.exists()
    assert not Ticket.objects.filter(delivered=True).exists()


@pytest.mark.django_db
def test_a_ticket_of_a_round_that_has_closed_is_worth_nothing() -> None:
    round = factories.open_one()
    ticket = factories.tickets(round)[0]
    close_round(round)
    with pytest.raises(RoundClosed):
        deliver(ticket, {})


@pytest.mark.django_db
def test_a_planned_round_takes_no_ballots() -> None:
    round = plan_round(factories.programme(), factories.version())
    with pytest.raises(RoundClosed):
        deliver(Ticket(round=round), {})


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"q9": (1, 1)}, {"q1": (6, 1)}, {"q1": (0, 1)}, {"q1": (1, 9)}, {"q1": ("1", 1)}])
def test_answers_outside_the_instrument_are_refused(answers: dict) -> None:
    round = factories.open_one()
    with pytest.raises(InvalidAnswers, match=r"^q\d: "):
        deliver(factories.tickets(round)[0], answers)
    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_an_ambition_that_is_not_asked_is_refused() -> None:
    round = factories.open_one(of=factories.version(ambition=False))
    deliver(factories.tickets(round)[0], {"q1": (2, None)})
    with pytest.raises(InvalidAnswers):
        deliver(factories.tickets(round)[1], {"q1": (2, 3)})


@pytest.mark.django_db
def test_all_boxes_of_a_round_have_one_size() -> None:
    round = factories.open_one()
    chance = Random(1)
    for number, ticket in enumerate(factories.tickets(round)):
        deliver(ticket, {} if number % 3 == 0 else factories.answers(round, chance, unknown=number / 20))
    assert len({len(ballot.box) for ballot in Ballot.objects.all()}) == 1
    assert len({bytes(ballot.box) for ballot in Ballot.objects.all()}) == 15


def together(*work: object) -> list[type[BaseException] | None]:
    """Run all at the same moment on connections of their own; the kind of failure of each."""
    barrier, outcomes = Barrier(len(work)), [None] * len(work)

    def one(place: int) -> None:
        barrier.wait()
        try:
            work[place]()
        except (AlreadyDelivered, RoundClosed) as error:
            outcomes[place] = type(error)
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_deliver_once() -> None:
    round = factories.open_one()
    for ticket in factories.tickets(round)[:5]:
        twins = [Ticket.objects.select_related("round__version").get(pk=ticket.pk) for _tab in range(2)]
        outcomes = together(*[lambda twin=twin: deliver(twin, {"q1": (1, 2)}) for twin in twins])
        assert sorted(outcomes, key=str) == sorted([None, AlreadyDelivered], key=str)
    assert Ballot.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_ballot_that_races_with_closing_counts_or_is_refused() -> None:
    """Whatever the order: what was taken in is in the release, and what is not was refused."""
    for attempt in range(5):
        round = factories.open_one({"Fjord": {"A": 12}}, of=factories.version(code=f"race{attempt}"))
        early, late = factories.tickets(round)[:6], factories.tickets(round)[6:]
        factories.answer_all(round, of=early)
        same = Round.objects.get(pk=round.pk)
        work = [lambda ticket=ticket: deliver(ticket, {"q1": (3, 3)}) for ticket in late]
        outcomes = together(*work, lambda same=same: close_round(same))
        taken = len(early) + outcomes[:-1].count(None)
        assert round.release.data["units"][0]["n"] == taken
        assert not Ballot.objects.filter(round=round).exists()


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_delivery_that_has_begun() -> None:
    """When delivery is over, every ballot that will ever be taken in is there to be counted."""
    round = factories.open_one()
    ticket, begun, seen = factories.tickets(round)[0], Event(), []

    def deliver_slowly() -> None:
        with transaction.atomic():
            deliver(ticket, {"q1": (3, 3)})
            begun.set()
            closing.join(0.3)
            assert closing.is_alive()

    def close() -> None:
        begun.wait()
        end_delivery(round)
        seen.append(Ballot.objects.filter(round=round).count())
        connections.close_all()

    closing = Thread(target=close)
    closing.start()
    deliver_slowly()
    closing.join()
    assert seen == [1]


@pytest.mark.django_db
def test_a_delivery_is_few_statements(django_assert_num_queries: object) -> None:
    round = factories.open_one()
    ticket = factories.tickets(round)[0]
    with django_assert_num_queries(4):
        deliver(ticket, {"q1": (1, 2)})
