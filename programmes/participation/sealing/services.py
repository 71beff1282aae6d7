"""Changing the key: everything is sealed anew, and keys that seal nothing are destroyed."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from programmes.participation.sealing import keys
from programmes.participation.sealing.boxes import Unreadable
from programmes.participation.sealing.models import Sealed


def renew() -> tuple[int, int]:
    """Make a new key and seal with it all that can be read; returns how many rows were sealed anew, and how many can't.

    May be interrupted and begun again: every row is readable at any moment, and no key goes that still seals something.
    """
    newest = keys.create().name
    renewed = unread = 0
    for model in sealed_models():
        for pk in model._base_manager.exclude(key__in=("", newest)).values_list("pk", flat=True):
            done = _seal_anew(model, pk)
            renewed, unread = renewed + done, unread + (not done)
    in_use = {key for model in sealed_models() for key in model._base_manager.values_list("key", flat=True).distinct()}
    for name in keys.names():
        if name != newest and name not in in_use:
            keys.destroy(name)
    return renewed, unread


def sealed_models() -> list[type[Sealed]]:
    return [model for model in apps.get_models() if issubclass(model, Sealed)]


@sensitive_variables()
@transaction.atomic
def _seal_anew(model: type[Sealed], pk: int) -> bool:
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        return True
    try:
        row.seal(row.unseal())
    except Unreadable:
        return False
    model._base_manager.filter(pk=pk).update(key=row.key, box=row.box)
    return True
