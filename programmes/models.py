"""Gathers the models of the programmes' rooms."""

from programmes.catalogue.models import Enquiry, LibraryIndexPage, OfferingPage, OverviewPage
from programmes.library.abilities import Ability, Development
from programmes.library.lists.models import LibraryImport
from programmes.library.models import Edition, EditionText, IndustryCase, LearningElement, Module, Speaker, Thing
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.deliveries.models import DeliveredFile, Delivery, Feedback
from programmes.participation.gatherings.models import Attendance, CalendarFeed, Evaluation
from programmes.participation.groups.models import Contribution, Decision, NetworkEntry
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.letters.models import Announced, MailChoice, ToldDeadline
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.models import (
    Completion,
    Enrolment,
    LeaderGroup,
    Opening,
    Organisation,
)
from programmes.participation.reflections.models import Letter, Reflection
from programmes.participation.workbook.models import CompletionRule, ParticipantDocument
from programmes.tailoring.focus.models import DeclinedFocus, FocusArea
from programmes.tailoring.models import Gathering, KeptGuest, Programme, ProgrammeItem, ProgrammeModule, Sketch
from programmes.tailoring.offers.models import Acceptance, AgreementText, Comment, Offer, OfferDocument, Withdrawal

__all__ = [
    "Ability",
    "Acceptance",
    "AgreementText",
    "Announced",
    "Attendance",
    "CalendarFeed",
    "Comment",
    "Completion",
    "CompletionRule",
    "Contribution",
    "Coordinator",
    "Decision",
    "DeclinedFocus",
    "DeliveredFile",
    "Delivery",
    "Development",
    "Edition",
    "EditionText",
    "Enquiry",
    "Enrolment",
    "Evaluation",
    "Feedback",
    "FocusArea",
    "Gathering",
    "IndustryCase",
    "KeptGuest",
    "LeaderGroup",
    "LearningElement",
    "Letter",
    "LibraryImport",
    "LibraryIndexPage",
    "MailChoice",
    "Module",
    "NetworkEntry",
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
    "Reflection",
    "Sketch",
    "Speaker",
    "Thing",
    "ToldDeadline",
    "Withdrawal",
]
