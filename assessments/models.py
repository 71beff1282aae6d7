"""Gathers the models of the assessments' rooms."""

from assessments.ballots.collected.models import AnswerImport, ImportKey
from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.models import Ballot, Release, Round, RoundUnit, Ticket, Turnout
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.results.models import Benchmark

__all__ = [
    "AnswerImport",
    "Ballot",
    "Benchmark",
    "FreeText",
    "ImportKey",
    "Instrument",
    "InstrumentVersion",
    "Release",
    "Round",
    "RoundUnit",
    "TextReview",
    "Ticket",
    "Turnout",
]
