"""A message from the course leader: who gets it, and its mails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles, report
from cms.mail import services as mail
from localisation.text import LocalisedText
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.leading.reading import ProgrammeStanding
from programmes.participation.leading.standing import Member
from programmes.participation.models import LeaderGroup
from programmes.tailoring.models import Programme

SEND = "send-programme-message"
Audience = ProgrammeMessage.Audience


@dataclass(frozen=True)
class Draft:
    """A message before it is sent. `key` is made with the form."""

    key: UUID
    audience: str
    subject: Mapping[str, str]
    text: Mapping[str, str]
    group: LeaderGroup | None = None


def recipients(found: ProgrammeStanding, audience: str, group: int | None) -> list[Member]:
    """Who would get the message now, each once."""
    if audience == Audience.GROUP:
        return [member for one in found.groups if one.key == group for member in one.members]
    if audience == Audience.UNOPENED:
        module = found.current
        return [member for member in found.members if module and not _met(member, module.key)]
    return found.members


def _met(member: Member, module: int) -> bool:
    marks = member.marks.get(module)
    return bool(marks and (marks.opened or marks.done))


@transaction.atomic
def send(programme: Programme, draft: Draft, people: list[Member], by: User) -> ProgrammeMessage:
    """Record the message and have it sent by the worker. The same draft a second time changes nothing."""
    message, made = ProgrammeMessage.objects.get_or_create(
        id=draft.key, programme=programme,
        defaults={
            "audience": draft.audience, "leader_group": draft.group, "subject": LocalisedText(draft.subject),
            "text": LocalisedText(draft.text), "sent_by": by,
        },
    )  # fmt: skip
    if made:
        message.recipients.set([member.user for member in people])
        enqueue(SEND, started_by=by, message=str(message.pk))
    return message


@handles(SEND)
def queue_mails(job: Job) -> None:
    """One mail for each recipient, in their language; those that have theirs already keep it."""
    message = ProgrammeMessage.objects.select_related("programme", "sent_by").get(pk=job.subject["message"])
    people = list(message.recipients.order_by("pk"))
    for number, person in enumerate(people, start=1):
        letter = letter_of(message, person.language)
        mail.queue(
            key=f"{key_of(message)}{person.pk}", to=person.email, subject=letter.subject, body=letter.body,
            reply_to=message.sent_by.email if message.sent_by else "",
        )  # fmt: skip
        report(job, number, len(people))


def key_of(message: ProgrammeMessage) -> str:
    """What the keys of a message's mails begin with."""
    return f"programme-message-{message.pk}-"


@dataclass(frozen=True)
class Words:
    """A message as a mail says it."""

    language: str
    subject: str
    body: str


def letter_of(message: ProgrammeMessage, language: str) -> Words:
    """The mail for a reader of `language`. Line breaks in the subject become spaces."""
    with override(language):
        context = {"message": message, "sender": message.sent_by, "programme": message.programme}
        body = render_to_string("email/participation/message.txt", context)
    return Words(language, " ".join(message.subject.in_(language).split()), body.strip() + "\n")
