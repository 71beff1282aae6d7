"""The library tells when an edition was published; corrections reach the programmes that hold on to it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from programmes.library.models import Edition
from programmes.library.services import edition_published
from programmes.tailoring import services
from programmes.tailoring.updates import waiting
from programmes.tailoring.updates.jobs import remember_correction


@receiver(edition_published, sender=Edition)
def correct_pinned_items(sender: type, edition: Edition, corrects: Edition | None, **kwargs: Any) -> None:
    waiting.forget_counts()
    if corrects is not None and services.follow_correction(edition):
        remember_correction(edition)
