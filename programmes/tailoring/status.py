"""A programme's way from draft to completed."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal

from cms.privacy.terms import PARTICIPATION_MONTHS
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


def last_day_for_readers(programme: Programme, completed_on: date) -> date:
    """Until when participants can read: as agreed, and not after what tells that they took part is gone. One query."""
    agreed = completed_on + relativedelta(months=programme.kept_months)
    ended = programme.modules.aggregate(last=Max("ends_on"))["last"]
    return min(agreed, ended + relativedelta(months=PARTICIPATION_MONTHS)) if ended else agreed


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
    if status == Status.COMPLETED:
        programme.readable_until = last_day_for_readers(programme, today)
    programme.save(update_fields=["status", "readable_until", "updated_at"])
    services.pin_opened_modules(today)
    if status == Status.COMPLETED:
        guests.keep(programme)
    forget_counts()
    status_changed.send(Programme, programme=programme)
