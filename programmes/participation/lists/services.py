"""Lists of participants: what `cms.lists` does with lists, and what is particular to these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import report
from cms.lists.course import Course, Part
from programmes.participation.lists import preview, undoing
from programmes.participation.lists.importing import CHUNK, Made, enrol_rows, prepare
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.lists.places import Places
from programmes.participation.lists.rows import Row, read_list
from programmes.participation.services import invite
from programmes.tailoring.models import Programme


class Entering:
    """The import of one list under way."""

    def __init__(self, row: ParticipantImport) -> None:
        self.create_groups, self.send_invitation = row.create_groups, row.send_invitation
        self.rows: Sequence[Row] = read_list(bytes(row.content or b""), row.file_name).rows
        self.places = Places(row.programme)

    def enter(self, start: int, end: int, by: User | None) -> Part:
        made = prepare(self.places, self.rows[start:], self.create_groups)
        made += enrol_rows(self.places, self.rows[start:end])
        if self.send_invitation:
            invite(made.enrolments, by=by)
        return Part(vars(made), len(made.enrolments))


class Participants(Course[ParticipantImport]):
    chunk = CHUNK

    def look(self, row: ParticipantImport, job: Job) -> dict[str, Any]:
        listed = read_list(bytes(row.content or b""), row.file_name)
        report(job, 0, len(listed.rows))
        return preview.preview(Places(row.programme), listed)

    def entering(self, row: ParticipantImport) -> Entering:
        return Entering(row)

    def undo_step(self, pk: UUID) -> int | None:
        return undoing.step(pk)

    def left_to_undo(self, row: ParticipantImport) -> int:
        return len(Made(**row.made).enrolments)


course = Participants(ParticipantImport, "participants")
READ, IMPORT, UNDO = course.READ, course.IMPORT, course.UNDO
confirm, go_on, undo, stopped, drop = course.confirm, course.go_on, course.undo, course.stopped, course.drop
forget_old, read, carry_out, take_back = course.forget_old, course.read, course.carry_out, course.take_back


def hand_in(programme: Programme, file_name: str, content: bytes, *, by: User) -> ParticipantImport:
    """Store a list and have the worker read it."""
    return course.hand_in(file_name, content, by=by, programme=programme)
