"""The life of a round: planned, opened, answered, closed. Plain functions that tasks and commands call."""

from assessments.ballots.boxes import InvalidAnswers
from assessments.ballots.closing import NotOpen, close_round
from assessments.ballots.delivery import AlreadyDelivered, RoundClosed, deliver
from assessments.ballots.joining import invite_late_joiners
from assessments.ballots.keys import MissingKey
from assessments.ballots.opening import NotPlanned, next_number, open_round, plan_round

__all__ = [
    "AlreadyDelivered",
    "InvalidAnswers",
    "MissingKey",
    "NotOpen",
    "NotPlanned",
    "RoundClosed",
    "close_round",
    "deliver",
    "invite_late_joiners",
    "next_number",
    "open_round",
    "plan_round",
]
