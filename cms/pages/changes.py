"""What is remembered until something on the public site changes: menus, the counts behind the filters.

Values are kept under the site's *version*, which every change replaces. A process that was making a value while
somebody published stores it under the old version, where nobody looks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

VERSION = "site-version"
DAY = 24 * 60 * 60

Value = TypeVar("Value")


def version() -> str:
    """What the public site is now; another one as soon as something on it changes."""
    return str(cache.get_or_set(VERSION, _new, None))


def changed(using: str | None = None) -> None:
    """Forget what was remembered: now, and again at the commit, for those who read meanwhile."""
    _replace()
    transaction.on_commit(_replace, using=using)


def remember(name: str, make: Callable[[], Value]) -> Value:
    """The value of `make()`, made anew after a change or a day. `name` says what it is, and of which language."""
    key = f"{name}:{version()}"
    value = cache.get(key)
    if value is None:
        value = make()
        cache.set(key, value, DAY)
    return value


def _new() -> str:
    return uuid.uuid4().hex


def _replace() -> None:
    cache.set(VERSION, _new(), None)


@receiver(post_save)
@receiver(post_delete)
def page_changed(sender: type, using: str | None = None, **kwargs: Any) -> None:
    if issubclass(sender, Page):
        changed(using)


@receiver(post_page_move)
@receiver(post_migrate)
def moved_or_renewed(sender: Any, **kwargs: Any) -> None:
    """A page was moved; or a new release starts with its migrations, and may remember other things than the old one."""
    changed()
