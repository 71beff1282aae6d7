"""The doors to after-work: its author or its leader group, and the course leader. Everybody else gets 404."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from cms.accounts.models import User
from programmes.library.vocabulary import ElementKind
from programmes.participation import access
from programmes.participation.deliveries.models import DeliveredFile, Delivery
from programmes.participation.models import Enrolment
from programmes.tailoring import access as staff
from programmes.tailoring.models import Programme, ProgrammeItem


def is_delivered(item: ProgrammeItem) -> bool:
    """Whether something is handed in with an element."""
    return bool(item.edition and item.edition.facts.get("kind") == ElementKind.TASK)


def task_for(user: User, uuid: UUID, today: date) -> tuple[ProgrammeItem, Enrolment]:
    """A task of the user's programmes that has opened, and the user's place there; two queries. Raises Http404."""
    item = access.item_for(user, uuid, today)
    if not is_delivered(item):
        raise Http404
    return item, access.enrolment_of(user, item.programme_module.programme.slug)


def file_for(user: User, uuid: UUID) -> DeliveredFile:
    """A file that the user may have: their own, their group's, or handed in to them. Raises Http404."""
    rows = DeliveredFile.objects.select_related("delivery__item__programme_module__programme")
    mine = Q(delivery__author=user, delivery__item__programme_module__programme__in=access.enrolled_programmes(user))
    ours = access.member_of("delivery__leader_group__", user)
    found = rows.filter(mine | ours, uuid=uuid).first() or _led(rows.filter(uuid=uuid).first(), user)
    if found is None:
        raise Http404
    return found


def _led(file: DeliveredFile | None, user: User) -> DeliveredFile | None:
    """The file, for staff who run its programme, once it is handed in."""
    if file is None or not file.delivery.is_delivered:
        return None
    return file if staff.runs(user, file.delivery.item.programme_module.programme) else None


def delivered_in(programme: Programme) -> QuerySet[Delivery]:
    """What has been handed in in a programme, the newest first: for staff who came through the programme's door."""
    rows = Delivery.objects.filter(item__programme_module__programme=programme, delivered_at__isnull=False)
    related = ("item__programme_module__module__current_edition", "item__programme_module__pinned_edition")
    more = ("item__thing__current_edition", "item__pinned_edition", "author", "leader_group", "delivered_by")
    return rows.select_related(*related, *more).prefetch_related("files", "feedback__author").order_by("-delivered_at")


def delivery_led(user: User, uuid: UUID) -> Delivery:
    """A delivery handed in to staff who run its programme. Raises Http404."""
    rows = Delivery.objects.filter(uuid=uuid, delivered_at__isnull=False)
    found = rows.select_related("item__programme_module__programme", "author", "leader_group").first()
    if found is None or not staff.runs(user, found.item.programme_module.programme):
        raise Http404
    return found
