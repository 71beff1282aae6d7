"""Planning and opening a round. Opening freezes everything that a promise to participants rests on."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments.ballots import keys, units
from assessments.ballots.joining import INVITE
from assessments.ballots.models import MINIMUM_K, Round, Ticket
from assessments.disclosure.texts import fewest_texts
from assessments.instruments.models import InstrumentVersion
from cms.jobs.services import enqueue
from programmes.tailoring.models import Programme

log = logging.getLogger(__name__)

DETAIL_FROM = 10
# A round that somebody asked to open is "opening" until a worker has done it.
WAITING = (Round.State.PLANNED, Round.State.OPENING)

# A user's id, or None for answers collected elsewhere, and the source of the unit they are invited in.
Invitation = tuple[int | None, str]


class NotPlanned(Exception):
    """Only a planned round opens."""


def plan_round(
    programme: Programme, version: InstrumentVersion, *, number: int | None = None, k: int = MINIMUM_K,
    detail_from: int = DETAIL_FROM, opens_at: datetime | None = None, closes_at: datetime | None = None,
    free_text: bool = False,
) -> Round:  # fmt: skip
    """A round that is not open yet. Without a `number` it is the next of this instrument in this programme.

    `free_text`: whether it asks the instrument's questions of free text as well.
    Raises ValidationError when k is below five, `detail_from` below k, or it closes before it opens.
    """
    number = number or next_number(programme, version)
    round = Round(
        programme=programme, version=version, number=number, k=k, detail_from=detail_from, opens_at=opens_at,
        closes_at=closes_at, free_text=free_text,
    )  # fmt: skip
    round.full_clean()
    round.save()
    return round


def next_number(programme: Programme, version: InstrumentVersion) -> int:
    """The number of the next round of an instrument, whatever its version, in a programme."""
    earlier = Round.objects.filter(programme=programme, version__instrument=version.instrument_id)
    return (earlier.aggregate(last=Max("number"))["last"] or 0) + 1


def open_round(round: Round, invited: Sequence[Invitation] | None = None) -> None:
    """Make the key pair, freeze version, policy and units, hand out the tickets, and let participants in.

    Without `invited`, all participants of the programme are. Runs on the worker. Repeating it after a crash, or in two
    workers at once, opens the round once. Raises NotPlanned for a round that is closing or closed.
    """
    round.refresh_from_db()
    if round.state == Round.State.OPEN:
        return
    if round.state not in WAITING:
        raise NotPlanned(f"round {round.pk} is {round.state}")
    key = keys.create(round.pk, k=round.k, detail_from=round.detail_from, free_text=round.free_text)
    if _open(round, key, invited):
        keys.destroy(round.pk, but=key.public)
        log.info("round %s is open", round.pk)
    else:
        keys.discard(round.pk, key.public)
    round.refresh_from_db()


@transaction.atomic
def _open(round: Round, key: keys.RoundKey, invited: Sequence[Invitation] | None) -> bool:
    """Freeze and open in one step; False when another worker was first, or the plan was changed under us."""
    frozen = {"k": key.k, "detail_from": key.detail_from, "free_text": key.free_text}
    won = Round.objects.filter(pk=round.pk, state__in=WAITING, **frozen).update(
        # What reminders would have gone out before the opening are no reminders.
        state=Round.State.OPEN, public_key=key.public, reminded_at=timezone.now(),
    )  # fmt: skip
    if won:
        people = list(units.participants(round.programme_id).items()) if invited is None else invited
        homes = units.freeze(round, Counter(source for _user, source in people), units.places(round.programme))
        Ticket.objects.bulk_create(
            Ticket(round=round, participant_id=user, unit=homes[source]) for user, source in people
        )
        if invited is None:
            enqueue(INVITE, round=round.pk)
        if key.free_text and len(people) < fewest_texts(round.k):
            # What could never be shown is not asked for.
            Round.objects.filter(pk=round.pk).update(free_text=False)
    return bool(won)
