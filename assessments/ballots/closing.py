"""Closing a round: open the boxes, count in memory, store the release, destroy the rest.

Wherever the worker dies, either every ballot is still sealed and counts when closing is repeated, or the release is
stored and the ballots are gone. Answers never touch the disk, the broker, a log or a task argument.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import SystemRandom
from typing import NamedTuple

import numpy as np
from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from assessments import disclosure
from assessments.ballots import keys
from assessments.ballots.boxes import Inside, Opener, UnreadableBox, questions, specs
from assessments.ballots.freetext.notice import tell_course_leader
from assessments.ballots.freetext.services import hold
from assessments.ballots.models import Ballot, Release, Round, RoundUnit, Ticket
from assessments.ballots.rate import store_turnout
from assessments.ballots.units import hierarchy_of
from assessments.disclosure import BallotTable, ItemSpec, Policy, UnitPath, compute_release
from assessments.disclosure.texts import Written, audit_texts, gather

log = logging.getLogger(__name__)

TOO_FEW = "too_few"
AT_A_TIME = 500  # boxes that one thread opens before it takes others


class Counted(NamedTuple):
    """What a round comes to. `reason`: why the release holds nothing, if it does. `texts`: by question what was written
    in one's own words, nothing where too few wrote; None in a round that didn't ask."""

    release: disclosure.Release
    reason: str
    texts: dict[str, list[str]] | None


class NotOpen(Exception):
    """Only an open round closes."""


def close_round(round: Round) -> None:
    """End delivery, count, store the release, delete ballots and tickets, destroy the key. Runs on the worker.

    Repeating it after a crash goes on where it stopped. Raises NotOpen for a round that never opened, and MissingKey,
    leaving everything as it is, when the ballots can't be opened on this machine.
    """
    round.refresh_from_db()
    if round.state in (Round.State.PLANNED, Round.State.OPENING):
        raise NotOpen(f"round {round.pk} is {round.state}")
    if round.state != Round.State.CLOSED:
        _count_and_store(round)
    keys.destroy(round.pk)
    round.refresh_from_db()


def _count_and_store(round: Round) -> None:
    try:
        key = keys.load(round.pk, bytes(round.public_key or b"") or None)
    except keys.MissingKey:
        if Round.objects.filter(pk=round.pk, state=Round.State.CLOSED).exists():
            return  # another worker was faster
        log.error("round %s can't be closed: its key is missing or damaged; nothing was changed", round.pk)
        raise
    end_delivery(round)
    with _without_garbage_collection():
        store(round, *count(round, key))


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A large release is built of a hundred thousand small parts, none of them garbage; looking through them again and
    again would take a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def end_delivery(round: Round) -> None:
    """The first short transaction. It waits for deliveries that have begun."""
    Round.objects.filter(pk=round.pk, state=Round.State.OPEN).update(state=Round.State.CLOSING)


@sensitive_variables()
def count(round: Round, key: keys.RoundKey) -> Counted:
    """The release, and what was written. Reads only; fewer than k ballots are not even opened."""
    policy = _policy(round, key)
    items = specs(round.version.content)
    units = list(round.units.all())
    unread = Ballot.objects.filter(round=round).count() < policy.k
    opened = [] if unread else list(_opened(round, key, units, items))
    written = [inside.texts for _path, inside in opened]
    SystemRandom().shuffle(opened)
    levels = b"".join(inside.levels for _path, inside in opened)
    data = compute_release(
        round_id=round.pk,
        instrument=round.version.instrument.code,
        version=str(round.version.number),
        items=items,
        policy=policy,
        hierarchy=hierarchy_of(units),
        ballots=BallotTable(
            [path for path, _inside in opened],
            np.frombuffer(levels, dtype=np.uint8).reshape(len(opened), 2 * len(items)),
        ),
    )
    asked = questions(round.version.content) if round.free_text and key.free_text else None
    return Counted(data, TOO_FEW if unread else "", _gathered(round, data, written, asked))


@sensitive_variables()
def _gathered(
    round: Round, data: disclosure.Release, written: Sequence[Written], asked: Sequence[str] | None
) -> dict[str, list[str]] | None:
    """What was written, by question; nothing of a programme that is not published, or that the auditor refuses."""
    if asked is None:
        return None
    if data["units"][0]["status"] != "published":
        return {question: [] for question in asked}
    texts = gather(written, asked, data["k"])
    reason = audit_texts(texts, written, data["k"])
    if reason is not None:
        log.error("The auditor refused the texts of round %s: %s", round.pk, reason)
        return {question: [] for question in asked}
    return texts


@sensitive_variables()
@transaction.atomic
def store(round: Round, data: disclosure.Release, reason: str, texts: dict[str, list[str]] | None = None) -> None:
    """The second short transaction: the release in, ballots and tickets out. Nothing when another worker was first."""
    closing = Round.objects.filter(pk=round.pk, state=Round.State.CLOSING)
    if not closing.update(state=Round.State.CLOSED, band=None, band_at=None):
        return
    Release.objects.create(round=round, data=data, reason=reason)
    if texts is not None:
        review = hold(round, texts)
        if review.is_waiting:
            tell_course_leader(review)
    store_turnout(round, data)
    _erase(Ballot, round)
    _erase(Ticket, round)
    log.info("round %s is closed", round.pk)


def _erase(model: type[Ballot] | type[Ticket], round: Round) -> None:
    """Delete the rows of a round in one statement. Django's own way would load them all and show them to receivers."""
    table, column = model._meta.db_table, model._meta.get_field("round").column
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [round.pk])


def _policy(round: Round, key: keys.RoundKey) -> Policy:
    """The policy that was frozen with the key. What the database says can only make it stricter."""
    if (round.k, round.detail_from) != (key.k, key.detail_from):
        log.error("the policy of round %s was changed after it opened", round.pk)
    k = max(round.k, key.k)
    return Policy(k=k, detail_from=max(k, round.detail_from, key.detail_from))


@sensitive_variables()
def _opened(
    round: Round, key: keys.RoundKey, units: Sequence[RoundUnit], items: Sequence[ItemSpec]
) -> Iterator[tuple[UnitPath, Inside]]:
    """The units and the insides of the round's ballots. A box that is none of this round's is left out, so that the
    others still count."""
    paths = {unit.pk: tuple(unit.path) for unit in units if not unit.merged}
    opener = Opener(key.private, items, questions(round.version.content))
    for inside in _opened_side_by_side(opener, Ballot.objects.filter(round=round).values_list("box", flat=True)):
        if inside is None or inside.unit_id not in paths:
            log.error("a box in round %s is no ballot of this round and was left out", round.pk)
        else:
            yield paths[inside.unit_id], inside


@sensitive_variables()
def _opened_side_by_side(opener: Opener, boxes: Iterable[bytes | memoryview]) -> Iterator[Inside | None]:
    """What is in each box, in their order; None for one that can't be read. Opening is nearly all mathematics, during
    which Python lets other threads work."""

    def open_all(some: Sequence[bytes | memoryview]) -> list[Inside | None]:
        return [_or_none(opener, box) for box in some]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        every = list(boxes)
        parts = (every[start : start + AT_A_TIME] for start in range(0, len(every), AT_A_TIME))
        for insides in threads.map(open_all, parts):
            yield from insides


@sensitive_variables()
def _or_none(opener: Opener, box: bytes | memoryview) -> Inside | None:
    try:
        return opener.open(bytes(box))
    except UnreadableBox:
        return None
