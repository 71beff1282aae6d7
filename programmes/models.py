"""Gathers the models of the programmes' rooms."""

from programmes.catalogue.models import Enquiry, LibraryIndexPage, OfferingPage, OverviewPage
from programmes.library.abilities import Ability, Development
from programmes.library.lists.models import LibraryImport
from programmes.library.models import Edition, EditionText, IndustryCase, LearningElement, Module, Speaker, Thing
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.models import (
    Completion,
    Enrolment,
    LeaderGroup,
    Opening,
    Organisation,
)
from programmes.participation.workbook.models import CompletionRule, ParticipantDocument
from programmes.tailoring.focus.models import DeclinedFocus, FocusArea
from programmes.tailoring.models import Gathering, KeptGuest, Programme, ProgrammeItem, ProgrammeModule, Sketch
from programmes.tailoring.offers.models import Acceptance, AgreementText, Comment, Offer, OfferDocument, Withdrawal

__all__ = [
    "Ability",
    "Acceptance",
    "AgreementText",
    "Comment",
    "Completion",
    "CompletionRule",
    "Coordinator",
    "DeclinedFocus",
    "Development",
    "Edition",
    "EditionText",
    "Enquiry",
    "Enrolment",
    "FocusArea",
    "Gathering",
    "IndustryCase",
    "KeptGuest",
    "LeaderGroup",
    "LearningElement",
    "LibraryImport",
    "LibraryIndexPage",
    "Module",
    "Offer",
    "OfferDocument",
    "OfferingPage",
    "Opening",
    "Organisation",
    "OverviewPage",
    "ParticipantDocument",
    "ParticipantImport",
    "Programme",
    "ProgrammeItem",
    "ProgrammeMessage",
    "ProgrammeModule",
    "Sketch",
    "Speaker",
    "Thing",
    "Withdrawal",
]
