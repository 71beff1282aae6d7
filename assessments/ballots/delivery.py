"""Delivering a ballot: exactly once, and nothing that leads from it back to the ticket."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from assessments.ballots.boxes import Answers, questions, seal, specs
from assessments.ballots.models import Ballot, Round, Ticket
from assessments.disclosure.texts import Written

# The two statements of a delivery are written out: building them from models takes longer than running them.
# Deliveries share the lock on the round and don't wait for one another; closing waits for it, so that no ballot
# arrives after the counting began. SQLite has one writer at a time and needs no lock.
USE_TICKET = (
    f"UPDATE {Ticket._meta.db_table} SET delivered = %s WHERE id = %s AND NOT delivered AND EXISTS "
    f"(SELECT 1 FROM {Round._meta.db_table} WHERE id = %s AND state = %s{{lock}})"
)
PUT_BALLOT = f"INSERT INTO {Ballot._meta.db_table} (id, round_id, box) VALUES (%s, %s, %s)"


class RoundClosed(Exception):
    """The round takes no ballots: it is not open yet, or no more."""


class AlreadyDelivered(Exception):
    """This ticket has been used."""


@sensitive_variables()
def deliver(ticket: Ticket, answers: Answers, texts: Written | None = None) -> None:
    """Seal the answers and put them in the box: item code -> (today, ambition), each a step or None for "vet ikke".
    `texts`: what was written to the questions of free text, tidied, in a round that asks them.

    Raises RoundClosed, AlreadyDelivered, and InvalidAnswers when they don't fit the instrument. The ticket may be
    old: what counts is the database. One transaction; nothing here is logged.
    """
    round = ticket.round
    if round.public_key is None:
        raise RoundClosed
    content = round.version.content
    asked = questions(content) if round.free_text else []
    box = seal(bytes(round.public_key), ticket.unit_id, answers, specs(content), texts, asked)
    lock = " FOR SHARE" if connection.features.has_select_for_update else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(USE_TICKET.format(lock=lock), [True, ticket.pk, round.pk, Round.State.OPEN])
        if cursor.rowcount != 1:
            is_open = Round.objects.filter(pk=round.pk, state=Round.State.OPEN).exists()
            raise AlreadyDelivered if is_open else RoundClosed
        key = Ballot._meta.pk.get_db_prep_value(uuid4(), connection)
        cursor.execute(PUT_BALLOT, [key, round.pk, box])
