"""What after-work holds about people: who wrote and handed in what, and what the course leader said to it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, anonymised, deleted
from cms.privacy.terms import AFTER_PROGRAMME
from programmes.participation.deliveries.models import DeliveredFile, Delivery, Feedback
from programmes.participation.deliveries.services import forget_file
from programmes.participation.privacy import over_for_long

WRITTEN = {
    "kind": Kind.WRITTEN, "whose": Whose.PARTICIPANTS, "basis": Basis.CONTRACT,
    "purpose": _("So that the course leader can answer what you hand in."),
    "seen_by": _("You or your leader group, and the course leader once it is handed in."),
}  # fmt: skip
OVER = "item__programme_module__programme__in"


def delete_with_files(rows: Rows) -> None:
    """Deliveries that are a person's own, with their files; a group's stay the group's, without the person's name."""
    own = rows.filter(author__isnull=False)
    forget_files(DeliveredFile.objects.filter(delivery__in=own))
    Delivery.objects.filter(pk__in=list(own.values_list("pk", flat=True))).delete()


def forget(rows: Rows) -> None:
    """Deliveries whose time is over, also the groups', with their files."""
    forget_files(DeliveredFile.objects.filter(delivery__in=rows))
    Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


def forget_files(rows: Rows) -> None:
    for file in rows:
        forget_file(file)


def old_deliveries(now: datetime) -> Rows:
    return Delivery.objects.filter(**{OVER: over_for_long(now)})


def old_files(now: datetime) -> Rows:
    return DeliveredFile.objects.filter(**{f"delivery__{OVER}": over_for_long(now)})


def files_of(user: User) -> Q:
    return Q(delivery__author=user) | Q(uploaded_by=user)


def forget_uploader(rows: Rows) -> None:
    rows.update(uploaded_by=None)


about(
    "programmes.Delivery",
    title=_("After-work you handed in"),
    owner="author",
    gives={"item": _("Element"), "text": _("Text"), "delivered_at": _("Handed in")},
    retention=Retention(AFTER_PROGRAMME, due=old_deliveries, forget=forget),
    erasure=deleted(_("What your leader group handed in together stays the group's."), carry_out=delete_with_files),
    **WRITTEN,
)
about(
    "programmes.DeliveredFile",
    title=_("Files you handed in"),
    owner=files_of,
    gives={"name": _("Name"), "delivery.item": _("Element"), "uploaded_at": _("Added"), "content": _("File")},
    retention=Retention(AFTER_PROGRAMME, due=old_files, forget=forget_files),
    erasure=anonymised(
        _("Files of your own go with what you handed in. Your group's files stay; your name disappears."),
        carry_out=forget_uploader,
    ),
    **WRITTEN,
)
about(
    "programmes.Feedback",
    title=_("Feedback on what you handed in"),
    owner="delivery__author",
    gives={"delivery.item": _("Element"), "text": _("Text"), "created_at": _("Written")},
    retention=Retention(
        AFTER_PROGRAMME,
        due=lambda now: Feedback.objects.filter(**{f"delivery__{OVER}": over_for_long(now)}),
    ),
    erasure=deleted(),
    **WRITTEN,
)
