"""A programme's way from draft to completed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.dispatch import Signal

from localisation import languages
from programmes.tailoring import checks, guests, services
from programmes.tailoring.models import Programme
from programmes.tailoring.plan import plan_of
from programmes.tailoring.updates.waiting import forget_counts

Status = Programme.Status
NEXT: dict[str, tuple[str, ...]] = {
    Status.DRAFT: (Status.RUNNING, Status.OFFERED),
    Status.OFFERED: (Status.RUNNING, Status.DRAFT),
    Status.RUNNING: (Status.COMPLETED,),
    Status.COMPLETED: (),
}
# What a course leader may do with the programme they lead; the rest is between the institute and the client.
BY_LEADER = (Status.RUNNING, Status.COMPLETED)
# What the checks must have nothing against.
CHECKED = (Status.OFFERED, Status.RUNNING)

# Sent inside the same transaction when a programme has its next status: `programme`.
status_changed = Signal()


def action_of(status: str) -> str:
    """What the programme's history calls the step to a status."""
    return f"programmes.status.{status}"


class Blocked(Exception):
    """The checks found something that must be mended first: `findings`."""

    def __init__(self, findings: list[checks.Finding]) -> None:
        super().__init__(f"{len(findings)} stops")
        self.findings = findings


@transaction.atomic
def change(programme: Programme, status: str, today: date) -> None:
    """Give the programme its next status. What participants have met by then is held to its edition.

    Raises ValueError for a step there is not, and `Blocked` when the checks stop it.
    """
    if programme.is_template or status not in NEXT[programme.status]:
        raise ValueError(f"{programme.status} is not followed by {status}")
    if status in CHECKED:
        stops = checks.stops(checks.run(plan_of(programme, languages.current(), today)))
        if stops:
            raise Blocked(stops)
    programme.status = status
    programme.save(update_fields=["status", "updated_at"])
    services.pin_opened_modules(today)
    if status == Status.COMPLETED:
        guests.keep(programme)
    forget_counts()
    status_changed.send(Programme, programme=programme)
