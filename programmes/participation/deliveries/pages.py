"""After-work as values ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from localisation import nordic
from programmes.participation.deliveries import services
from programmes.participation.deliveries.models import Delivery
from programmes.participation.models import Enrolment
from programmes.tailoring.models import DeliveredBy, ProgrammeItem


@dataclass(frozen=True)
class FileRow:
    name: str
    facts: str
    url: str
    uuid: str


@dataclass(frozen=True)
class Answer:
    name: str
    when: str
    text: str


@dataclass(frozen=True)
class DeliveryPage:
    """`state`: what is said first. `draft`: whether it can be written on."""

    by_group: bool
    who: str
    state: str
    tone: str
    draft: bool
    text: str
    files: Sequence[FileRow]
    feedback: Sequence[Answer]
    may_take_back: bool


def delivery_page(row: Delivery, item: ProgrammeItem, enrolment: Enrolment, today: date) -> DeliveryPage:
    """What the page shows; three queries for a row that is saved, none otherwise."""
    by_group = item.delivered_by == DeliveredBy.GROUP
    saved = row.pk is not None
    return DeliveryPage(
        by_group=by_group,
        who=str(enrolment.leader_group.name) if by_group else "",
        state=state_words(row, item, today),
        tone="success" if row.is_delivered else "info",
        draft=not row.is_delivered,
        text=row.text,
        files=files_of(row) if saved else [],
        feedback=feedback_on(row) if saved else [],
        may_take_back=saved and services.may_take_back(row, today),
    )


def files_of(row: Delivery) -> list[FileRow]:
    """The files of a delivery, with how large they are and who added them; one query."""
    return [
        FileRow(
            file.name,
            " · ".join(filter(None, [filesizeformat(file.size), str(file.uploaded_by or "")])),
            reverse("delivered_file", args=[file.uuid]),
            str(file.uuid),
        )
        for file in row.files.select_related("uploaded_by")
    ]


def feedback_on(row: Delivery) -> list[Answer]:
    """What was answered, the oldest first; one query."""
    rows = row.feedback.select_related("author")
    return [Answer(str(one.author or _("The course leader")), _when(one.created_at), one.text) for one in rows]


def state_words(row: Delivery, item: ProgrammeItem, today: date) -> str:
    """Draft or handed in, when and by whom, and until when."""
    if row.delivered_at:
        facts = {"day": _when(row.delivered_at), "name": row.delivered_by or _("somebody")}
        if services.is_late(row):
            return _("Handed in %(day)s by %(name)s, after the deadline.") % facts
        return _("Handed in %(day)s by %(name)s.") % facts
    if item.due_on is None:
        return _("Draft: not handed in yet.")
    day = {"day": nordic.day(item.due_on)}
    if item.due_on < today:
        return _("Not handed in. The deadline was %(day)s; you can still hand it in.") % day
    return _("Draft: not handed in yet. The deadline is %(day)s.") % day


def _when(moment: datetime) -> str:
    return nordic.day(timezone.localtime(moment).date())
