"""A participant asks for a document, and sees how it stands."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue
from programmes.participation.workbook.models import ParticipantDocument
from programmes.tailoring.models import Programme

MAKE = "make-participant-document"


class Standing(StrEnum):
    NONE = "none"
    WAITS = "waits"
    READY = "ready"
    FAILED = "failed"


@transaction.atomic
def ask_for(user: User, programme: Programme, kind: str) -> ParticipantDocument:
    """Have the document made anew, in the person's language. Asking again while it is being made changes nothing."""
    row, _made = ParticipantDocument.objects.select_for_update().get_or_create(
        user=user, programme=programme, kind=kind, defaults={"language": user.language}
    )
    if standing_of(row) is not Standing.WAITS:
        row.language, row.job = user.language, enqueue(MAKE, started_by=user)
        row.save(update_fields=["language", "job"])
    return row


def standing_of(row: ParticipantDocument | None) -> Standing:
    if row is None:
        return Standing.NONE
    state = row.job.state if row.job else ""
    if state in (Job.State.QUEUED, Job.State.RUNNING):
        return Standing.WAITS
    if state == Job.State.FAILED:
        return Standing.FAILED
    return Standing.READY if row.file else Standing.NONE
