"""Closing an account for good: the row stays, so that what belongs to others stays whole, but says nothing any more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.accounts.models import User

Ids = QuerySet[Any]
_needed: list[Callable[[], Ids]] = []


def needs_accounts(ids: Callable[[], Ids]) -> None:
    """A room says whose accounts it needs, by their ids."""
    _needed.append(ids)


def unused_since(moment: datetime) -> QuerySet[User]:
    """Participants' accounts that no room needs, and that nobody has logged in to since."""
    return _not_needed().alias(seen=Coalesce("last_login", "date_joined")).filter(seen__lt=moment)


def without_place(ids: Collection[int]) -> QuerySet[User]:
    """Those of these participants whose account no room needs any more."""
    return _not_needed().filter(pk__in=ids)


def _not_needed() -> QuerySet[User]:
    staff = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False) | Q(user_permissions__isnull=False)
    users = User.objects.filter(erased_at__isnull=True).exclude(pk__in=User.objects.filter(staff).values("pk"))
    for needed in _needed:
        users = users.exclude(pk__in=needed())
    return users


def close_account(user: User) -> None:
    """Take name, address, password, rights and everything that logs in from an account. Idempotent."""
    if user.erased_at:
        return
    User.objects.filter(pk=user.pk).update(
        email=f"{uuid4().hex}@deleted.invalid",
        first_name="",
        last_name="",
        password=make_password(None),
        last_login=None,
        is_active=False,
        is_staff=user.is_institute_staff,  # lets nobody in: the account is closed
        is_superuser=False,
        translates=[],
        erased_at=timezone.now(),
    )
    user.groups.clear()
    user.user_permissions.clear()
