"""Wagtail tells when a library object is saved or published; the library's services do the rest."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.signals import published

from programmes.library import services
from programmes.library.models import LibraryObject
from programmes.library.vocabulary import EditionKind


@receiver(post_save)
def keep_thing(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if isinstance(instance, LibraryObject) and not raw:
        services.save_thing(instance)


@receiver(published)
def make_edition(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, LibraryObject):
        by = get_active_log_context().user or (revision.user if revision else None)
        # Only translations arrive without anybody being asked; they put an edition's text right.
        kind = instance.publish_as or EditionKind.CORRECTION
        services.publish_edition(instance, kind=kind, note=instance.publish_note, by=by)
        services.share_facts_with_drafts(instance)
