"""Handing in: draft, delivered, taken back, answered. Whoever calls came through `access`.

For the course leader's pages: `access.delivered_in`, `access.delivery_led`, `answer`, `waiting_in`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from programmes.participation.deliveries import files
from programmes.participation.deliveries.access import delivered_in
from programmes.participation.deliveries.models import DeliveredFile, Delivery, Feedback
from programmes.participation.models import Enrolment
from programmes.participation.services import mark_for
from programmes.participation.writing.forms import NotSaved, Saved, Written, bring_together
from programmes.tailoring.models import DeliveredBy, Programme, ProgrammeItem


class NotNow(NotSaved):
    """It has been handed in, or answered, and stays as it is. The words are for the reader."""


def whose(item: ProgrammeItem, enrolment: Enrolment) -> dict[str, object]:
    """By whom an element is handed in: the person, or their leader group."""
    if item.delivered_by == DeliveredBy.GROUP:
        return {"leader_group": enrolment.leader_group}
    return {"author": enrolment.user}


def delivery_of(item: ProgrammeItem, enrolment: Enrolment) -> Delivery:
    """What there is, or an empty draft that is not saved; one query."""
    owner = whose(item, enrolment)
    return Delivery.objects.filter(item=item, **owner).first() or Delivery(item=item, **owner)


def _locked(item: ProgrammeItem, enrolment: Enrolment) -> Delivery:
    """The row of a delivery, made when there is none; whoever else wants it waits."""
    owner = whose(item, enrolment)
    Delivery.objects.bulk_create([Delivery(item=item, **owner)], ignore_conflicts=True)
    return Delivery.objects.select_for_update().get(item=item, **owner)


def _draft(item: ProgrammeItem, enrolment: Enrolment) -> Delivery:
    row = _locked(item, enrolment)
    if row.is_delivered:
        raise NotNow(_("This has been handed in. Take it back first, and then change it."))
    return row


@transaction.atomic
def write(item: ProgrammeItem, enrolment: Enrolment, written: Sequence[Written]) -> Saved:
    """Save the text, together with what others of the group wrote meanwhile. Raises NotNow."""
    row = _draft(item, enrolment)
    saved = bring_together(written, [row.text])
    if saved.texts[0] != row.text:
        row.text, row.changed_by = saved.texts[0], enrolment.user
        row.save(update_fields=["text", "changed_by", "updated_at"])
    return saved


def add_file(item: ProgrammeItem, enrolment: Enrolment, file: File[bytes]) -> DeliveredFile:
    """Keep a file with the draft. Raises ValidationError for one that may not be handed in, and NotNow."""
    name = files.safe_name(file.name or "")
    kind = files.checked(file, name, file.size)
    with transaction.atomic():
        row = _draft(item, enrolment)
        if row.files.count() >= files.MOST_FILES:
            raise ValidationError(_("There are ten files already. Take one away first."))
        kept = DeliveredFile(delivery=row, name=name, kind=kind.type, size=file.size, uploaded_by=enrolment.user)
        file.seek(0)
        kept.content.save(name, file, save=False)
        kept.save()
    return kept


@transaction.atomic
def remove_file(item: ProgrammeItem, enrolment: Enrolment, uuid: str) -> None:
    """Take a file out of the draft, and off the disk once that is settled. Raises NotNow."""
    row = _draft(item, enrolment)
    for file in row.files.filter(uuid=uuid):
        forget_file(file)


def forget_file(file: DeliveredFile) -> None:
    """Delete a file's row, and its content when the row is gone for good."""
    storage, name = file.content.storage, str(file.content.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def deliver(item: ProgrammeItem, enrolment: Enrolment) -> Delivery:
    """Hand it in, and so mark it as done. Doing so twice changes nothing. Raises NotNow for an empty draft."""
    row = _locked(item, enrolment)
    if row.is_delivered:
        return row
    if not row.text.strip() and not row.files.exists():
        raise NotNow(_("There is nothing to hand in yet. Write something, or add a file."))
    row.delivered_at, row.delivered_by = timezone.now(), enrolment.user
    row.save(update_fields=["delivered_at", "delivered_by", "updated_at"])
    mark_for(_together(item, enrolment), item, done=True)
    return row


@transaction.atomic
def take_back(item: ProgrammeItem, enrolment: Enrolment) -> Delivery:
    """Make it a draft again, which is not done. Raises NotNow when the deadline has passed, or there is feedback."""
    row = _locked(item, enrolment)
    if row.is_delivered and not may_take_back(row, timezone.localdate()):
        raise NotNow(_("This can't be taken back any more."))
    row.delivered_at = row.delivered_by = None
    row.save(update_fields=["delivered_at", "delivered_by", "updated_at"])
    mark_for(_together(item, enrolment), item, done=False)
    return row


def _together(item: ProgrammeItem, enrolment: Enrolment) -> list[User]:
    """Those for whom handing in says that they have done it; one query when a group does."""
    if item.delivered_by != DeliveredBy.GROUP:
        return [enrolment.user]
    return list(User.objects.filter(enrolments__leader_group=enrolment.leader_group))


def may_take_back(row: Delivery, today: date) -> bool:
    """Until the deadline, and until there is feedback; one query."""
    due = row.item.due_on
    return row.is_delivered and (due is None or today <= due) and not row.feedback.exists()


def is_late(row: Delivery) -> bool:
    """Whether it was handed in after the day it was due."""
    due = row.item.due_on
    return bool(row.delivered_at and due and timezone.localtime(row.delivered_at).date() > due)


@transaction.atomic
def answer(row: Delivery, leader: User, text: str) -> Feedback | None:
    """The course leader's feedback. Sent twice it stands once; a delivery taken back meanwhile gets none."""
    locked = Delivery.objects.select_for_update().get(pk=row.pk)
    if not text.strip() or not locked.is_delivered:
        return None
    return Feedback.objects.get_or_create(delivery=locked, author=leader, text=text.strip())[0]


def waiting_in(programme: Programme) -> QuerySet[Delivery]:
    """What has been handed in and has no feedback yet."""
    return delivered_in(programme).filter(feedback__isnull=True)
