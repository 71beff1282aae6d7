"""A programme that is a draft again has no offer; the board shows how the newest offer stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.tailoring import board_links
from programmes.tailoring.models import Programme
from programmes.tailoring.offers import documents, services
from programmes.tailoring.offers.models import Offer
from programmes.tailoring.offers.words import STANDINGS
from programmes.tailoring.status import status_changed

__all__ = ["documents"]


@receiver(status_changed, sender=Programme)
def take_back(sender: type, programme: Programme, **kwargs: Any) -> None:
    if programme.status == Programme.Status.DRAFT:
        services.withdraw_all(programme)


@board_links.register
def newest_offer(programme: Programme) -> Iterable[board_links.BoardLink]:
    """The newest offer and how it stands. One query."""
    rows = services.with_standing(Offer.objects.filter(programme=programme)).defer("content")
    newest = rows.order_by("-number").first()
    if newest:
        words = {
            "number": newest.number,
            "standing": STANDINGS[services.standing(newest, timezone.localdate())].lower(),
        }
        label = _("Offer %(number)d: %(standing)s") % words
        yield board_links.BoardLink(label, reverse("programmes:offers", args=[programme.pk]), "epost")
